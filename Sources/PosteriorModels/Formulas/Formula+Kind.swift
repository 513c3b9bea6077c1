extension Formula {
  /// What a parameter must be. Docs/ModelLanguage.md has the transforms.
  public struct Kind: Sendable {
    let text: String

    /// Any number, as a parameter without a kind is.
    public static let real = Kind(text: "real")
    /// A number above 0, such as a scale: sampled as its logarithm.
    public static let positive = Kind(text: "positive")
    /// Between 0 and 1.
    public static let unit = Kind(text: "unit")
    /// A vector whose elements grow.
    public static let ordered = Kind(text: "ordered")
    /// A vector of positive elements that grow.
    public static let positiveOrdered = Kind(text: "positive_ordered")
    /// A vector of positive elements whose sum is 1.
    public static let simplex = Kind(text: "simplex")
    /// Between two bounds, which may be infinite, or earlier parameters.
    public static func interval(_ low: some FormulaConvertible, _ high: some FormulaConvertible) -> Kind {
      Kind(text: Formula("interval", low.formula, high.formula).text)
    }
  }
}

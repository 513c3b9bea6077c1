extension Formula {
  /// A distribution, on the right side of a statement: `.normal(mu, tau)`.
  ///
  /// Names are those of the model language in camel case; arguments and parametrisations are Stan's. A number may stand
  /// for each argument.
  public struct Distribution: Sendable {
    let text: String

    init(text: String) { self.text = text }
    init(_ name: String, _ arguments: Formula...) { text = Formula(name, arguments).text }

    /// The distribution truncated to an interval, whose ends may be infinite.
    public func within(_ low: some FormulaConvertible, _ high: some FormulaConvertible) -> Self {
      Self(text: "\(text) in (\(low.formula.text), \(high.formula.text))")
    }

    /// The distribution truncated to numbers above a bound.
    public func above(_ low: some FormulaConvertible) -> Self { within(low, Double.infinity) }

    /// The distribution truncated to numbers below a bound.
    public func below(_ high: some FormulaConvertible) -> Self { within(-Double.infinity, high) }

    /// The first part with probability p, else the second; with a simplex, any number of parts.
    public static func mix(_ p: some FormulaConvertible, _ parts: Self...) -> Self {
      Self(text: "mix(\(([p.formula.text] + parts.map(\.text)).joined(separator: ", ")))")
    }

    /// A part of a mixture that is always one number.
    public static func point(_ number: some FormulaConvertible) -> Self { Self("point", number.formula) }
  }
}

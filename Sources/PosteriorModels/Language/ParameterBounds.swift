/// Between which numbers a parameter is: `nil` where there is no end.
struct ParameterBounds {
  /// An end: known, or an expression of other parameters, and its text for the summary.
  struct End {
    let quantity: Quantity
    let range: Range<Int>

    var number: Double? { quantity.knownNumber }
  }

  var low: End?
  var high: End?

  /// The text of an interval, such as `(0, inf)`.
  func text(_ source: ModelSource) -> String {
    "(\(Self.text(low, source, "-inf")), \(Self.text(high, source, "inf")))"
  }

  static func text(_ end: End?, _ source: ModelSource, _ open: String) -> String {
    guard let end else { return open }
    return end.number.map(written) ?? source.text(end.range)
  }

  /// The constraint as it would be declared.
  func constraintText(_ source: ModelSource) -> String {
    switch (low?.number, high?.number) {
    case (nil, nil) where low == nil && high == nil: return "real"
    case (0, nil) where high == nil: return "positive"
    case (0, 1): return "unit"
    default: return "interval" + text(source)
    }
  }
}

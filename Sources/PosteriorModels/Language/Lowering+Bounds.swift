extension Lowering {
  /// The bounds of a distribution's support, as far as one number can have bounds.
  mutating func supportBounds(
    _ distribution: Distribution, _ arguments: [Expression], _ context: Context, _ range: Range<Int>
  ) throws(ModelError) -> ParameterBounds {
    func known(_ number: Double) -> ParameterBounds.End { .init(quantity: .number(number), range: range) }
    func end(_ place: Int, _ lowering: inout Lowering) throws(ModelError) -> ParameterBounds.End? {
      guard place < arguments.count else { return nil }
      return try lowering.end(arguments[place], context)
    }
    switch distribution.support {
    case .positive: return ParameterBounds(low: known(0))
    case .unit: return ParameterBounds(low: known(0), high: known(1))
    case .above(let argument): return ParameterBounds(low: try end(argument, &self))
    case .between(let low, let high):
      return ParameterBounds(low: try end(low, &self), high: try end(high, &self))
    default: return ParameterBounds()
    }
  }

  /// The bounds that `in (a, b)` says.
  mutating func truncation(_ bounds: Bounds?, _ context: Context) throws(ModelError) -> ParameterBounds {
    guard let bounds else { return ParameterBounds() }
    let result = ParameterBounds(low: try end(bounds.low, context), high: try end(bounds.high, context))
    try checkOrder(result, bounds.low.range)
    return result
  }

  /// One end of an interval; `nil` where it is infinite.
  private mutating func end(
    _ expression: Expression, _ context: Context
  ) throws(ModelError) -> ParameterBounds.End? {
    let quantity = try evaluate(expression, context)
    if quantity.isText { throw textNotNumber(quantity, expression.range) }
    if let number = quantity.knownNumber, number.isInfinite { return nil }
    try checkFinite(quantity, expression.range)
    return ParameterBounds.End(quantity: quantity, range: expression.range)
  }

  func checkOrder(_ bounds: ParameterBounds, _ range: Range<Int>) throws(ModelError) {
    guard let low = bounds.low?.number, let high = bounds.high?.number, low >= high else { return }
    throw source.error(at: range, "there is no number between \(written(low)) and \(written(high))")
  }

  /// The numbers that two pairs of bounds both allow.
  mutating func intersection(
    _ a: ParameterBounds, _ b: ParameterBounds, _ range: Range<Int>
  ) throws(ModelError) -> ParameterBounds {
    func joined(
      _ x: ParameterBounds.End?, _ y: ParameterBounds.End?, _ function: BinaryFunction, _ lowering: inout Lowering
    ) throws(ModelError) -> ParameterBounds.End? {
      guard let x, let y else { return x ?? y }
      let quantity = try lowering.combine(function, (x.quantity, x.range), (y.quantity, y.range))
      return ParameterBounds.End(quantity: quantity, range: y.range)
    }
    let result = ParameterBounds(
      low: try joined(a.low, b.low, .maximum, &self), high: try joined(a.high, b.high, .minimum, &self))
    try checkOrder(result, range)
    return result
  }

  /// The constraint with a parameter's bounds.
  mutating func constraint(
    _ bounds: ParameterBounds, _ shape: Quantity.Shape, _ name: Name
  ) throws(ModelError) -> Constraint {
    let low = try boundNode(bounds.low, shape, name)
    let high = try boundNode(bounds.high, shape, name)
    switch (low, high) {
    case (nil, nil): return .real
    case (let low?, nil): return .above(low)
    case (nil, let high?): return .below(high)
    case (let low?, let high?): return .between(low, high)
    }
  }

  private mutating func boundNode(
    _ end: ParameterBounds.End?, _ shape: Quantity.Shape, _ name: Name
  ) throws(ModelError) -> Node? {
    guard let end else { return nil }
    let own = Quantity(shape, .known([]), origin: .init(name: name.text, range: name.range))
    let isWhole = end.quantity.shape == .one || end.quantity.shape == shape
    guard isWhole, try joined((own, name.range), (end.quantity, end.range)) == shape else {
      throw source.error(
        at: end.range,
        "\(name.text) is \(described(Quantity(shape, .known([])))), and this bound is "
          + "\(described(end.quantity))")
    }
    return try node(of: end.quantity, end.range)
  }
}

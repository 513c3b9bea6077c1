extension Lowering {
  /// A distribution's arguments, with their shapes and known values checked.
  mutating func arguments(
    of distribution: Distribution, _ expressions: [Expression], _ target: Target
  ) throws(ModelError) -> [Quantity] {
    var values: [Quantity] = []
    for (place, expression) in expressions.enumerated() {
      var value = try evaluate(expression, target.context)
      if value.isText { throw textNotNumber(value, expression.range) }
      let (domain, name) = (distribution.domains[place], distribution.arguments[place])
      if domain.isVector {
        value = try vector(value, distribution, place, expression, target)
      } else if domain.isMatrix {
        try checkMatrix(value, distribution, place, expression, target)
      } else {
        try checkShape(value, expression, target, isWhole: distribution.isOfVectors)
      }
      try checkFinite(value, expression.range)
      try check(value, domain, "\(distribution.name)'s \(name)", expression)
      absentRows = max(absentRows, value.absentRows)
      values.append(value)
    }
    return values
  }

  /// One value, or as many as the target has.
  func checkShape(
    _ value: Quantity, _ expression: Expression, _ target: Target, isWhole: Bool = false
  ) throws(ModelError) {
    let own = target.quantity
    switch (value.shape, own.shape) {
    case (.one, _): return
    case (.rows, .rows): return
    case (.rows, _):
      let origin = value.origin ?? .init(name: source.text(expression.range), range: expression.range)
      throw source.error(
        at: origin.range, "\(target.text) is \(describedAlone(own)), and \(origin.name) has one value a row")
    case (.vector, .vector) where !isWhole: _ = try joined((own, target.range), (value, expression.range))
    case (.vector, _): throw vectorForNumber(value, expression.range)
    case (.block, _), (.matrix, _):
      throw source.error(
        at: expression.range,
        "\(source.text(expression.range)) is \(describedAlone(value)) where a number is needed; "
          + "multiply it: X * b")
    }
  }

  /// Refuses known arguments that a distribution cannot have.
  private func check(
    _ value: Quantity, _ domain: Distribution.Domain, _ name: String, _ expression: Expression
  ) throws(ModelError) {
    let (allows, wanted): ((Double) -> Bool, String)
    switch domain {
    case .positive, .positives: (allows, wanted) = ({ $0 > 0 }, "positive")
    case .unit, .simplexes: (allows, wanted) = ({ $0 >= 0 && $0 <= 1 }, "a probability")
    case .count: (allows, wanted) = ({ $0 >= 0 && $0 == $0.rounded() }, "a whole number, 0 or more")
    default: return
    }
    guard let numbers = value.known else {
      if domain != .count { return }
      throw source.error(
        at: expression.range, "\(name) is data; \(source.text(expression.range)) depends on parameters")
    }
    guard let place = numbers.indices.first(where: { !allows(numbers[$0]) }) else {
      let sum = numbers.reduce(0, +)
      if domain != .simplexes || value.vectorCount == nil || abs(sum - 1) < 1e-8 { return }
      throw source.error(
        at: expression.range, "\(name) must have the sum 1; that of \(source.text(expression.range)) is \(written(sum))"
      )
    }
    let row = value.shape == .rows ? " at row \(rowName(place))" : ""
    let text = source.text(expression.range)
    let number = written(numbers[place])
    let now = text == number ? number : "\(text) = \(number)"
    throw source.error(at: expression.range, "\(name) must be \(wanted); \(now)\(row) is not")
  }
}

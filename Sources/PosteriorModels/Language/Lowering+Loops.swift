extension Lowering {
  /// Σ body over the whole numbers of a range.
  mutating func loop(
    _ variable: Name, _ low: Expression, _ high: Expression, _ body: Expression, _ context: Context
  ) throws(ModelError) -> Quantity {
    let (first, last) = (try wholeNumber(low, context), try wholeNumber(high, context))
    if first > last { throw source.error(at: low.range, "the sum's first number \(first) is above its last, \(last)") }
    let outer = variables[variable.text]
    defer { variables[variable.text] = outer }
    var total: Quantity?
    for number in first...last {
      variables[variable.text] = Double(number)
      let term = try evaluate(body, context)
      if let sum = total {
        total = try combine(.add, (sum, body.range), (term, body.range))
      } else {
        total = term
      }
    }
    return total ?? .number(0)
  }

  /// A whole number that is known, such as an index or a size.
  mutating func wholeNumber(_ expression: Expression, _ context: Context = .free) throws(ModelError) -> Int {
    let quantity = try evaluate(expression, context)
    guard let number = quantity.knownNumber, number == number.rounded(), abs(number) <= 1e9 else {
      let text = source.text(expression.range)
      let value = quantity.knownNumber.map { "; \(text) is \(written($0))" } ?? ", such as 3; \(text) is none"
      throw source.error(at: expression.range, "this must be a whole number that is known\(value)")
    }
    return Int(number)
  }
}

extension Parser {
  /// A formula.
  mutating func expression() throws(ModelError) -> Expression {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.depthLimit {
      throw source.error(
        at: token.range, "brackets stand in each other more than \(Self.depthLimit) deep; define parts by name")
    }
    let start = token.range.lowerBound
    let first = try sum()
    guard case .symbol(let symbol) = token.kind, let comparison = Comparison(rawValue: symbol) else { return first }
    place += 1
    let second = try sum()
    return finish(start, .comparison(comparison, first, second))
  }

  private func finish(_ start: Int, _ form: Expression.Form) -> Expression {
    Expression(form: form, range: range(from: start))
  }

  private mutating func sum() throws(ModelError) -> Expression {
    let start = token.range.lowerBound
    let first = try product()
    var rest: [(function: BinaryFunction, operand: Expression)] = []
    while at("+") || at("-") {
      let function: BinaryFunction = at("+") ? .add : .subtract
      place += 1
      rest.append((function, try product()))
    }
    return rest.isEmpty ? first : finish(start, .chain(first, rest))
  }

  private mutating func product() throws(ModelError) -> Expression {
    let start = token.range.lowerBound
    let first = try signed()
    var rest: [(function: BinaryFunction, operand: Expression)] = []
    while at("*") || at("/") {
      let function: BinaryFunction = at("*") ? .multiply : .divide
      place += 1
      rest.append((function, try signed()))
    }
    return rest.isEmpty ? first : finish(start, .chain(first, rest))
  }

  /// Signs in a row are counted, so that no number of them needs stack.
  private mutating func signed() throws(ModelError) -> Expression {
    let start = token.range.lowerBound
    var isNegative = false
    while at("-") || at("+") {
      if at("-") { isNegative.toggle() }
      place += 1
    }
    let value = try power()
    return isNegative ? finish(start, .negated(value)) : value
  }

  private mutating func power() throws(ModelError) -> Expression {
    let start = token.range.lowerBound
    let base = try indexed()
    guard skip("^") else { return base }
    depth += 1
    defer { depth -= 1 }
    if depth > Self.depthLimit { throw source.error(at: token.range, "there are too many powers of powers") }
    let exponent = try signed()
    return finish(start, .power(base, exponent))
  }

  private mutating func indexed() throws(ModelError) -> Expression {
    let start = token.range.lowerBound
    var value = try primary()
    var count = 0
    while at("[") {
      count += 1
      if count > 2 { throw source.error(at: token.range, "there are too many indexes") }
      let index = try bracketed("]") { (parser) throws(ModelError) in try parser.item() }
      value = finish(start, .index(value, index))
    }
    return value
  }

  /// A formula, or a range of two.
  private mutating func item() throws(ModelError) -> Expression {
    let start = token.range.lowerBound
    let first = try expression()
    if skip(":") { return finish(start, .range(first, try expression())) }
    guard token.kind == .name("in"), case .call = first.form else { return first }
    return finish(start, .truncated(first, try truncation()))
  }

  private mutating func primary() throws(ModelError) -> Expression {
    let first = token
    let start = first.range.lowerBound
    switch first.kind {
    case .number(let number):
      place += 1
      return finish(start, .number(number))
    case .string(let text):
      place += 1
      return finish(start, .text(text))
    case .symbol("("): return try bracketed(")") { (parser) throws(ModelError) in try parser.expression() }
    case .symbol("["):
      let items = try items(closing: "]")
      return finish(start, .list(items))
    case .name(let text):
      place += 1
      if at("(") { return try call(Name(text: text, range: first.range)) }
      return finish(start, .name(text))
    default: throw expected("a formula")
    }
  }

  private mutating func call(_ name: Name) throws(ModelError) -> Expression {
    let start = name.range.lowerBound
    if name.text == "sum", case .name = following.kind, tokens[min(place + 2, tokens.count - 1)].kind == .name("in") {
      return try loop(name)
    }
    let arguments = try items(closing: ")")
    return finish(start, .call(name, arguments))
  }

  private mutating func items(closing: String) throws(ModelError) -> [Expression] {
    try bracketed(closing) { (parser) throws(ModelError) in
      if parser.at(closing) { return [] }
      var items = [try parser.item()]
      while parser.skip(",") { items.append(try parser.item()) }
      return items
    }
  }

  private mutating func loop(_ name: Name) throws(ModelError) -> Expression {
    let (variable, range) = try bracketed(")") { (parser) throws(ModelError) in
      let variable = try parser.expectName("a name")
      parser.place += 1
      return (variable, try parser.item())
    }
    guard case .range(let low, let high) = range.form else {
      throw source.error(at: range.range, "a sum needs its first and its last number: sum(\(variable.text) in 1:5)")
    }
    depth += 1
    defer { depth -= 1 }
    if depth > Self.depthLimit { throw source.error(at: token.range, "there are too many sums of sums") }
    let body = try product()
    return finish(name.range.lowerBound, .sum(variable, from: low, through: high, body))
  }
}

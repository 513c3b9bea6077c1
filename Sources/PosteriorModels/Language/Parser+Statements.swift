extension Parser {
  /// One statement, up to the end of its line.
  mutating func statement() throws(ModelError) -> Statement {
    let start = token.range.lowerBound
    let form = try form()
    guard token.kind == .newline || token.kind == .end else { throw expected("the end of the line") }
    return Statement(form: form, range: range(from: start))
  }

  private mutating func form() throws(ModelError) -> Statement.Form {
    if token.kind == .name("drop"), following.kind == .name("missing") {
      place += 2
      return .dropMissing
    }
    let target = try expression()
    if skip("~") { return try distributed(target) }
    if skip("=") { return try definition(of: target) }
    if skip(":") { return try declaration(of: target) }
    throw expected("~, = or :")
  }

  private mutating func distributed(_ target: Expression) throws(ModelError) -> Statement.Form {
    let density = try expression()
    guard case .call = density.form else {
      throw source.error(at: density.range, "the right side of ~ is a distribution, such as normal(0, 1)")
    }
    guard token.kind == .name("in") else { return .distributed(target, as: density, bounds: nil) }
    return .distributed(target, as: density, bounds: try truncation())
  }

  /// `in (low, high)`.
  mutating func truncation() throws(ModelError) -> Bounds {
    place += 1
    guard at("(") else { throw expected("(low, high)") }
    return try bounds()
  }

  private mutating func bounds() throws(ModelError) -> Bounds {
    try bracketed(")") { (parser) throws(ModelError) in
      let low = try parser.expression()
      try parser.expect(",")
      return Bounds(low: low, high: try parser.expression())
    }
  }

  private mutating func definition(of target: Expression) throws(ModelError) -> Statement.Form {
    switch target.form {
    case .name(let text): return .definition(Name(text: text, range: target.range), factor: nil, try expression())
    case .index(let vector, let factor):
      if let name = vector.name, let factorName = factor.name {
        let factor = Name(text: factorName, range: factor.range)
        return .definition(Name(text: name, range: vector.range), factor: factor, try expression())
      }
    default: break
    }
    throw source.error(at: target.range, "the left side of = is a name, or a name with a factor: theta[school] = …")
  }

  private mutating func declaration(of target: Expression) throws(ModelError) -> Statement.Form {
    guard case .name(let text) = target.form else {
      throw source.error(
        at: target.range, "the left side of : is a name; a size stands on the right: theta: real[school]")
    }
    let kind = try kind()
    var size: Expression?
    if at("[") { size = try bracketed("]") { (parser) throws(ModelError) in try parser.expression() } }
    return .declaration(Name(text: text, range: target.range), kind, size: size)
  }

  private mutating func kind() throws(ModelError) -> Kind {
    let name = try expectName("one of \(Kind.names.joined(separator: ", "))")
    switch name.text {
    case "real": return .real
    case "positive": return .positive
    case "unit": return .unit
    case "ordered": return .ordered
    case "positive_ordered": return .positiveOrdered
    case "simplex": return .simplex
    case "interval":
      guard at("(") else { throw expected("(low, high)") }
      let bounds = try bounds()
      return .interval(bounds.low, bounds.high)
    default:
      let suggestion = suggestion(for: name.text, among: Kind.names)
      throw source.error(
        at: name.range,
        "\(name.text) is no kind of parameter\(suggestion); one of "
          + "\(Kind.names.joined(separator: ", "))")
    }
  }
}

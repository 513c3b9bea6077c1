/// Makes statements of tokens.
struct Parser {
  /// How deep brackets may stand in each other, so that the smallest threads have stack enough.
  static let depthLimit = 50

  let source: ModelSource
  let tokens: [Token]
  var place = 0
  var depth = 0
  /// The open brackets around the place, for messages.
  var open: [Token] = []

  /// The statements of a text.
  static func statements(of source: ModelSource) throws(ModelError) -> [Statement] {
    var parser = Parser(source: source, tokens: try Lexer.tokens(of: source))
    var statements: [Statement] = []
    while true {
      while parser.token.kind == .newline { parser.place += 1 }
      if parser.token.kind == .end { return statements }
      statements.append(try parser.statement())
    }
  }

  /// The token at the place. The last one is the end, which nothing passes.
  var token: Token { tokens[min(place, tokens.count - 1)] }
  var following: Token { tokens[min(place + 1, tokens.count - 1)] }

  func at(_ symbol: String) -> Bool { token.kind == .symbol(symbol) }

  /// Passes a sign if it is there.
  mutating func skip(_ symbol: String) -> Bool {
    guard at(symbol) else { return false }
    place += 1
    return true
  }

  /// The error that something else was expected at the place.
  func expected(_ what: String) -> ModelError {
    // At the end of a text an open bracket is what is wrong.
    if token.kind == .end || token.kind == .newline, let bracket = open.last {
      return source.error(at: bracket.range, "\(bracket.text) is not closed")
    }
    let around = open.last.map { " to close \($0.text) of line \(source.line(of: $0.range.lowerBound))" } ?? ""
    let previous = place > 0 ? tokens[min(place, tokens.count) - 1] : nil
    let after = previous.map { $0.kind == .newline ? "" : " after \($0.text)" } ?? ""
    return source.error(
      at: token.range, "expected \(what)\(after)\(what.hasSuffix(")") ? around : ""), not \(token.text)")
  }

  mutating func expect(_ symbol: String, _ what: String? = nil) throws(ModelError) {
    if !skip(symbol) { throw expected(what ?? symbol) }
  }

  mutating func expectName(_ what: String) throws(ModelError) -> Name {
    let token = token
    guard case .name(let text) = token.kind else { throw expected(what) }
    place += 1
    return Name(text: text, range: token.range)
  }

  /// Reads what stands between brackets.
  mutating func bracketed<Value>(
    _ closing: String, _ read: (inout Parser) throws(ModelError) -> Value
  ) throws(ModelError) -> Value {
    open.append(token)
    place += 1
    let value = try read(&self)
    try expect(closing, closing == ")" ? ", or )" : closing)
    open.removeLast()
    return value
  }

  /// The range from a first place to the token before the present one.
  func range(from start: Int) -> Range<Int> {
    let end = place > 0 ? tokens[min(place, tokens.count) - 1].range.upperBound : start
    return start..<max(start, end)
  }
}

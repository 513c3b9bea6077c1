/// Cuts a model's text into tokens.
struct Lexer {
  /// The largest text: 1 MiB.
  static let sizeLimit = 1 << 20
  private static let nameLimit = 200
  private static let goesOn: Set<String> = [
    "~", "=", ":", ",", "+", "-", "*", "/", "^", "==", "!=", "<", "<=", ">", ">=",
  ]

  private let source: ModelSource
  private var place = 0
  private var depth = 0
  private var tokens: [Token] = []

  private init(_ source: ModelSource) { self.source = source }

  /// The tokens of a text, the last of them its end.
  static func tokens(of source: ModelSource) throws(ModelError) -> [Token] {
    if source.scalars.count > sizeLimit {
      throw source.error(at: sizeLimit, "the text is longer than 1 MiB; a model is shorter")
    }
    var lexer = Lexer(source)
    while lexer.place < source.scalars.count { try lexer.next() }
    lexer.tokens.append(Token(kind: .newline, range: lexer.place..<lexer.place))
    lexer.tokens.append(Token(kind: .end, range: lexer.place..<lexer.place))
    return lexer.tokens
  }

  private func scalar(_ ahead: Int = 0) -> Unicode.Scalar? {
    place + ahead < source.scalars.count ? source.scalars[place + ahead] : nil
  }

  private mutating func next() throws(ModelError) {
    guard let scalar = scalar() else { return }
    let start = place
    switch scalar {
    case "\n", "\r", "\u{2028}", "\u{2029}":
      place += 1
      if endsStatement { tokens.append(Token(kind: .newline, range: start..<place)) }
    case "#": while let next = self.scalar(), next != "\n", next != "\r" { place += 1 }
    case "\"": try quoted(by: "\"") { .string($0) }
    case "`": try quoted(by: "`") { .name($0) }
    case "0"..."9": try number()
    case ".": try number()
    case _ where scalar == "_" || scalar.properties.isAlphabetic: try name()
    case _ where scalar.properties.isWhitespace || scalar == "\u{FEFF}": place += 1
    default: try symbol(scalar)
    }
  }

  /// Lines go on inside brackets and after a sign that wants a right side.
  private var endsStatement: Bool {
    guard depth == 0, let last = tokens.last else { return false }
    if case .symbol(let symbol) = last.kind { return !Self.goesOn.contains(symbol) }
    return last.kind != .newline
  }

  private mutating func name() throws(ModelError) {
    let start = place
    while let next = scalar(), next == "_" || next == "." || isLetterOrDigit(next) { place += 1 }
    try append(start) { .name($0) }
  }

  private func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      || scalar.properties.generalCategory == .nonspacingMark
  }

  private mutating func append(_ start: Int, _ kind: (String) -> Token.Kind) throws(ModelError) {
    if place - start > Self.nameLimit {
      throw source.error(at: start, "a name has at most \(Self.nameLimit) characters; this one has \(place - start)")
    }
    var text = ""
    text.unicodeScalars.append(contentsOf: source.scalars[start..<place])
    tokens.append(Token(kind: kind(text), range: start..<place))
  }

  private mutating func quoted(by mark: Unicode.Scalar, _ kind: (String) -> Token.Kind) throws(ModelError) {
    let start = place
    place += 1
    while let next = scalar(), next != mark, next != "\n", next != "\r" { place += 1 }
    guard scalar() == mark else { throw source.error(at: start, "\(mark) is not closed on its line") }
    if place == start + 1 { throw source.error(at: start, "there is nothing between the quotation marks") }
    var text = ""
    text.unicodeScalars.append(contentsOf: source.scalars[start + 1..<place])
    place += 1
    tokens.append(Token(kind: kind(text), range: start..<place))
  }

  private mutating func digits() { while let next = scalar(), ("0"..."9").contains(next) { place += 1 } }

  private mutating func number() throws(ModelError) {
    let start = place
    digits()
    if scalar() == "." {
      place += 1
      digits()
    }
    if place == start + 1, source.scalars[start] == "." { throw source.error(at: start, ". stands alone") }
    if let e = scalar(), e == "e" || e == "E" {
      let sign = scalar(1) == "+" || scalar(1) == "-" ? 2 : 1
      if let digit = scalar(sign), ("0"..."9").contains(digit) {
        place += sign
        digits()
      }
    }
    var text = ""
    text.unicodeScalars.append(contentsOf: source.scalars[start..<place])
    // Swift's own reader wants a digit on both sides of the point.
    if text.hasPrefix(".") { text = "0" + text }
    text = text.replacing(".e", with: ".0e").replacing(".E", with: ".0E")
    if text.hasSuffix(".") { text += "0" }
    guard let value = Double(text), value.isFinite else {
      throw source.error(at: start, "\(text) is no number of double precision")
    }
    tokens.append(Token(kind: .number(value), range: start..<place))
  }

  private mutating func symbol(_ scalar: Unicode.Scalar) throws(ModelError) {
    let start = place
    place += 1
    var text = scalar == "\u{2212}" ? "-" : String(Character(scalar))
    if "=!<>".unicodeScalars.contains(scalar), self.scalar() == "=" {
      text += "="
      place += 1
    }
    switch text {
    case "(", "[": depth += 1
    case ")", "]": depth = max(0, depth - 1)
    case let sign where Self.goesOn.contains(sign): break
    case "{", "}", ";":
      throw source.error(at: start, "\(text) is not of the language; statements stand one a line, without braces")
    default: throw source.error(at: start, "\(text) is not of the language")
    }
    tokens.append(Token(kind: .symbol(text), range: start..<place))
  }
}

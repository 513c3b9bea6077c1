/// The closures of several lines in a Swift file, as the formatter lays them out: the lines of a block are indented
/// further than the line that opens it.
struct ClosureNests {
  /// The lines that open a closure, from 1, and how many closures it stands in, itself among them.
  private(set) var openings: [(line: Int, depth: Int)] = []

  /// - Parameter lines: The file's lines, without comments.
  init(_ lines: [Substring]) {
    var blocks: [(indent: Int, isClosure: Bool)] = []
    // The last line at each indent.
    var latest: [Int: Substring] = [:]
    var isText = false
    for (number, line) in lines.enumerated() {
      // Lines of a text say nothing, nor does the one that ends it.
      let isEdge = line.contains("\"\"\"")
      if isEdge { isText.toggle() }
      if isText != isEdge { continue }
      var text = line.drop { $0 == " " }
      let indent = line.count - text.count
      while text.last == " " { text.removeLast() }
      if text.isEmpty { continue }
      while let block = blocks.last, block.indent >= indent { blocks.removeLast() }
      if let isClosure = Self.opensClosure(text, after: latest[indent] ?? "") {
        blocks.append((indent, isClosure))
        if isClosure { openings.append((number + 1, blocks.count { $0.isClosure })) }
      }
      latest[indent] = text
    }
  }

  /// What begins a declaration or a statement that has a body.
  private static let bodies: Set<Substring> = [
    "func", "init", "deinit", "subscript", "struct", "class", "enum", "actor", "protocol", "extension", "if", "for",
    "while", "guard", "switch", "do", "repeat", "defer", "else", "catch", "where", "get", "set", "didSet", "willSet",
  ]

  /// Whether what a line opens is a closure, and not the body of a declaration or a statement; nil if it opens nothing.
  ///
  /// - Parameter start: The line before it at the same indent, where the statement begins if this line begins with a
  ///   closing bracket.
  private static func opensClosure(_ line: Substring, after start: Substring) -> Bool? {
    guard let brace = line.lastIndex(of: "{"), line.hasSuffix("{") || line.hasSuffix(" in") else { return nil }
    if line.hasSuffix(" in") { return line[brace...].contains("}") ? nil : true }
    // Every other part between quotes is a string.
    let parts = line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
    let text = parts.filter { $0.offset.isMultiple(of: 2) }.map(\.element).joined()
    if text.count(where: { $0 == "(" }) > text.count(where: { $0 == ")" }) { return true }
    let isEnd = text.first.map { ")]>".contains($0) } ?? false
    let statement = (isEnd ? start + text : text[...]).dropLast()
    if statement.isEmpty || statement.hasPrefix("->") { return false }
    // A point before a word, or a colon behind it, makes it another's.
    let words = statement.split { !$0.isLetter && !$0.isNumber && !"_.:".contains($0) }
    let isProperty = words.contains("var") && !statement.contains("=")
    return !isProperty && bodies.isDisjoint(with: words)
  }
}

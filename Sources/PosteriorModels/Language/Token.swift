/// A word, number or sign of a model's text.
struct Token: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case name(String)
    case number(Double)
    /// A level of a factor, in quotation marks.
    case string(String)
    case symbol(String)
    /// The end of a statement: lines that go on have none.
    case newline
    case end
  }

  let kind: Kind
  let range: Range<Int>

  /// How messages call it.
  var text: String {
    switch kind {
    case .name(let name): name
    case .number(let number): written(number)
    case .string(let string): "\"\(string)\""
    case .symbol(let symbol): symbol
    case .newline: "the end of the line"
    case .end: "the end of the text"
    }
  }
}

/// A column of CSV on its way into a packed set.
struct PackedColumn {
  let name: String
  /// The place among the columns of the file.
  let place: Int
  /// Whether all its cells are texts, numbers among them.
  var isText = false
  /// What its numbers show of the sign before fractions.
  var signs: DecimalSigns = []
  /// The different texts, in the order in which they came, and their places.
  private(set) var levels: [String] = []
  private var places: [String: Int] = [:]
  private var textSize = 0
  /// The first text that is no number, and where it stands.
  private(set) var firstText: (text: String, place: String)?

  /// The most different texts, and the most bytes of them, that are kept.
  static let mostLevels = 1 << 20
  private static let mostTextSize = 1 << 26

  init(_ name: String, _ place: Int) { (self.name, self.place) = (name, place) }

  /// The number that stands for a text: the place of its level, or NaN for a missing cell.
  mutating func number(of text: String, line: Int, source: String) throws(DataError) -> Double {
    if let place = places[text] { return Double(place) }
    if isMissing(text) { return .nan }
    if firstText == nil { firstText = (text, "\(source), line \(line)") }
    textSize += text.utf8.count
    guard levels.count < Self.mostLevels, textSize <= Self.mostTextSize else {
      let (first, place) = firstText ?? (text, source)
      throw DataError(
        source, line: line, column: name,
        "there are more different texts than can be kept, the first of them \(quoted(first)) (\(shown(place))); "
          + "correct that cell if the column is one of numbers, or leave the column out with --columns")
    }
    let place = levels.count
    places[text] = place
    levels.append(text)
    return Double(place)
  }

  /// Begins anew, with numbers as texts where they are mixed with texts or could be read in two ways.
  ///
  /// - Parameter commas: Whether the files have decimal commas.
  func again(commas: Bool) -> PackedColumn {
    var column = PackedColumn(name, place)
    (column.isText, column.signs) = (isText || signs.areUnclear(commas: commas), signs)
    column.firstText = firstText
    return column
  }

  /// Refuses a text of a column of numbers that can be read in two ways.
  func check(_ text: String, line: Int, source: String, commas: Bool) throws(DataError) {
    guard isText, !signs.contains(.texts), !isMissing(text) else { return }
    let hasThousands = signs.hasThousands(commas: commas)
    guard decimalNumber(text) == nil || (hasThousands && text.contains(".")) else { return }
    throw DataError(source, line: line, column: name, problem(withNumber: text, hasThousands: hasThousands))
  }
}

/// A column of a table: a number or a text for each row.
///
/// A text is a NaN whose payload is its place among the column's different texts, so that a cell takes eight bytes.
struct TableColumn: Sendable {
  /// The numbers, and NaNs in place of texts.
  private(set) var values: [Double] = []
  private var texts: [String] = []
  private var places: [String: Int] = [:]
  /// Whether the points of texts such as 1.234 may well separate thousands.
  var hasThousands = false

  init() {}

  /// A column of numbers.
  init(_ numbers: [Double]) { values = numbers }

  /// A column of numbers, or of the places of a factor's levels, with NaN where a cell is missing.
  ///
  /// Nil where a number is no level's place.
  init?(_ numbers: [Double], levels: [String]?) {
    values = numbers
    texts = levels ?? []
    let isSound = levels == nil || numbers.allSatisfy { $0.isNaN || ($0 >= 0 && $0 < Double(texts.count)) }
    guard isSound else { return nil }
    if numbers.contains(where: \.isNaN) { texts.append("NA") }
    guard !texts.isEmpty else { return }
    for row in values.indices where levels != nil || values[row].isNaN {
      let place = values[row].isNaN ? texts.count - 1 : Int(values[row])
      values[row] = Double(nan: Double.RawSignificand(place), signaling: false)
    }
    places = Dictionary(texts.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Adds a number.
  mutating func append(_ number: Double) { values.append(number) }

  /// Adds a text.
  mutating func append(_ text: String) {
    let place = places[text] ?? texts.count
    if place == texts.count {
      texts.append(text)
      places[text] = place
    }
    values.append(Double(nan: Double.RawSignificand(place), signaling: false))
  }

  /// Whether every row has a number.
  var isNumeric: Bool { texts.isEmpty }

  /// Whether some texts are numbers, with points or with commas.
  var hasNumbersAsTexts: Bool {
    texts.contains { decimalNumber($0) != nil || decimalNumber($0, point: CSVReader.comma) != nil }
  }

  /// The text of a row; nil where there is a number.
  func text(_ row: Int) -> String? {
    guard !texts.isEmpty, values[row].isNaN else { return nil }
    return texts[Int(values[row].significandBitPattern & (1 << 50 - 1))]
  }
}

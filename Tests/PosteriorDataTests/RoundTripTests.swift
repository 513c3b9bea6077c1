import PosteriorNumerics
import PosteriorData
import Testing

/// Random tables written as CSV in random manners and read back.
@Suite struct RoundTripTests {
  @Test(arguments: 0..<300 as Range<UInt64>) func randomTablesComeBack(_ seed: UInt64) throws {
    var written = RandomCSV(seed: seed)
    let table = try withFile(written.text().utf8) { try Table(contentsOfCSV: $0) }
    #expect(table.columnNames == written.names)
    #expect(table.rowCount == written.rows.count)
    let numbers = try table.matrix(of: written.names)
    #expect(numbers.elements == written.rows.flatMap { $0 })

    let data = try RegressionData(table, target: written.names[0], standardize: false)
    #expect(data.responses == numbers.column(0))
    #expect(data.design.columnCount == written.names.count)
  }

  /// A cell of text among the numbers is found on the line where an editor shows it.
  @Test(arguments: 0..<300 as Range<UInt64>) func aBadCellIsFound(_ seed: UInt64) throws {
    var written = RandomCSV(seed: seed)
    let column = Int(written.random.next() % UInt64(written.names.count))
    let row = Int(written.random.next() % UInt64(written.rows.count))
    written.rows[row][column] = .nan
    let text = written.text()
    let before = try #require(text.text(before: "nan"))
    let error = #expect(throws: DataError.self) {
      try Table(csv: text, source: "t.csv").column(written.names[column])
    }
    #expect(error?.line == 1 + before.count(where: \.isNewline))
    #expect(error?.column == written.names[column])
  }

  /// A row with a cell too many or too few is found too.
  @Test(arguments: 0..<100 as Range<UInt64>) func aRaggedRowIsFound(_ seed: UInt64) throws {
    var written = RandomCSV(seed: seed)
    // A cell too many in the first row may be a row's name.
    let row = 1 + Int(written.random.next() % UInt64(written.rows.count - 1))
    let marker = 123456.5
    if seed.isMultiple(of: 2) {
      written.rows[row].append(marker)
    } else {
      written.rows[row].removeLast()
      written.rows[row][0] = marker
    }
    let text = written.text()
    let before = try #require(text.text(before: "123456.5"))
    let error = #expect(throws: DataError.self) { try Table(csv: text, source: "t.csv") }
    // Names are the only cells with newlines here, so the row is on one line.
    #expect(error?.line == 1 + before.count(where: \.isNewline))
  }

  /// Whatever the text, there is a table of rows as wide as its names, or an error on one of the lines.
  @Test(arguments: 0..<2000 as Range<UInt64>) func anyTextIsATableOrAnError(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let pieces = [
      "a", "b", "1", "-2.5", ",", ",", ";", "\t", "\"", "\"\"", "\n", "\n", "\r\n", "\r", " ", "\u{301}", "\0",
    ]
    let text = (0..<Int.random(in: 0...24, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
      .joined()
    do throws(DataError) {
      let table = try Table(csv: text, source: "t.csv")
      #expect(table.rowCount > 0 && Set(table.columnNames).count == table.columnNames.count)
      for name in table.columnNames { #expect(try table.column(name).count == table.rowCount) }
    } catch {
      #expect(
        (1...(1 + text.count(where: \.isNewline))).contains(error.line ?? 1), "\(error) in \(text.debugDescription)")
      #expect(!error.description.contains("\n"))
    }
  }
}

/// A table of random numbers under random names, and a random manner of writing it.
private struct RandomCSV {
  var random: SplitMix64
  var names: [String] = []
  var rows: [[Double]] = []

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    let pieces = ["x", "βeta", " ", ",", ";", "\t", "\"", "\n", "\r\n", "é", "0", "-"]
    for j in 0..<Int.random(in: 2...6, using: &random) {
      let inside = (0..<Int.random(in: 0...4, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
      names.append("c\(j)" + inside.joined() + "c")
    }
    for _ in 0..<Int.random(in: 2...20, using: &random) {
      rows.append(
        names.map { _ in
          let magnitude = Double.random(in: -1...1, using: &random)
          return magnitude * [0, 1, 1e3, 1e300, 1e-300, 0x1p-1074][Int.random(in: 0...5, using: &random)]
        })
    }
  }

  mutating func text() -> String {
    let delimiter = [",", ";", "\t"].randomElement(using: &random) ?? ","
    let newline = ["\n", "\r\n"].randomElement(using: &random) ?? "\n"
    let mark = Bool.random(using: &random) ? "\u{FEFF}" : ""
    var lines = [names.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: delimiter)]
    for row in rows {
      lines.append(row.map { cell($0) }.joined(separator: delimiter))
    }
    let end = String(repeating: newline, count: Int.random(in: 0...2, using: &random))
    return mark + lines.joined(separator: newline) + end
  }

  private mutating func cell(_ number: Double) -> String {
    switch Int.random(in: 0...3, using: &random) {
    case 0: "\"\(number)\""
    case 1: " \(number) "
    default: "\(number)"
    }
  }
}

extension String {
  /// The text before the first occurrence of `part`.
  fileprivate func text(before part: String) -> Substring? {
    firstRange(of: part).map { self[..<$0.lowerBound] }
  }
}

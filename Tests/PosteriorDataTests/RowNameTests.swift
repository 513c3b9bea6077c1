import Foundation
import Testing

@testable import PosteriorData

/// Names of rows, as R and pandas write them before the first column, and comments between rows.
@Suite struct RowNameTests {
  private static func columns(_ text: String) throws -> [String: [Double]] {
    let table = try Table(csv: text, source: "t.csv")
    return Dictionary(uniqueKeysWithValues: try table.columnNames.map { ($0, try table.column($0)) })
  }

  /// R's write.table leaves out the name of its row names.
  @Test(arguments: [
    "\"x\",\"y\"\n\"1\",1,2\n\"2\",3,4\n", "x,y\n\"b\",1,2\n\"a\",3,4\n", "x\ty\n1\t1\t2\n2\t3\t4\n",
    "\"x\"\t\"y\"\n\"Mazda RX4\"\t1\t2\n\"Datsun, 710\"\t3\t4\n", "x;y\n1;1;2\n2;3;4\n",
    "x;y\n\"7\";1,0;2\n\"5\";3;4,0\n",
    "\"x\" \"y\"\n\"7.1\" 1 2\n\"7\" 3 4\n", "x y\n1 1 2\n2 3 4\n", "x y\na 1 2\nb 3 4\n",
    "# a comment\n\"x\" \"y\"\n# another one of them\n\"1\" 1 2\n\"2\" 3 4\n",
    // A first column without a name.
    ",x,y\n7,1,2\n3,3,4\n", ",x,y\n2024-01-01,1,2\n2024-01-02,3,4\n", "\"\",x,y\n\"1.1\",1,2\n\"1\",3,4\n",
    ",x,y\n5,1,2\n\"a\",3,4\n",
  ])
  func namesOfRowsAreNoColumn(_ text: String) throws {
    for text in [text, text.replacing("\n", with: "\r\n"), String(text.dropLast())] {
      #expect(try Self.columns(text) == ["x": [1, 3], "y": [2, 4]], "\(text)")
    }
  }

  /// A data frame of one column has a line of names without a delimiter.
  @Test(arguments: [
    "\"x\"\n\"1\",1\n\"2\",3\n", "\"x\"\n\"1\"\t1\n\"2\"\t3\n", "\"x\"\n\"a\" 1\n\"b\" 3\n",
    "x\n\"a\";1,0\n\"b\";3,0\n",
  ])
  func oneColumnMayHaveNamesOfRows(_ text: String) throws { #expect(try Self.columns(text) == ["x": [1, 3]]) }

  private static let remedy = "; name the column, or remove it"
  private static let unnamed = ": column 1 has no name, and holds "
  private static let noNumber = ", which is no number of a row" + remedy
  private static let twice = " for the second time, so that it names no rows" + remedy

  @Test(arguments: [
    (",x\n0.5,1\n0.7,2\n", "2" + unnamed + "\"0.5\"" + noNumber),
    (",x\n1,1\n2.5,2\n", "3" + unnamed + "\"2.5\"" + noNumber),
    (",x\n0,1\n1,2\n1,3\n", "4" + unnamed + "\"1\"" + twice),
    (",x\nb,1\na,2\nb,3\n", "4" + unnamed + "\"b\"" + twice),
    (",x\n4,1\n5,2\n6,2\n5,3\n", "5" + unnamed + "\"5\"" + twice),
    (",x\n,1\n,2\n", "2" + unnamed + "an empty cell" + noNumber),
    ("x\ty\n1\t1\t2\n9\t3\t4\n", "3" + unnamed + "\"9\"" + noNumber),
    // Numbers that a decimal comma cuts in two, a comma at the end, and other rows that have one cell too many.
    ("x,y\n1,5,2\n2,5,4\n", "2: the row has 3 cells where the first line names 2 columns"),
    ("x\n1,5\n2,5\n", "2: the row has 2 cells where the first line names 1 column"),
    ("x,y\n\"1\",2,\n\"3\",4,\n", "2: the row has 3 cells where the first line names 2 columns"),
    ("name,x\nDoe,J,1\nRoe,R,2\n", "2: the row has 3 cells where the first line names 2 columns"),
    ("x\ty\n5\t1\t2\n6\t3\t4\n", "2: the row has 3 cells where the first line names 2 columns"),
    ("x\ty\n1\t2\n\"a\"\t3\t4\n", "3: the row has 3 cells where the first line names 2 columns"),
    ("x\ty\n\"a\"\t1\t2\n3\t4\n", "3: the row has 2 cells where those above have 3"),
  ])
  func whatNamesNoRowsIsRefused(_ text: String, _ problem: String) {
    #expect(message { _ = try Table(csv: text, source: "t.csv") } == "t.csv, line " + problem)
  }

  @Test func namesOfDrawsAreNumbers() throws {
    for text in [
      ",a\n1001,1\n1003,2\n", "\"\",a\n\"2\",1\n\"1\",2\n", "\"a\"\n\"1\",1\n\"2\",2\n", "a\n# c\n1\n#\n2\n# c\n",
    ] {
      #expect(try StanCSV(text: text, source: "x.csv").draws.values == [1, 2], "\(text)")
    }
    #expect(
      message { _ = try StanCSV(text: ",a\nmu,1\ntau,2\n", source: "x.csv") }
        == "x.csv, line 2" + Self.unnamed + "\"mu\"" + Self.noNumber)
  }

  @Test(arguments: [
    "x,y\n# one, two\n1,2\n#\n# 9,9\n3,4\n# end\n",
    "#x\n#\nx,y\n#3\n1,2\n\n# a block\n3,4".replacing("\n\n", with: "\n"),
    "x y\n# five words are no row\n1 2\n#9 9\n3 4\n", "x\ty\r\n#\"\r\n1\t2\r\n3\t4\r\n\r\n# end\r\n\r\n",
    ",x,y\n# c\n4,1,2\n#5,9,9\n6,3,4\n",
  ])
  func commentsMayStandBetweenRows(_ text: String) throws {
    #expect(try Self.columns(text) == ["x": [1, 3], "y": [2, 4]])
  }

  /// A row whose first cell is a text may begin with the sign of a comment: it is not lost without a word.
  @Test(arguments: [
    ("id,x\na,1\n#b,2\nc,3\n", 3), ("id,x\n#a,1\n#b,2\n", 2), (",x\na,1\n#b,2\n", 3), ("x,y\n\"a\",1,2\n#b,3,4\n", 3),
  ])
  func aCommentThatMayBeARowIsRefused(_ text: String, _ line: Int) throws {
    #expect(
      message { _ = try Table(csv: text, source: "t.csv") }
        == "t.csv, line \(line): the line begins with # and has the cells of a row; put its first cell in quotation marks "
        + "if it is one, remove it if it is a comment")
    let quoted = text.replacing("#a", with: "\"#a\"").replacing("#b", with: "\"#b\"")
    #expect(try Table(csv: quoted, source: "t.csv").rowCount == text.split(separator: "\n").count - 1)
  }

  @Test func errorsBehindCommentsNameTheirLine() {
    #expect(
      message { _ = try Table(csv: "x\n1\n# c\n# c\nz\n", source: "t.csv").column("x") }?.hasPrefix("t.csv, line 5")
        == true)
    #expect(
      message { _ = try Table(csv: "x\n1\n\n# c\n2\n", source: "t.csv") }
        == "t.csv, line 3: the line is blank; remove it")
  }

  /// Many rows, whose names are looked at a part at a time.
  @Test func namesOfManyRowsAreRead() throws {
    let rows = (0..<60_000).map { "\"r\($0 ^ 5)\",\($0),1\n" + ($0 % 9000 == 0 ? "# a comment\n" : "") }
    try withFile(("x,y\n" + rows.joined()).utf8) { path in
      let column = try Table(contentsOfCSV: path).column("x")
      #expect(column == (0..<60_000).map { Double($0) })
    }
    try withFile(("x,y\n" + rows.joined() + "\"r7\",1,1\n").utf8) { path in
      #expect(message { _ = try Table(contentsOfCSV: path) }?.contains("holds \"r7\" for the second time") == true)
    }
  }
}

import Foundation
import PosteriorData
import PosteriorModels
import Testing

/// Every error of a table, with its exact text.
@Suite struct DataErrorTests {
  @Test(arguments: [
    ("", "t.csv: the file is empty; its first line must name the columns"),
    ("\n \n", "t.csv: the file is empty; its first line must name the columns"),
    ("\u{FEFF}", "t.csv: the file is empty; its first line must name the columns"),
    ("x,y\n", "t.csv: there are no rows below the line of column names"),
    ("x,y\n1\n", "t.csv, line 2: the row has 1 cell where the first line names 2 columns"),
    ("x,y\n1,2\n3,4,5\n", "t.csv, line 3: the row has 3 cells where the first line names 2 columns"),
    ("x,y\n1,2,\n", "t.csv, line 2: the row has 3 cells where the first line names 2 columns"),
    ("x\n1,5\n", "t.csv, line 2: the row has 2 cells where the first line names 1 column"),
    ("\"x\ny\",z\n\"1\n\n2\",3\n4\n", "t.csv, line 6: the row has 1 cell where the first line names 2 columns"),
    ("x,y\n\n1,2\n", "t.csv, line 2: the line is blank; remove it"),
    ("\nx,y\n1,2\n", "t.csv, line 1: the line is blank; remove it"),
    ("x\n1\n\n2\n", "t.csv, line 3: the line is blank; remove it"),
    ("x,y,x\n1,2,3\n", "t.csv, line 1: columns 1 and 3 are both named \"x\"; give every column a name of its own"),
    ("x, x \n1,2\n", "t.csv, line 1: columns 1 and 2 are both named \"x\"; give every column a name of its own"),
    ("x,,y\n1,2,3\n", "t.csv, line 1: column 2 has no name; name every column"),
    ("x,y,\n1,2,3\n", "t.csv, line 1: column 3 has no name; name every column"),
    ("1,2\n3,4\n", "t.csv, line 1: the first line holds numbers; it must name the columns"),
    ("x,y\n1,2\n3,\"4\n5,6\n", "t.csv, line 3: a cell opens with a quotation mark that is never closed"),
    (
      "x,y\n1,\"2\"\u{301}\n",
      "t.csv, line 2: a quotation mark is out of place; "
        + "put the whole cell in quotation marks and double those inside it"
    ),
    (
      "x,y\n1,\"2\"3\n",
      "t.csv, line 2: a quotation mark is out of place; "
        + "put the whole cell in quotation marks and double those inside it"
    ),
    (
      "x,5\" pipe\n1,2\n",
      "t.csv, line 1: a quotation mark is out of place; "
        + "put the whole cell in quotation marks and double those inside it"
    ),
  ])
  func refusesToReadTheTable(_ text: String, _ expected: String) {
    #expect(message { _ = try Table(csv: text, source: "t.csv") } == expected)
  }

  @Test(arguments: [
    ("abc", "\"abc\" is not a number; write a decimal such as -2.5 or 1e-3"),
    ("0x1p3", "\"0x1p3\" is not a number; write a decimal such as -2.5 or 1e-3"),
    ("1 000", "\"1 000\" is not a number; write a decimal such as -2.5 or 1e-3"),
    ("1e", "\"1e\" is not a number; write a decimal such as -2.5 or 1e-3"),
    ("-", "\"-\" is not a number; write a decimal such as -2.5 or 1e-3"),
    ("\u{2212}1", "\"\u{2212}1\" is not a number; write a decimal such as -2.5 or 1e-3"),
    ("\"a\nb\"", "\"a\\nb\" is not a number; write a decimal such as -2.5 or 1e-3"),
    (
      "This is a remark of more than forty letters, well",
      "\"This is a remark of more than forty lett…\" is not a number; write a decimal such as -2.5 or 1e-3"
    ),
    ("", "the cell is empty; fill it in or leave the row out"),
    ("  ", "the cell is empty; fill it in or leave the row out"),
    ("\"\"", "the cell is empty; fill it in or leave the row out"),
    ("NaN", "\"NaN\" stands for a missing value; fill it in or leave the row out"),
    ("NA", "\"NA\" stands for a missing value; fill it in or leave the row out"),
    ("?", "\"?\" stands for a missing value; fill it in or leave the row out"),
    ("-inf", "\"-inf\" is not finite; write a decimal such as -2.5 or 1e-3"),
    ("Infinity", "\"Infinity\" is not finite; write a decimal such as -2.5 or 1e-3"),
    ("1e999", "\"1e999\" is beyond the largest number, 1.8e308"),
    (
      "1,100",
      "\"1,100\" has a comma; write 1100 if it separates thousands, 1.100 if it is a decimal comma "
        + "(or give --decimal-comma, if all are)"
    ),
    ("-12,345,678.5", "\"-12,345,678.5\" separates thousands by commas; write -12345678.5"),
    ("1.234,5", "\"1.234,5\" has a decimal comma and separates thousands by points; write 1234.5"),
    ("1,2,3", "\"1,2,3\" is not a number; write a decimal such as -2.5 or 1e-3"),
  ])
  func refusesTheCell(_ cell: String, _ problem: String) throws {
    let table = try Table(csv: "id;bmi;y\n7;1;2\n8;\(cell);4\n", source: "t.csv")
    #expect(try table.column("y") == [2, 4])
    let expected = "t.csv, line 3, column \"bmi\": \(problem)"
    #expect(message { _ = try table.column("bmi") } == expected)
    #expect(message { _ = try table.matrix(of: ["id", "bmi"]) } == expected)
  }

  @Test func countsTheNewlinesWithinCells() throws {
    let table = try Table(csv: "note,x\r\n\"one\r\ntwo\",1\r\n\"three\r\n\r\nfour\",five\r\n", source: "t.csv")
    let error = #expect(throws: DataError.self) { try table.column("x") }
    #expect(error?.line == 6 && error?.column == "x" && error?.source == "t.csv")
    #expect(error?.problem == "\"five\" is not a number; write a decimal such as -2.5 or 1e-3")
  }

  @Test(arguments: [
    (
      "bmj",
      "t.csv: there is no column \"bmj\"; did you mean \"bmi\"? the columns are \"age\", \"bmi\", \"Total\", \"bp\""
    ),
    (
      "TOTAL",
      "t.csv: there is no column \"TOTAL\"; did you mean \"Total\"? the columns are \"age\", \"bmi\", \"Total\", \"bp\""
    ),
    (
      "bpi",
      "t.csv: there is no column \"bpi\"; did you mean \"bmi\" or \"bp\"? "
        + "the columns are \"age\", \"bmi\", \"Total\", \"bp\""
    ),
    ("glucose", "t.csv: there is no column \"glucose\"; the columns are \"age\", \"bmi\", \"Total\", \"bp\""),
  ])
  func suggestsNames(_ name: String, _ expected: String) throws {
    let table = try Table(csv: "age,bmi,Total,bp\n1,2,3,4\n", source: "t.csv")
    #expect(message { _ = try table.column(name) } == expected)
  }

  @Test(
    arguments: [
      (Array("BZh9".utf8), "bzip2"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "xz -dc"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd -dc"),
      (Array("PK\u{3}\u{4}".utf8), "this is a zip archive or a workbook of a spreadsheet; save it as a CSV file"),
    ] as [([UInt8], String)])
  func refusesCompressedFiles(_ bytes: [UInt8], _ words: String) throws {
    try withFile(bytes) { path in
      #expect(message { _ = try Table(contentsOfCSV: path) }?.contains(words) == true)
      #expect(message { _ = try StanCSV(contentsOf: [path]) }?.contains(words) == true)
      #expect(message { _ = try IDX(contentsOf: path) }?.contains("posterior") == false)
    }
    let quoted = FileManager.default.temporaryDirectory.appending(path: "it's \(UUID().uuidString).csv.bz2")
    try Data("BZh".utf8).write(to: quoted)
    defer { try? FileManager.default.removeItem(at: quoted) }
    let path = quoted.path
    #expect(
      message { _ = try Table(contentsOfCSV: path) }
        == "\(path): the file is compressed by bzip2; unpack it, as in bunzip2 -c '\(path.replacing("'", with: "'\\''"))' "
        + "| posterior … -")
  }

  /// A terminal would obey what is in a name or a path.
  @Test func namesAndPathsAreOnlyShown() throws {
    let table = try Table(csv: "\"a\u{1B}[31m\u{9B}0m\u{202E}\",b\n1,2\n", source: "t\u{1B}]0;x\u{7}\u{85}.csv")
    #expect(
      message { _ = try table.column("c\u{2028}\u{7F}") }
        == "\"t\\u{1B}]0;x\\u{07}\\u{85}.csv\": there is no column \"c\\u{2028}\\u{7F}\"; "
        + "the columns are \"a\\u{1B}[31m\\u{9B}0m\\u{202E}\", \"b\"")
  }

  @Test func listsAtMostThirtyNames() throws {
    let names = (1...32).map { "x\($0)" }
    let table = try Table(
      csv: names.joined(separator: ",") + "\n" + names.map { _ in "0" }.joined(separator: ","), source: "t.csv")
    let listed = names.prefix(30).map { "\"\($0)\"" }.joined(separator: ", ")
    #expect(
      message { _ = try table.column("weight") }
        == "t.csv: there is no column \"weight\"; the columns are \(listed) and 2 more")
  }

  @Test func refusesFilesThatAreNotText() throws {
    #expect(message { _ = try Table(contentsOfCSV: "no/such.csv") } == "no/such.csv: there is no such file")
    let directory = FileManager.default.temporaryDirectory.path
    #expect(message { _ = try Table(contentsOfCSV: directory) } == "\(directory): this is a directory; name a CSV file")
    try withFile([0x78, 0x0A, 0x31, 0x0A, 0xE9, 0x0A]) { path in
      #expect(
        message { _ = try Table(contentsOfCSV: path) }
          == "\(path), line 3: the text is not UTF-8; save the file as CSV in UTF-8")
      #expect(
        message { _ = try ModelTable.constants(ofJSON: path) }
          == "\(path), line 3: the text is not UTF-8; save the file as JSON in UTF-8")
      #expect(
        message { _ = try text(ofFile: path, kind: "a model file", format: "plain text") }
          == "\(path), line 3: the text is not UTF-8; save the file as plain text in UTF-8")
    }
    #if os(Linux)
      #expect(message { _ = try Table(contentsOfCSV: "/proc/self/mem") } == "/proc/self/mem: the file cannot be read")
    #endif
  }

  /// The superuser may read everything.
  @Test(.enabled(if: geteuid() != 0)) func refusesFilesWithoutPermission() throws {
    try withFile("x\n1\n".utf8) { path in
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
      #expect(message { _ = try Table(contentsOfCSV: path) } == "\(path): the file cannot be read: permission denied")
    }
  }
}

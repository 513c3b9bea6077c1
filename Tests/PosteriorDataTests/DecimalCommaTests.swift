import PosteriorModels
import Testing

@testable import PosteriorData

private struct NoNumbers: Error {}

/// Numbers with a comma before their fraction, as spreadsheets of many countries and R's write.csv2 have them.
@Suite struct DecimalCommaTests {
  private func table(_ text: String, decimalCommas: Bool = false) throws -> Table {
    var text = text
    return try text.withUTF8 { try Table(csv: $0, source: "t.csv", decimalCommas: decimalCommas) }
  }

  @Test(arguments: [
    "x;y\n3,14;1\n-0,5;2\n", "x\ty\n3,14\t1\n-0,5\t2\n", "x y\n3,14 1\n-0,5 2\n", "x;y\n 3,14 ;1\n\"-0,5\";2,0\n",
    "x;y\n314e-2;1\n-,5;2,\n", "x;y\n3,14;1,000\n-0,5;2,000\n",
  ])
  func areReadWhereCommasDoNotSeparate(_ text: String) throws {
    let table = try table(text)
    #expect(try table.column("x") == [3.14, -0.5] && table.column("y") == [1, 2])
    guard case .numbers(let numbers, _) = ModelTable(table).columns[0].cells else { throw NoNumbers() }
    #expect(numbers == [3.14, -0.5])
  }

  @Test func missingCellsStayMissing() throws {
    guard case .numbers(let numbers, let isMissing) = ModelTable(try table("x;y\n3,14;1\nNA;2\n")).columns[0].cells
    else { throw NoNumbers() }
    #expect(numbers[0] == 3.14 && isMissing == [false, true])
  }

  /// What may separate thousands is refused, unless the file shows elsewhere that commas do not.
  @Test func thousandsAreNotGuessed() throws {
    let text = "x;y\n1,100;1\n2,250;2\n"
    #expect(
      message { _ = try self.table(text).column("x") }
        == "t.csv, line 2, column \"x\": \"1,100\" has a comma; write 1100 if it separates thousands, 1.100 if it is a "
        + "decimal comma (or give --decimal-comma, if all are)")
    #expect(try table(text, decimalCommas: true).column("x") == [1.1, 2.25])
    #expect(try table("x;y\n1,100;1,5\n2,250;2\n").column("x") == [1.1, 2.25])
    #expect(try table("x;y\n1,100;1\n2,25;2\n").column("x") == [1.1, 2.25])
    #expect(try table(text).column("y") == [1, 2])
  }

  @Test(arguments: [
    ("x;y\n3,14;1\n3.14;2\n", "line 2", "\"3,14\" has a decimal comma; write 3.14"),
    ("x;y\n3.5;1\n1.234,5;2\n", "line 3", "\"1.234,5\" has a decimal comma and separates thousands by points"),
    (
      "x;y\n1.234;1,5\n2;2\n", "line 2", "\"1.234\" has a point, where other columns have decimal commas; write 1234 if"
    ),
    ("x;y\n3,14;1\nabc;2\n", "line 3", "\"abc\" is not a number"),
    ("x;y\n1,2,3;1\n3,5;2\n", "line 2", "\"1,2,3\" is not a number"),
    ("x,y\n\"3,14\",1\n\"2,5\",2\n", "line 2", "\"3,14\" has a decimal comma; write 3.14"),
  ])
  func columnsThatCanBeReadInTwoWaysAreRefused(_ text: String, _ line: String, _ problem: String) throws {
    let table = try table(text)
    let said = message { _ = try table.column("x") }
    #expect(said?.hasPrefix("t.csv, \(line), column \"x\": \(problem)") == true, "\(said ?? "")")
    if !text.contains("1,5") { #expect(try table.column("y") == [1, 2]) }
  }

  /// A model that needs numbers is told what keeps a column from being one of numbers.
  @Test func modelsAreToldWhy() throws {
    let text = "y ~ normal(a + b * x, 1)\na ~ normal(0, 1)\nb ~ normal(0, 1)"
    for (cell, problem) in [
      ("1,100", "m.model:1:20: x is text: t.csv, line 3, column \"x\": \"1,100\" has a comma; write 1100 if"),
      ("abc", "m.model:1:20: x is text: t.csv, line 3, column \"x\": \"abc\" is not a number; write a decimal"),
    ] {
      let table = ModelTable(try table("x;y\n2;1\n\(cell);2\n"))
      let error = #expect(throws: ModelError.self) { try WrittenModel(text, name: "m.model", data: table) }
      #expect(error.map { "\($0)" }?.hasPrefix(problem) == true, "\(error.map { "\($0)" } ?? "")")
    }
  }

  @Test func otherColumnsKeepTheirPoints() throws {
    let table = try table("codes;x;z\n1,2;3.5;1.250\n3,4;4.25;2.5\n")
    #expect(try table.column("x") == [3.5, 4.25] && table.column("z") == [1.25, 2.5])
  }

  @Test func quotedNumbersWhereCommasSeparateNeedTheOption() throws {
    let table = try table("x,y\n\"3,14\",1\n\"1,100\",2\n", decimalCommas: true)
    #expect(try table.column("x") == [3.14, 1.1] && table.column("y") == [1, 2])
  }
}

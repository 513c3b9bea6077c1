import Foundation
import PosteriorModels
import PosteriorNumerics
import Testing

@testable import PosteriorData

@Suite struct TableTests {
  @Test(arguments: [
    "x,y\n1,2\n3,4\n", "x,y\n1,2\n3,4", "x,y\r\n1,2\r\n3,4\r\n", "x,y\r1,2\r3,4\r", "\u{FEFF}x,y\n1,2\n3,4\n",
    "x;y\n1;2\n3;4\n", "x\ty\n1\t2\n3\t4\n", "x,y\n1,2\n3,4\n\n  \n\n", " x , y \n 1 ,\t2\n3 , 4 \n",
    "\"x\",\"y\"\n\"1\",2\n3,\" 4 \"\n", "\u{FEFF}\"x\";y\r\n1;\"2\"\r\n3;4", "x,y\n+1,2.\n3e0,.4E+1\n",
    "x,y\n1,2\n3,\"4\"", "\u{FEFF}# a comment\n#\nx,y\n1,2\n3,4\n", ",x,y\n0,1,2\n1,3,4\n",
    "\"\",\"x\",\"y\"\n\"1\",1,2\n\"2\",3,4\n", "x y\n1 2\n3 4\n", "# of blanks\n  x   y \r\n1 2\r\n 3  4 \r\n",
    "\"x\" \"y\"\n\"1\" 1 2\n\"2\" 3 4\n", "\"\" x y\n1 1 2\n2 3 4",
  ])
  func readsTheSameTable(_ text: String) throws {
    let table = try Table(csv: text, source: "t.csv")
    #expect(table.columnNames == ["x", "y"])
    #expect(table.rowCount == 2)
    #expect(try table.column("x") == [1, 3])
    #expect(try table.column("y") == [2, 4])
    #expect(try table.matrix(of: ["y", "x"]) == Matrix(columnCount: 2, elements: [2, 1, 4, 3]))
  }

  @Test func readsAFile() throws {
    try withFile("\u{FEFF}größe,y\r\n1,2\r\n".utf8) { path in
      let table = try Table(contentsOfCSV: path)
      #expect(table.source == path)
      #expect(table.rowCount == 1)
      #expect(try table.column("größe") == [1])
    }
  }

  /// Blanks are no delimiter in the name of a single column.
  @Test func namesMayHaveBlanks() throws {
    #expect(try Table(csv: "body mass\n5\n6\n", source: "t.csv").column("body mass") == [5, 6])
  }

  @Test func listsOfNames() throws {
    func names(_ list: String) throws -> [String] { try Table.names(inList: list, source: "--features") }
    #expect(try names("a, b ,c") == ["a", "b", "c"])
    #expect(try names("\"a, b\",\"say \"\"c\"\"\",\"d\ne\"") == ["a, b", "say \"c\"", "d\ne"])
    #expect(
      message { _ = try names("a\nb") }
        == "--features: the list has more than one line; put a name with a newline in quotation marks")
    #expect(message { _ = try names("5\" pipe") }?.contains("a quotation mark is out of place") == true)
  }

  @Test func numbersValues() throws {
    let table = try Table(csv: "k,word,x\n3,no,0.5\n1,yes,1\n1000000000,no,2\n3,NA,3\n", source: "t.csv")
    let (numbered, values) = try table.numbering(valuesOf: "k")
    #expect(values == ["1", "3", "1000000000"])
    #expect(try numbered.column("k") == [1, 0, 2, 1] && numbered.column("x") == [0.5, 1, 2, 3])
    #expect(
      message { _ = try table.numbering(valuesOf: "word") }
        == "t.csv, line 5, column \"word\": \"NA\" stands for a missing value; fill it in or leave the row out")
    #expect(
      message { _ = try table.numbering(valuesOf: "x") }
        == "t.csv, line 2, column \"x\": 0.5 is not a whole number; a class is a whole number or a text")
    #expect(message { _ = try table.numbering(valuesOf: "y") }?.contains("there is no column \"y\"") == true)
  }

  @Test func readsAPipe() throws {
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: Data("x\n1\n".utf8))
    try pipe.fileHandleForWriting.close()
    let table = try Table(contentsOfCSV: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)")
    #expect(try table.column("x") == [1])
  }

  @Test func keepsNamesWithCommasQuotationMarksAndNewlines() throws {
    let table = try Table(csv: "\"a, b\",\"say \"\"c\"\"\",\"d\ne\"\n1,2,3\n", source: "t.csv")
    #expect(table.columnNames == ["a, b", "say \"c\"", "d\ne"])
    #expect(try table.column("d\ne") == [3])
  }

  @Test func textInAColumnThatIsNotUsedDoesNoHarm() throws {
    let table = try Table(csv: "id,x,note\nA-1,1,\nA-2,2,\"well,\nthen\"\n", source: "t.csv")
    #expect(try table.column("x") == [1, 2])
  }

  /// A column with numbers and texts keeps the texts of its numbers: 01 and 1 are two levels.
  @Test func textsAreKeptAsTheyAre() throws {
    let table = try Table(csv: "site,x\n01,1\n1,2\nA,3\n01,4\n", source: "t.csv")
    let cells = ModelTable(table).columns[0].cells
    guard case .text(let texts) = cells else { throw DataTestError() }
    #expect(texts == ["01", "1", "A", "01"])
    #expect(try table.column("x") == [1, 2, 3, 4])
  }

  /// A mark that combines with the letter before it belongs to the cell, and no delimiter is lost to it.
  @Test func cellsMayBeginWithACombiningMark() throws {
    let table = try Table(csv: "a,\u{301}b,c\n1,2,3\n", source: "t.csv")
    #expect(table.columnNames.count == 3)
    #expect(try table.column("c") == [3])
  }

  /// The values of C's strtod, correctly rounded.
  @Test(arguments: [
    ("1", 1.0), ("-2.5", -2.5), ("1e-3", 0.001), ("+7", 7), ("007", 7), ("0.1", 0.1), ("5e-324", 0x1p-1074),
    ("1.7976931348623157e308", 1.7976931348623157e308), ("1e-999", 0), ("9007199254740993", 9007199254740992),
    ("18446744073709551616", 0x1p64), ("0.18446744073709551616e20", 0x1p64),
  ])
  func readsPlainDecimals(_ cell: String, _ number: Double) throws {
    #expect(try Table(csv: "x\n\(cell)\n", source: "t.csv").column("x") == [number])
  }
}

private struct DataTestError: Error {}

import Foundation
import PosteriorNumerics
import PosteriorData
import Testing

@Suite struct TableTests {
  @Test(arguments: [
    "x,y\n1,2\n3,4\n", "x,y\n1,2\n3,4", "x,y\r\n1,2\r\n3,4\r\n", "x,y\r1,2\r3,4\r", "\u{FEFF}x,y\n1,2\n3,4\n",
    "x;y\n1;2\n3;4\n", "x\ty\n1\t2\n3\t4\n", "x,y\n1,2\n3,4\n\n  \n\n", " x , y \n 1 ,\t2\n3 , 4 \n",
    "\"x\",\"y\"\n\"1\",2\n3,\" 4 \"\n", "\u{FEFF}\"x\";y\r\n1;\"2\"\r\n3;4", "x,y\n+1,2.\n3e0,.4E+1\n",
    "x,y\n1,2\n3,\"4\"",
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

  /// The values of C's strtod, correctly rounded.
  @Test(arguments: [
    ("1", 1.0), ("-2.5", -2.5), ("1e-3", 0.001), ("+7", 7), ("007", 7), ("0.1", 0.1), ("5e-324", 0x1p-1074),
    ("1.7976931348623157e308", 1.7976931348623157e308), ("1e-999", 0), ("9007199254740993", 9007199254740992),
  ])
  func readsPlainDecimals(_ cell: String, _ number: Double) throws {
    #expect(try Table(csv: "x\n\(cell)\n", source: "t.csv").column("x") == [number])
  }
}

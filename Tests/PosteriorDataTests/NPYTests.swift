import Foundation
import Fuzzing
import PosteriorData
import PosteriorSampling
import Testing

/// Headers and numbers as numpy 2.4.6 writes them.
@Suite struct NPYTests {
  @Test func writesNumPysBytes() throws {
    // numpy.save of [[1.5, -2], [3, 1e300], [0, 5]].
    let saved = """
      k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsIDIpLCB9ICAgICAg\
      ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAD4PwAAAAAAAADAAAAAAAAACECcdQCIPOQ3fgAAAAAAAAAAAAAAAAAAFEA=
      """
    let bytes = [UInt8](try #require(Data(base64Encoded: saved)))
    let array = NPY(shape: [3, 2], values: [1.5, -2, 3, 1e300, 0, 5])
    #expect(array.bytes == bytes)
    #expect(try NPY(bytes: bytes, source: "x.npy") == array)
    #expect(try array.matrix() == Matrix(columnCount: 2, elements: array.values))
  }

  @Test func readsEveryType() throws {
    func values(_ bytes: [UInt8]) throws -> [Double] { try NPY(bytes: bytes, source: "x.npy").values }
    #expect(
      try values(NPYFiles.file(NPYFiles.header("<i4", "(3,)"), [1, 0, 0, 0, 0xFE, 255, 255, 255, 3, 0, 0, 0])) == [
        1, -2, 3,
      ])
    #expect(
      try values(NPYFiles.file(NPYFiles.header("<f4", "(1, 2)"), [0, 0, 0xC0, 0x3F, 0, 0, 0x10, 0xC0], version: 2)) == [
        1.5, -2.25,
      ])
    #expect(
      try values(
        NPYFiles.file(
          NPYFiles.header("<i8", "(2,)"), [0, 0, 0, 0, 0, 1, 0, 0, 0xF9] + [UInt8](repeating: 255, count: 7)))
        == [0x1p40, -7])
    #expect(try values(NPYFiles.file(NPYFiles.header("<f8", "()"), [0, 0, 0, 0, 0, 0, 0xF0, 0x3F])) == [1])
  }

  /// numpy.asfortranarray of [[1, 2, 3], [4, 5, 6]] as int32, and of numpy.arange(24).reshape(2, 3, 4).
  @Test func readsFortranOrder() throws {
    func int32s(_ values: [UInt8]) -> [UInt8] { values.flatMap { [$0, 0, 0, 0] } }
    let array = try NPY(
      bytes: NPYFiles.file(NPYFiles.header("<i4", "(2, 3)", fortran: "True"), int32s([1, 4, 2, 5, 3, 6])),
      source: "x.npy")
    #expect(array.shape == [2, 3] && array.values == [1, 2, 3, 4, 5, 6])
    let stored: [UInt8] = [
      0, 12, 4, 16, 8, 20, 1, 13, 5, 17, 9, 21, 2, 14, 6, 18, 10, 22, 3, 15, 7, 19, 11, 23,
    ]
    let deep = try NPY(
      bytes: NPYFiles.file(NPYFiles.header("<i4", "(2, 3, 4)", fortran: "True"), int32s(stored)), source: "x.npy")
    #expect(deep.values == (0..<24).map(Double.init))
  }

  @Test func tables() throws {
    let array = NPY(shape: [3, 2], values: [1, 2, 3, .nan, 5, 6])
    let table = try withFile(array.bytes) { try Table(contentsOfNPY: $0) }
    #expect(table.columnNames == ["x1", "x2"] && table.rowCount == 3)
    #expect(try table.column("x1") == [1, 3, 5])
    #expect(
      message { _ = try Table(array, source: "x.npy").column("x2") }
        == "x.npy, column \"x2\": row 2 holds nan, which is not finite; fill it in or leave the row out")
    for shape in [[6], [1, 2, 3], [0, 6], []] {
      let values = [Double](repeating: 1, count: shape.reduce(1, *))
      #expect(
        message { _ = try Table(NPY(shape: shape, values: values), source: "x.npy") }
          == "x.npy: a table needs the shape (rows, columns), not \(shape); make one with numpy.column_stack")
    }
    #expect(message { _ = try Table(contentsOfNPY: "/no/such.npy") } == "/no/such.npy: there is no such file")
  }

  @Test func writesDraws() throws {
    let draws = Draws(parameterNames: ["a", "b"], chainCount: 2, values: (0..<12).map(Double.init))
    try withFile([]) { path in
      try NPY(draws).write(to: path)
      let read = try NPY(contentsOf: path)
      #expect(read.shape == [2, 3, 2] && read.values == draws.values)
      #expect(message { _ = try read.matrix() }?.contains("not the shape [2, 3, 2]") == true)
    }
  }

  @Test(arguments: [
    (Array("x,y\n1,2\n3,4,5".utf8), "this is not a .npy file; write one with numpy.save"),
    (NPYFiles.file("", [], version: 3), "version 3.0 of the .npy format is not known, only 1.0 and 2.0"),
    (
      NPYFiles.file(NPYFiles.header(">f8", "(1,)"), []),
      "the numbers are of the type \">f8\"; convert them with .astype('<f8') before numpy.save"
    ),
    (
      NPYFiles.file(NPYFiles.header("<f8", "(3,)"), [1, 2, 3]),
      "there are 3 bytes of numbers where the shape [3] of <f8 needs 24; the file may be cut off"
    ),
    (NPYFiles.file(NPYFiles.header("<f8", "(x,)"), []), "the shape \"(x,)\" is not understood"),
    (Array(NPYFiles.file(NPYFiles.header("<f8", "(3,)"), []).prefix(30)), "the file is cut off within its header"),
    (NPYFiles.file("[('a', '<f8')]", []), "the header is not that of one array of numbers: \"[(\\'a\\', \\'<f8\\')]\""),
  ])
  func saysWhatIsWrong(_ bytes: [UInt8], _ problem: String) {
    #expect(message { _ = try NPY(bytes: bytes, source: "x.npy") } == "x.npy: \(problem)")
  }
}

import Fuzzing
import PosteriorData
import Testing

/// Headers that promise more than there is, or more than can be counted.
@Suite struct NPYShapeTests {
  private func problem(_ type: String, _ shape: String, bytes: Int = 0) -> String? {
    let file = NPYFiles.file(NPYFiles.header(type, shape), [UInt8](repeating: 1, count: bytes))
    return message { _ = try NPY(bytes: file, source: "x.npy") }
  }

  @Test(arguments: [
    ("<f8", "2305843009213693952,"), ("<f4", "4294967296, 4294967296"), ("<f8", "2000000000, 2000000000"),
    ("<f8", "0, 4294967296, 4294967296"), ("<f8", "4294967296, 0, 4294967296"), ("<i8", "9223372036854775807,"),
    ("<i4", "3037000500, 3037000500, 2"),
  ])
  func moreThanCanBeCounted(_ type: String, _ extents: String) {
    let listed = extents.hasSuffix(",") ? String(extents.dropLast()) : extents
    for bytes in [0, 8] {
      #expect(
        problem(type, "(\(extents))", bytes: bytes)
          == "x.npy: there are \(bytes) bytes of numbers where the shape [\(listed)] of \(type) needs more than can be "
          + "counted; the file may be cut off")
    }
  }

  @Test func extentsThatAreNone() {
    #expect(problem("<f8", "(-1, -1)", bytes: 8) == "x.npy: the shape \"(-1, -1)\" is not understood")
    #expect(
      problem("<f8", "(99999999999999999999,)") == "x.npy: the shape \"(99999999999999999999,)\" is not understood")
    let many = "(" + String(repeating: "1, ", count: 65) + ")"
    #expect(problem("<f8", many, bytes: 8)?.hasSuffix("is not understood") == true)
  }

  @Test func headersThatAreTooLong() {
    let long = Array(NPYFiles.file("", [], version: 2).prefix(8)) + [255, 255, 255, 255, 10]
    #expect(
      message { _ = try NPY(bytes: long, source: "x.npy") }
        == "x.npy: the header has 4294967295 bytes, more than an array of numbers needs; the file is damaged")
  }

  @Test func ordersThatAreNone() {
    let file = NPYFiles.file(NPYFiles.header("<f8", "()", fortran: "1"), [])
    let message = message { _ = try NPY(bytes: file, source: "x.npy") }
    #expect(message?.hasPrefix("x.npy: the header does not say whether the order is Fortran's: ") == true)
  }

  @Test func emptyArraysAreRead() throws {
    for fortran in ["True", "False"] {
      let bytes = NPYFiles.file(NPYFiles.header("<f8", "(0, 3)", fortran: fortran), [])
      let array = try NPY(bytes: bytes, source: "x.npy")
      #expect(array.shape == [0, 3] && array.values.isEmpty)
    }
  }
}

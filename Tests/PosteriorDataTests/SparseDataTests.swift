import Foundation
import Fuzzing
import PosteriorModels
import Testing

@testable import PosteriorData

/// Sparse designs in files.
@Suite struct SparseDataTests {
  private func text(_ text: String) throws -> SparseData {
    try Array(text.utf8).withUnsafeBufferPointer { try SparseData(libSVM: $0, source: "x.svm") }
  }

  private func problem(_ read: () throws -> Void) -> String {
    do {
      try read()
      return "none"
    } catch { return "\(error)" }
  }

  @Test func textsOfLibsvm() throws {
    let data = try text(SparseFiles.text + "7")
    #expect(data.design.dense == Matrix(columnCount: 3, elements: [0.5, 0, -20, 0, 2.25, 0, 0, 0, 0]))
    #expect(data.responses == [1, -1, 7] && data.lines == [1, 4, 5])
    #expect("\(data.problem(withResponse: 1, "is wrong"))" == "x.svm, line 4: the response -1.0 is wrong")
    let turned = try text("1\t3:1  1:2\r\n0 2:1\r\n")
    #expect(turned.design.dense == Matrix(columnCount: 3, elements: [2, 0, 1, 0, 1, 0]))
  }

  @Test(arguments: [
    ("1 0:3", "line 2: \"0:3\" has the index 0: features are numbered from 1"),
    ("1 a:3", "line 2: \"a:3\" is not index:value"), ("1 3", "line 2: \"3\" is not index:value"),
    ("1 3: 4", "line 2: \"3:\" has no number behind the colon"),
    ("1 3:4x", "line 2: \"3:4x\" has no number behind the colon"),
    ("1 3:1e999", "line 2: \"3:1e999\" has no number behind the colon"),
    ("1 3:nan", "line 2: \"3:nan\" has no number behind the colon"),
    ("yes 3:1", "line 2: \"yes\" is no label: a line begins with a number"),
    ("1 qid:3 1:1", "line 2: \"qid:3\" numbers a query, whose ranks no model here explains: leave it out"),
    ("1 99999999999999999999:1", "line 2: \"99999999999999999999:1\" has an index beyond 2147483646"),
    (
      "1 10000001:1",
      "the last feature is number 10000001, and more than 10000000 are not taken: number those that there are"
    ),
    ("1e200 1:1", "line 2: the response 1e+200 is too far from 0; write the responses in other units"),
    ("1 1:1e200", "the element 1e+200 is too far from 0; write its column in other units"),
    ("# nothing", "there is only one row; a regression needs two or more"),
  ])
  func faultsAreNamed(_ line: String, _ words: String) {
    let said = problem { _ = try text("1 1:1\n\(line)\n") }
    #expect(said == "x.svm\(words.hasPrefix("line") ? ", " : ": ")\(words)")
  }

  @Test func rowsWithoutFeaturesAreNoDesign() {
    #expect(problem { _ = try text("1\n0\n") }.hasPrefix("x.svm: no row has a feature"))
    #expect(problem { _ = try text("") }.hasPrefix("x.svm: no row has a feature"))
  }

  /// Files longer than a window, whole or in parts.
  @Test func longTexts() throws {
    let row = "1" + (1...50).map { " \(20 * $0):\($0).5" }.joined()
    let lines = [String](repeating: row, count: 6000) + ["0 " + (1...200_000).map { "\($0):1" }.joined(separator: " ")]
    try withFile(lines.joined(separator: "\n").utf8) { path in
      let data = try LibSVMText(contentsOf: path).data
      #expect(data.responses.count == 6001 && data.design.values.count == 500_000 && data.design.columnCount == 200_000)
      #expect(data.design.values[49 + 50 * 5999] == 50.5 && data.lines?.last == 6001)
    }
  }

  @Test(arguments: [SparseFiles.deflated, SparseFiles.stored]) func archivesOfScipy(_ bytes: [UInt8]) throws {
    let design = try bytes.withUnsafeBytes { try SparseMatrix(npz: $0, source: "x.npz") }
    #expect(design.dense == Matrix(columnCount: 4, elements: [0, 1.5, 0, 0, 0, 0, 0, 0, 2, 0, 0, -3.25]))
    let data = try SparseData(design, source: "x.npz", NPY(shape: [3, 1], values: [1, 0, 1]), labels: "y.npy")
    #expect(data.responses == [1, 0, 1])
    #expect(
      problem { _ = try SparseData(design, source: "x.npz", NPY(shape: [2], values: [1, 0]), labels: "y.npy") }
        == "y.npy: the array has the shape [2] where x.npz has 3 rows: give one number for each")
    #expect(
      "\(data.problem(withResponse: 1, "is wrong"))" == "y.npy: row 2: the response 0.0 is wrong")
    // Every cut, and every byte changed, is seen.
    for count in 0..<bytes.count {
      #expect(throws: DataError.self) {
        try Array(bytes[..<count]).withUnsafeBytes { try SparseMatrix(npz: $0, source: "x.npz") }
      }
    }
  }

  @Test func damagedArchivesAreRefused() throws {
    var bytes = SparseFiles.stored
    let place = try #require(bytes.firstRange(of: Array("NUMPY".utf8)))
    bytes[place.upperBound + 80] ^= 1
    #expect(
      problem { _ = try bytes.withUnsafeBytes { try SparseMatrix(npz: $0, source: "x.npz") } }
        == "x.npz: the archive is damaged: indices.npy")
    bytes = SparseFiles.deflated
    bytes[200] ^= 0x55
    #expect(
      problem { _ = try bytes.withUnsafeBytes { try SparseMatrix(npz: $0, source: "x.npz") } }.hasPrefix("x.npz: "))
    let renamed = String(decoding: SparseFiles.stored, as: UTF8.self)
    #expect(renamed.contains("indptr.npy"))
    bytes = SparseFiles.stored
    while let place = bytes.firstRange(of: Array("indptr".utf8)) {
      bytes.replaceSubrange(place, with: Array("indptx".utf8))
    }
    #expect(
      problem { _ = try bytes.withUnsafeBytes { try SparseMatrix(npz: $0, source: "x.npz") } }
        .hasPrefix("x.npz: there is no indptr.npy in the archive: save a sparse matrix"))
  }
}

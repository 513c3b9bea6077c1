import Foundation
import Fuzzing
import PosteriorData
import Testing

@Suite struct IDXTests {
  @Test func readsImagesAndLabels() throws {
    let idx = try IDX(file: IDXFiles.images, source: "images")
    #expect(idx.shape == [2, 2, 4])
    let matrix = try idx.images()
    #expect(matrix.rowCount == 2 && matrix.columnCount == 8)
    #expect(matrix[0, 3] == 1 && abs(matrix[0, 2] - 0.4) < 1e-15 && matrix[1, 2] == 0)
    #expect(try IDX(file: IDXFiles.labels, source: "labels").labels() == [7, 0, 9])
  }

  @Test func poolsSquares() throws {
    let pooled = try IDX(file: IDXFiles.images, source: "images").images(pooling: 2)
    #expect(pooled.columnCount == 2)
    for (value, expected) in zip(pooled.elements, [0.1, 0.6, 1, 0]) { #expect(abs(value - expected) < 1e-15) }
  }

  @Test func readsAFile() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).idx").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(IDXFiles.labels).write(to: URL(filePath: path))
    #expect(try IDX(contentsOf: path).shape == [3])
    #expect { try IDX(contentsOf: "/no/such") } throws: { "\($0)".contains("no such file") }
  }

  @Test(
    arguments: [
      ([UInt8](), "no IDX file"), ([0, 0], "no IDX file"), ([1, 2, 3, 4], "no IDX file"),
      ([0x1f, 0x8b, 8, 0], "gunzip"),
      ([0, 0, 13, 1, 0, 0, 0, 0], "type 13"), ([0, 0, 8, 0], "header"), ([0, 0, 8, 3, 0, 0], "header"),
      ([0, 0, 8, 1, 0, 0, 0, 3, 1, 2], "needs 3"),
      ([0, 0, 8, 3, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255], "more than can be counted"),
      ([0, 0, 8, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255], "more than can be counted"),
    ] as [([UInt8], String)]) func saysWhatIsWrong(_ file: [UInt8], _ words: String)
  {
    #expect { try IDX(file: file, source: "digits") } throws: {
      "\($0)".hasPrefix("digits: ") && "\($0)".contains(words)
    }
  }

  @Test func labelsAreNotImages() throws {
    #expect(throws: DataError.self) { try IDX(file: IDXFiles.labels, source: "labels").images() }
    #expect(throws: DataError.self) { try IDX(file: IDXFiles.images, source: "images").labels() }
    #expect(throws: DataError.self) { try IDX(file: IDXFiles.images, source: "images").images(pooling: 3) }
  }
}

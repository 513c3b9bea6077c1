import Foundation
@testable import PosteriorData
import Testing

/// Arrays of every kind, written and read back.
struct ExportFormatTests {
  private static let texts = ["Choate", "", "Ünïcode 🎲", "x"]

  private static func dataset() -> ExportDataset {
    let numbers: [Double] = (0..<210).map { Double($0) * 1.1 - 3 }
    let draws = ["chain", "draw"]
    let special: [Double] = [.nan, .infinity, -0.0, .leastNonzeroMagnitude, 1, 2, 3, 4, 5, 6]
    let flags: [Bool] = (0..<10).map { $0 % 3 == 0 }
    let made: @Sendable (Range<Int>) -> [Double] = { rows in
      rows.flatMap { row in (0..<7).map { Double(100 * row + $0) } }
    }
    var arrays = [ExportArray("β", draws + ["a", "b"], [2, 5, 7, 3], .numbers(numbers))]
    arrays.append(ExportArray("made", draws + ["a"], [2, 5, 7], .made(made)))
    arrays.append(ExportArray("plain", draws, [2, 5], .numbers(special)))
    arrays.append(ExportArray("depth", draws, [2, 5], .integers([0, -1, .max, .min, 4, 5, 6, 7, 8, 9])))
    arrays.append(ExportArray("diverging", draws, [2, 5], .flags(flags)))
    arrays.append(ExportArray("matrix", ["c", "d"], [3, 2], .numbers([1, 2, 3, 4, 5, 6])))
    arrays.append(ExportArray("one", [], [], .numbers([42])))
    arrays.append(ExportArray("label", ["t"], [4], .text(texts)))
    return ExportDataset(
      attributes: ["seed": .integer(7), "words": .text("a\"b\u{1}\n")],
      groups: [
        ExportGroup(
          "posterior", attributes: ["created_at": .text("now")],
          coordinates: [.coordinate("t", .text(texts), count: 4), .coordinate("a", .integers(Array(1...7)), count: 7)],
          variables: arrays)
      ])
  }

  /// The elements that each array must have.
  private static func check(_ array: (String) throws -> StoredArray) throws {
    let beta = try array("β")
    #expect(beta.shape == [2, 5, 7, 3] && beta.numbers == (0..<210).map { Double($0) * 1.1 - 3 })
    #expect(try array("made").numbers == (0..<70).map { Double(100 * ($0 / 7) + $0 % 7) })
    let special: [Double] = [.nan, .infinity, -0.0, .leastNonzeroMagnitude, 1, 2, 3, 4, 5, 6]
    #expect(try array("plain").numbers.map(\.bitPattern) == special.map(\.bitPattern))
    #expect(try array("depth").integers == [0, -1, .max, .min, 4, 5, 6, 7, 8, 9])
    #expect(try array("diverging").flags == (0..<10).map { $0 % 3 == 0 })
    #expect(try array("matrix").numbers == [1, 2, 3, 4, 5, 6])
    #expect(try array("one").numbers == [42] && array("one").shape.isEmpty)
    #expect(try array("t").text == texts && array("t").type == "<U9")
    #expect(try array("label").text == texts)
    #expect(try array("a").integers == Array(1...7))
  }

  /// Chunks of every size, most of which stand over the array's edges.
  @Test(arguments: [1, 8, 24, 48, 100, 130, 160, 400, 1 << 22])
  func storesComeBack(_ chunkSize: Int) throws {
    let folder = try TemporaryDirectory()
    let path = folder.file("store")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    var written = 0
    try ZarrStore.write(Self.dataset(), to: path, chunkSize: chunkSize) { written += $0 }
    #expect(written == Self.dataset().byteCount)
    try Self.check { try StoredArray(store: path + "/posterior/" + $0) }
    #expect(try StoredArray(store: path + "/posterior/β").dimensions == ["chain", "draw", "a", "b"])
    #expect(try StoredArray.object(path + "/.zattrs") as NSDictionary == ["seed": 7, "words": "a\"b\u{1}\n"])
    #expect(try StoredArray.object(path + "/posterior/.zgroup") as NSDictionary == ["zarr_format": 2])
    // What stands at the root is what stands everywhere.
    let all = try #require(try StoredArray.object(path + "/.zmetadata")["metadata"] as? [String: NSDictionary])
    let files = try #require(FileManager.default.enumerator(atPath: path)).compactMap { $0 as? String }
    let known = files.filter { $0.hasSuffix("/.zarray") || $0.hasSuffix(".zattrs") || $0.hasSuffix(".zgroup") }
    #expect(Set(all.keys) == Set(known))
    for (name, value) in all { #expect(try StoredArray.object(path + "/" + name) as NSDictionary == value) }
  }

  @Test func archivesComeBack() throws {
    let folder = try TemporaryDirectory()
    let path = folder.file("arrays.npz")
    try NPZArchive.write(Self.dataset(), to: AppendingFile(path)) { _ in }
    let archive = try StoredArchive(path)
    #expect(!archive.isLarge && archive.files.count == 11)
    try Self.check { try StoredArray(npy: #require(archive.files["posterior/\($0).npy"])) }
    let attributes = try StoredArray(npy: #require(archive.files["attributes.npy"])).text[0]
    let object = try JSONSerialization.jsonObject(with: Data(attributes.utf8)) as? NSDictionary
    #expect(object == ["seed": 7, "words": "a\"b\u{1}\n", "posterior": ["created_at": "now"]])
  }

  /// Every number that can be too large for 32 bits is in its field of 64, as if the limit were lower.
  @Test(arguments: [0, 3, 60, 1000])
  func largeArchivesComeBack(_ limit: Int) throws {
    let folder = try TemporaryDirectory()
    let path = folder.file("large.zip")
    let file = try AppendingFile(path)
    var zip = ZipWriter(file, limit: limit)
    let contents: [[UInt8]] = [[1, 2], Array("hello".utf8), [], Array(0...255)]
    for (number, bytes) in contents.enumerated() {
      try zip.add("file-\(number)", size: bytes.count) { append in
        for byte in bytes { try append(Data([byte])) }
      }
    }
    try zip.finish()
    let archive = try StoredArchive(path)
    #expect(archive.isLarge == (limit < 1000))
    for (number, bytes) in contents.enumerated() { #expect(archive.files["file-\(number)"] == bytes) }
  }

  @Test func checksumsAreThoseOfZlib() {
    var checksum = CRC32()
    checksum.add("123456789".utf8)
    #expect(checksum.value == 0xCBF4_3926)
  }
}

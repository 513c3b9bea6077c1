import Foundation
@testable import PosteriorData
import Testing

/// Exports that are whole or absent.
struct ExportDestinationTests {
  private struct Broken: Error {}

  private static func dataset(_ number: Double, fails: Bool = false) -> ExportDataset {
    let made: ExportArray.Contents = .made { rows in
      if fails, rows.lowerBound > 0 { throw Broken() }
      return rows.map { _ in number }
    }
    return ExportDataset(
      attributes: [:],
      groups: [
        ExportGroup(
          "posterior", attributes: [:], coordinates: [],
          variables: [ExportArray("x", ExportArray.ofDraws, [2, 1], made)])
      ])
  }

  private static func number(_ path: String, _ kind: ExportDestination.Kind) throws -> Double {
    switch kind {
    case .zarr: try StoredArray(store: path + "/posterior/x").numbers[0]
    case .npz: try StoredArray(npy: #require(try StoredArchive(path).files["posterior/x.npy"])).numbers[0]
    }
  }

  @Test(arguments: ExportDestination.Kind.allCases)
  func replacesWholeByWhole(_ kind: ExportDestination.Kind) throws {
    let folder = try TemporaryDirectory()
    let path = folder.file("export")
    var shares: [Double] = []
    try ExportDestination(path + (kind == .zarr ? "/" : ""), kind, replacing: false).write(Self.dataset(1)) {
      shares.append($0)
    }
    #expect(shares.last.map { $0 > 0.9 } == true && shares == shares.sorted())
    #expect(throws: WriteError.self) { try ExportDestination(path, kind, replacing: false) }
    #expect(try Self.number(path, kind) == 1)
    // Whatever ends the work, the old export stays and nothing is left beside it.
    #expect(throws: Broken.self) {
      try ExportDestination(path, kind, replacing: true).write(Self.dataset(2, fails: true)) { _ in }
    }
    #expect(throws: Broken.self) {
      try ExportDestination(path, kind, replacing: true).write(Self.dataset(2)) { _ in throw Broken() }
    }
    #expect(throws: Broken.self) {
      try ExportDestination(folder.file("new"), kind, replacing: false).write(Self.dataset(2, fails: true)) { _ in }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["export"])
    #expect(try Self.number(path, kind) == 1)
    try ExportDestination(path, kind, replacing: true).write(Self.dataset(3)) { _ in }
    #expect(try Self.number(path, kind) == 3)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["export"])
  }

  /// A link stays one, whether what it leads to is there or not, and a device is not replaced.
  @Test(arguments: ExportDestination.Kind.allCases) func linksStay(_ kind: ExportDestination.Kind) throws {
    let folder = try TemporaryDirectory()
    let (path, link) = (folder.file("export"), folder.file("link"))
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "export")
    for number in [1.0, 2.0] {
      try ExportDestination(link, kind, replacing: true).write(Self.dataset(number)) { _ in }
      #expect(try Self.number(path, kind) == number)
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "export")
    }
    #expect(throws: WriteError.self) { try ExportDestination("/dev/null", kind, replacing: true) }
  }

  /// Two exports at a time to one path: the result is one of them, whole.
  @Test func twoAtATime() async throws {
    let folder = try TemporaryDirectory()
    let path = folder.file("export")
    await withTaskGroup(of: Void.self) { group in
      for number in [1.0, 2.0] {
        group.addTask {
          try? ExportDestination(path, .npz, replacing: true).write(Self.dataset(number)) { _ in }
        }
      }
    }
    #expect([1, 2].contains(try Self.number(path, .npz)))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("")) == ["export"])
  }

  @Test func foreignFilesStay() throws {
    let folder = try TemporaryDirectory()
    let path = folder.file("export")
    try ExportDestination(path, .zarr, replacing: false).write(Self.dataset(1)) { _ in }
    try Data().write(to: URL(fileURLWithPath: path + "/thesis.txt"))
    #expect(throws: WriteError.self) { try ExportDestination(path, .zarr, replacing: true) }
    // A folder is no archive, and a file no store.
    #expect(throws: WriteError.self) { try ExportDestination(path, .npz, replacing: true) }
    #expect(throws: WriteError.self) { try ExportDestination(path + "/thesis.txt", .zarr, replacing: true) }
    #expect(FileManager.default.fileExists(atPath: path + "/thesis.txt"))
    // What was killed on its way is removed, and nothing else.
    let other = folder.file("other")
    let partial = other + ".new"
    try FileManager.default.createDirectory(atPath: partial + "/posterior", withIntermediateDirectories: true)
    let destination = try ExportDestination(other, .zarr, replacing: false)
    try destination.write(Self.dataset(2)) { _ in }
    #expect(!FileManager.default.fileExists(atPath: partial))
    try FileManager.default.createDirectory(atPath: partial + "/mine", withIntermediateDirectories: true)
    let again = try ExportDestination(other, .zarr, replacing: true)
    #expect(throws: WriteError.self) { try again.write(Self.dataset(3)) { _ in } }
    #expect(FileManager.default.fileExists(atPath: partial + "/mine"))
    #expect(throws: WriteError.self) {
      try ExportDestination(folder.file("no/such"), .zarr, replacing: false).write(Self.dataset(1)) { _ in }
    }
  }
}

import Foundation
import PosteriorData
import Testing

/// Folders of runs on the disk.
@Suite struct RunFolderTests {
  /// One process holds a folder. Those that share its run write there too, and leave alone what it is writing.
  @Test func aFolderIsHeldByOneProcess() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("run")
    let folder = try RunFolder.make(at: path, replacing: false)
    try folder.write(
      RunManifest(program: "posterior", command: [], model: "", modelText: nil, inputs: [], settings: [:]))
    let partial = folder.file("manifest.json.x.partial")
    try Data().write(to: URL(fileURLWithPath: partial))
    #expect(throws: RunError.inUse(path)) { try RunFolder.existing(at: path) }
    let shared = try RunFolder.existing(at: path, isHeld: true)
    #expect(FileManager.default.fileExists(atPath: partial) && shared.path == folder.path)
    try Data().write(to: URL(fileURLWithPath: shared.points(3)))
    #expect(try folder.allPoints() == [path + "/points-3.jsonl"])
  }
}

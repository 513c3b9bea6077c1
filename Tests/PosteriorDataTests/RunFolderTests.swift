import Foundation
import Testing

@testable import PosteriorData

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

  /// A folder that is in use is refused without harm to files that others open meanwhile.
  @Test func aRefusalClosesWhatItOpenedAlone() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("run")
    let folder = try RunFolder.make(at: path, replacing: false)
    let closed = await withTaskGroup(of: Int.self) { group in
      group.addTask {
        for _ in 0..<20_000 { _ = try? FolderLock(path) }
        return 0
      }
      group.addTask {
        (0..<20_000).count { _ in
          let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
          return close(descriptor) != 0
        }
      }
      return await group.reduce(0, +)
    }
    #expect(closed == 0 && folder.path == path)
  }
}

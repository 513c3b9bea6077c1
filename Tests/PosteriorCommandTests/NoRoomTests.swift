import Foundation
import Testing

/// Files that cannot be written to their end: the older result stays, nothing is left beside it, and a line says why.
@Suite struct NoRoomTests {
  /// Runs a command that may write no file longer than some hundred bytes.
  private func withoutRoom(_ arguments: [String]) throws -> Command {
    try Command.shell("ulimit -f 1; exec \"$0\" \"$@\" >/dev/null", arguments)
  }

  private func expectOneLine(_ command: Command, _ file: String) {
    #expect(command.status == 74, "\(command.errors)")
    #expect(command.errors.split(separator: "\n").count == 1, "\(command.errors)")
    #expect(
      command.errors.contains("'\(file)\(file.hasSuffix(".npz") ? "'" : "")")
        && command.errors.contains("File too large"), "\(command.errors)")
  }

  /// All files below a folder, and what they hold.
  private func contents(_ folder: TemporaryFolder) throws -> [String: Data] {
    let paths = try #require(FileManager.default.enumerator(atPath: folder.url.path)).compactMap { $0 as? String }
    return Dictionary(
      uniqueKeysWithValues: paths.filter { $0 != "run.new" && !$0.hasPrefix("run.new/") }.map {
        ($0, FileManager.default.contents(atPath: folder.file($0)) ?? Data())
      })
  }

  @Test func olderResultsStay() throws {
    let folder = try TemporaryFolder()
    let (run, store, archive) = (folder.file("run"), folder.file("store"), folder.file("archive.npz"))
    let commands =
      BrokenStreamTests.results.map { ($0 + ["--output", folder.file($0[0] + ".json")], folder.file($0[0] + ".json")) }
      + [
        (["sample"] + RunFolderTests.run + ["--draws", "50", "--output", run, "--overwrite"], run + ".new"),
        (["export", run, "--to", "zarr", "--output", store, "--overwrite", "--quiet"], store),
        (["export", run, "--to", "npz", "--output", archive, "--overwrite", "--quiet"], archive),
      ]
    for (arguments, _) in commands { #expect(try Command(arguments).status == 0, "\(arguments)") }
    let old = try contents(folder)
    for (arguments, file) in commands {
      expectOneLine(try withoutRoom(arguments), file)
      #expect(try contents(folder) == old, "\(arguments)")
    }
  }

  /// A device that is full.
  @Test(arguments: BrokenStreamTests.results) func aFullDevice(_ arguments: [String]) throws {
    let command = try Command(arguments + ["--output", "/dev/full"])
    #expect(command.status == 74 && !command.output.isEmpty, "\(command.errors)")
    #expect(command.errors == "posterior: cannot write '/dev/full': No space left on device\n")
  }
}

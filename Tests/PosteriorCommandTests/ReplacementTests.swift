import Foundation
import Testing

/// A run that is to replace another, and is killed at its last moments: what stands on the disk then is used, replaced
/// or named, and nothing is lost.
@Suite struct ReplacementTests {
  /// The older run at run, the newer at run.new as it is left by a kill, each with its draws.
  private struct Left {
    let folder: TemporaryFolder
    let path: String
    let older: [Data]
    let newer: [Data]

    /// - Parameters:
    ///   - status: How the newer run stands.
    ///   - isNamed: Whether its manifest says what it is to replace, as it does since 0.3.
    init(_ status: String, isNamed: Bool = true) throws {
      folder = try TemporaryFolder()
      path = folder.file("run")
      let sample = ["sample"] + RunFolderTests.run
      try #require(try Command(sample + ["--draws", "50", "--output", path]).status == 0)
      try #require(try Command(sample + ["--draws", "60", "--output", path + ".new"]).status == 0)
      older = try RunFolderTests.draws(path)
      newer = try RunFolderTests.draws(path + ".new")
      let file = URL(fileURLWithPath: path + ".new/manifest.json")
      let manifest = try String(contentsOf: file, encoding: .utf8)
        .replacing("\"settings\"", with: (isNamed ? "\"replaces\" : \"run\",\n  " : "") + "\"settings\"")
        .replacing("\"status\" : \"finished\"", with: "\"status\" : \"\(status)\"")
      try Data(manifest.utf8).write(to: file)
    }

    /// The names beside the run's.
    func names() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path)
        .sorted()
    }

    func move(_ from: String, _ to: String) throws {
      try FileManager.default.moveItem(atPath: path + from, toPath: path + to)
    }

    func expectWhole() throws {
      #expect(try RunFolderTests.draws(path) == newer)
      #expect(try names() == ["run"])
      let manifest = try RunFolderTests.manifest(path)
      #expect(manifest["status"] as? String == "finished" && manifest["replaces"] == nil)
    }
  }

  private static let again = ["sample"] + RunFolderTests.run

  /// Ended on its way, or whole and not yet in its place.
  @Test(arguments: ["running", "failed", "finished"]) func bothAreThere(_ status: String) throws {
    let left = try Left(status)
    let (path, new) = (left.path, left.path + ".new")
    // The older run is not gone on with by mistake, nor thrown away.
    for arguments in [["resume", path, "--draws", "80"], Self.again + ["--draws", "70", "--output", path]] {
      let refused = try Command(arguments)
      #expect(refused.status == 73 && refused.errors.split(separator: "\n").count == 1)
      #expect(refused.errors.contains("'\(path)' is to be replaced by the run in '\(new)'"), "\(refused.errors)")
      #expect(refused.errors.contains("'posterior resume \(new)'"))
    }
    // What is read of it is read, and the newer is named.
    for arguments in [["diagnose", path], ["compare", path, path], ["loo", path]] {
      let read = try Command(arguments)
      #expect([0, 2].contains(read.status), "\(read.errors)")
      #expect(read.errors.contains("this is the older run: '\(new)' is to replace it"), "\(read.errors)")
    }
    #expect(try Command(["diagnose", new]).status == 0)
    #expect(try RunFolderTests.draws(path) == left.older && RunFolderTests.draws(new) == left.newer)
    let resumed = try Command(["resume", new, "--quiet"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    try left.expectWhole()
    #expect(try Command(["resume", path, "--draws", "70", "--quiet"]).status == 0)
  }

  /// One that is whole is in its place before a third replaces it; that fails, and it is there.
  @Test func aWholeOneIsNotReplacedBeforeTheNextIsWhole() throws {
    let left = try Left("finished")
    let diverging = ["--sampler", "sgld", "--learning-rate", "1e6", "--output", left.path, "--overwrite"]
    #expect(try Command(Self.again + diverging).status == 65)
    #expect(try RunFolderTests.draws(left.path) == left.newer)
    #expect(try RunFolderTests.manifest(left.path + ".new")["status"] as? String == "failed")
    #expect(try Command(Self.again + ["--draws", "70", "--output", left.path, "--overwrite"]).status == 0)
    #expect(try left.names() == ["run"])
  }

  /// Killed when the older had been moved away, and nothing was in the run's place.
  @Test func nothingIsInThePlace() throws {
    let left = try Left("finished")
    let path = left.path
    try left.move("", ".being-replaced")
    for arguments in [["diagnose", path], ["loo", path], ["export", path, "--to", "npz", "--output", path + ".npz"]] {
      let refused = try Command(arguments)
      #expect(refused.status == 65 && refused.errors.contains("'posterior resume \(path)' puts it there"))
      #expect(refused.errors.split(separator: "\n").count == 1, "\(refused.errors)")
    }
    let occupied = try Command(Self.again + ["--draws", "70", "--output", path])
    #expect(occupied.status == 73 && occupied.errors.contains("'\(path)' holds another run"), "\(occupied.errors)")
    #expect(try left.names() == ["run.being-replaced", "run.new"])
    let resumed = try Command(["resume", path, "--quiet"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    try left.expectWhole()
  }

  @Test func nothingIsInThePlaceOfTheNext() throws {
    let left = try Left("finished")
    try left.move("", ".being-replaced")
    #expect(try Command(Self.again + ["--draws", "70", "--output", left.path, "--overwrite"]).status == 0)
    #expect(try left.names() == ["run"])
    let settings = try RunFolderTests.manifest(left.path)["settings"] as? [String: Any]
    #expect(settings?["draws"] as? Int == 70)
  }

  /// Killed before the older one was removed, or while it was.
  @Test func theOlderIsStillThere() throws {
    let left = try Left("finished")
    try left.move("", ".being-replaced")
    try left.move(".new", "")
    try FileManager.default.removeItem(atPath: left.path + ".being-replaced/manifest.json")
    #expect(try Command(["diagnose", left.path]).status == 0)
    #expect(try Command(["resume", left.path, "--quiet"]).status == 0)
    try left.expectWhole()
  }

  /// What is kept under a name of one's own is not taken for what a kill has left.
  @Test func namesOfOnesOwnStay() throws {
    let left = try Left("finished")
    let path = left.path
    try left.move(".new", ".old")
    #expect(try Command(Self.again + ["--draws", "70", "--output", path, "--overwrite"]).status == 0)
    #expect(try left.names() == ["run", "run.old"])
    #expect(try RunFolderTests.draws(path + ".old") == left.newer)
    // A run that was to replace one of another name.
    try left.move("", "-a")
    try left.move(".old", "-a.new")
    let name = path + "-a"
    #expect(try Command(["resume", name, "--draws", "80", "--quiet"]).status == 0)
    let occupied = try Command(Self.again + ["--draws", "90", "--output", name, "--overwrite"])
    #expect(occupied.status == 73 && occupied.errors.contains("run-a.new' holds another run"), "\(occupied.errors)")
    #expect(try RunFolderTests.draws(name + ".new") == left.newer)
  }

  /// What version 0.2.0 left beside the run that it was to replace says nothing of that: it may be somebody's only
  /// results, and stays. What to do is said, and helps.
  @Test(arguments: ["running", "failed", "finished"]) func whatAnOlderVersionLeftIsNamed(_ status: String) throws {
    let left = try Left(status, isNamed: false)
    let (path, new) = (left.path, left.path + ".new")
    let replace = Self.again + ["--draws", "70", "--output", path, "--overwrite"]
    for resumed in [false, true] {
      if resumed { #expect(try Command(["resume", new, "--quiet"]).status == 0) }
      let refused = try Command(replace)
      #expect(refused.status == 73 && refused.errors.split(separator: "\n").count == 1)
      for words in [
        "'\(new)' holds another run, where the one that is to replace '\(path)' would be made",
        "give '\(new)' another name to keep it, or remove it, and try again",
      ] { #expect(refused.errors.contains(words), "\(refused.errors)") }
      #expect(try RunFolderTests.draws(path) == left.older && RunFolderTests.draws(new) == left.newer)
    }
    try left.move(".new", "-kept")
    #expect(try Command(replace).status == 0)
    #expect(try left.names() == ["run", "run-kept"])
    #expect(try Command(["resume", path + "-kept", "--draws", "80", "--quiet"]).status == 0)
    #expect(try Command(["diagnose", path + "-kept", "--format", "json"]).json()["drawsPerChain"] as? Int == 80)
  }

  /// Packed sets and exports are put in their places by the same steps.
  @Test func aPackedSetIsPutInItsPlace() throws {
    let folder = try TemporaryFolder()
    let (older, newer) = (try folder.write("x,y\n1,2\n", to: "a.csv"), try folder.write("x,y\n3,4\n5,6\n", to: "b.csv"))
    let set = folder.file("set")
    #expect(try Command(["pack", older, set + ".being-replaced"]).status == 0)
    #expect(try Command(["pack", newer, set + ".new"]).status == 0)
    let refused = try Command(["pack", newer, set])
    #expect(refused.status == 73, "\(refused.errors)")
    #expect(try Command(["pack", "--verify", set]).status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
    #expect(names == ["a.csv", "b.csv", "set"])
  }
}

import Foundation
import Testing

@testable import posterior

/// A gnuplot that hangs does not hang the command, and does not outlive it.
@Suite struct GnuplotTests {
  /// Makes a gnuplot that writes its number to a file, and waits.
  private func hangingGnuplot(_ folder: TemporaryFolder) throws -> URL {
    let path = try folder.write("#!/bin/sh\necho $$ >\(folder.file("started"))\nexec sleep 100\n", to: "gnuplot")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return URL(filePath: path)
  }

  /// Whether the gnuplot that was started is gone.
  private func isGone(_ folder: TemporaryFolder) throws -> Bool {
    let text = try String(contentsOfFile: folder.file("started"), encoding: .utf8)
    let number = try #require(Int32(text.trimmingCharacters(in: .newlines)))
    return kill(number, 0) != 0 && errno == ESRCH
  }

  @Test func isNotWaitedForForever() throws {
    let folder = try TemporaryFolder()
    let gnuplot = Gnuplot(executable: try hangingGnuplot(folder), patience: 0.5)
    let failure = #expect(throws: Failure.self) {
      try gnuplot.draw("plot x", size: (100, 100), to: folder.file("a.svg"))
    }
    #expect(failure?.code == .output && failure?.message == "gnuplot did not end within 0.5 s: there is no picture")
    #expect(!FileManager.default.fileExists(atPath: folder.file("a.svg")))
    for _ in 0..<500 where try !isGone(folder) { Thread.sleep(forTimeInterval: 0.01) }
    #expect(try isGone(folder))
  }

  @Test func endsWithTheCommand() throws {
    let folder = try TemporaryFolder()
    _ = try hangingGnuplot(folder)
    let process = try Command.start(
      ["sweep", "--epochs", "100", "--samplers", "sgld", "--quiet", "--plot", folder.file("a.svg")],
      environment: ["PATH": folder.url.path + ":/usr/bin:/bin"])
    waitForFile(folder.file("started"))
    kill(process.processIdentifier, SIGTERM)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 128 + SIGTERM)
    #expect(try isGone(folder))
  }
}

import Foundation
import Testing

@testable import posterior

/// Standard streams that are closed, full or broken: the files that were asked for are whole, and a line says what
/// could not be written.
@Suite struct BrokenStreamTests {
  /// What the shell makes of standard output: closed, full, and a pipe whose reader is gone.
  static let broken = [
    "exec \"$0\" \"$@\" >&-", "exec \"$0\" \"$@\" >/dev/full",
    "p=$(mktemp -u); mkfifo \"$p\"; exec 3<>\"$p\" 4>\"$p\" 3<&-; rm \"$p\"; exec \"$0\" \"$@\" >&4",
  ]

  /// Commands whose result goes to a file too.
  static let results = [
    ["sweep", "--epochs", "100", "--samplers", "sgld", "--learning-rates", "0.1", "--quiet"],
    ["stationary", "linear-regression", "--draws", "5000", "--quiet"],
    ["bias", "linear-regression", "--sampler", "sgld", "--learning-rate", "0.05", "--epochs", "100", "--quiet"],
  ]

  /// Expects a command to have said in a line that standard output cannot be written.
  private func expectOneLine(_ command: Command, _ comment: Comment? = nil) {
    #expect(command.status == 74, comment)
    #expect(command.errors.split(separator: "\n").count == 1, "\(command.errors)")
    #expect(command.errors.contains("standard output"), "\(command.errors)")
    for words in ["NSCocoa", "could not be completed", "Error Domain"] { #expect(!command.errors.contains(words)) }
  }

  @Test(arguments: broken) func theFileIsWhole(_ shell: String) throws {
    let folder = try TemporaryFolder()
    for arguments in Self.results {
      let file = folder.file(arguments[0] + ".json")
      expectOneLine(try Command.shell(shell, arguments + ["--output", file]), "\(arguments)")
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: file))) }
    }
    let (whole, run, archive) = (folder.file("whole"), folder.file("run"), folder.file("run.npz"))
    let sample = ["sample"] + RunFolderTests.run + ["--draws", "50", "--output"]
    #expect(try Command(sample + [whole]).status == 0)
    expectOneLine(try Command.shell(shell, sample + [run]))
    #expect(try RunFolderTests.draws(run) == RunFolderTests.draws(whole))
    #expect(try RunFolderTests.manifest(run)["status"] as? String == "finished")
    expectOneLine(try Command.shell(shell, ["export", run, "--to", "npz", "--output", archive, "--quiet"]))
    #expect(try Command(["export", run, "--to", "npz", "--output", archive + "2", "--quiet"]).status == 0)
    #expect(try Data(contentsOf: URL(filePath: archive)).count == Data(contentsOf: URL(filePath: archive + "2")).count)
    let page = folder.file("report.html")
    expectOneLine(try Command.shell(shell, ["report", run, "--output", page]))
    #expect(try String(contentsOfFile: page, encoding: .utf8).hasSuffix("</html>\n"))
    for arguments in [["diagnose", run], ["compare", run, whole], ["check", "linear-regression"]] {
      expectOneLine(try Command.shell(shell, arguments), "\(arguments)")
    }
  }

  /// Whatever is printed, by the parser of the command line too.
  @Test(arguments: [
    [], ["--help"], ["sweep", "--help"], ["help", "sample"], ["--version"], ["--generate-completion-script", "bash"],
    ["models"], ["samplers", "--format", "csv"],
  ]) func whatIsPrintedIsWritten(_ arguments: [String]) throws {
    let command = try Command(arguments)
    #expect(command.status == 0 && !command.output.isEmpty && command.errors.isEmpty, "\(command.errors)")
    for shell in Self.broken { expectOneLine(try Command.shell(shell, arguments)) }
  }

  /// With nobody to tell, a command works as ever.
  @Test(arguments: ["2>&-", "2>/dev/full"]) func standardErrorIsNotNeeded(_ errors: String) throws {
    for arguments in [
      ["sample", "linear-regression", "--draws", "50", "--warm-up", "50"], Array(Self.results[0].dropLast()),
    ] {
      let whole = try Command(arguments)
      let command = try Command.shell("exec \"$0\" \"$@\" \(errors)", arguments)
      #expect(command.status == 0 && command.output == whole.output && command.errors.isEmpty)
    }
    let mistake = try Command.shell("exec \"$0\" \"$@\" \(errors)", ["sweep", "--wat"])
    #expect(mistake.status == 64 && mistake.output.isEmpty)
  }

  /// No file of the program's own gets a closed stream's number.
  @Test func allStreamsClosed() throws {
    let folder = try TemporaryFolder()
    let (whole, closed) = (folder.file("whole"), folder.file("closed"))
    let sample = ["sample"] + RunFolderTests.run.dropLast() + ["--draws", "50", "--output"]
    #expect(try Command(sample + [whole]).status == 0)
    let close = "exec \"$0\" \"$@\" 0<&- 1>&- 2>&-"
    #expect(try Command.shell(close, sample + [closed]).status == 74)
    #expect(try RunFolderTests.draws(closed) == RunFolderTests.draws(whole))
    #expect(try Command.shell(close, sample + [closed, "--overwrite", "--no-summary"]).status == 0)
    #expect(try RunFolderTests.draws(closed) == RunFolderTests.draws(whole))
  }

  /// Errors of Foundation's are told in the system's own words.
  @Test func theSystemsOwnWords() throws {
    let path = try TemporaryFolder().file("none")
    let error = #expect(throws: CocoaError.self) { try FileManager.default.contentsOfDirectory(atPath: path) }
    let failure = Failure(try #require(error), dataName: nil) { nil }
    #expect(failure?.code == .output && failure?.message == "cannot use '\(path)': No such file or directory")
  }
}

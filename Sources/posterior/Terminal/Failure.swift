import ArgumentParser
import Foundation

/// Why the command cannot do what it was asked: one line for standard error, and an exit code of sysexits.h.
struct Failure: Error {
  enum Code {
    /// EX_USAGE: the options are wrong or do not fit together.
    case usage
    /// EX_DATAERR: the data are wrong, or do not determine a posterior.
    case data
    /// EX_CANTCREAT: an output cannot be made.
    case output
    /// EX_IOERR: writing failed on the way.
    case writing
    /// 128 + the signal.
    case interrupted
  }

  let code: Code
  let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// Whether the user asked for the end.
  var isInterruption: Bool { code == .interrupted }

  /// Writes the line; where the failure is one rank's alone, with its number.
  func tell(of rank: Int? = nil) {
    let subcommand =
      CommandLine.arguments.first(where: PosteriorCommand.subcommandNames.contains).map { $0 + " " } ?? ""
    let help = code == .usage ? " (see 'posterior \(subcommand)--help')" : ""
    StandardError.tell((rank.map { "rank \($0): " } ?? "") + message + help)
  }

  /// What the program's exit says.
  var status: Int32 {
    switch code {
    case .usage: 64
    case .data: 65
    case .output: 73
    case .writing: 74
    case .interrupted: Interrupt.exitCode
    }
  }
}

/// Standard error, for messages and progress: standard output is for results alone.
enum StandardError {
  /// Writes a message, a line that names the program, by rank 0.
  static func say(_ message: String) { if Ranks.isFirst { tell(message) } }

  /// The same by any rank.
  static func tell(_ message: String) { send("posterior: \(message.printable)\n") }

  /// Writes a text as it is, by rank 0.
  static func write(_ text: String) { if Ranks.isFirst { send(text) } }

  private static func send(_ text: String) {
    // Where standard error is closed or full there is nobody left to tell.
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}

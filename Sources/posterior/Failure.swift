import ArgumentParser
import Foundation

/// Why the command cannot do what it was asked: one line for standard error, and an exit code of sysexits.h.
struct Failure: Error {
  enum Code: Int32 {
    /// EX_USAGE: the options are wrong or do not fit together.
    case usage = 64
    /// EX_DATAERR: the data are wrong, or do not determine a posterior.
    case data = 65
    /// EX_CANTCREAT: an output cannot be written.
    case output = 73
    /// 128 + SIGINT.
    case interrupted = 130
  }

  let code: Code
  let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  func exit() -> Never {
    let subcommand =
      CommandLine.arguments.first(where: PosteriorCommand.subcommandNames.contains).map { $0 + " " } ?? ""
    let help = code == .usage ? " (see 'posterior \(subcommand)--help')" : ""
    StandardError.say(message + help)
    Foundation.exit(code.rawValue)
  }
}

/// Standard error, for messages and progress: standard output is for results alone.
enum StandardError {
  /// Writes a message, a line that names the program.
  static func say(_ message: String) { write("posterior: \(message.printable)\n") }

  /// Writes a text as it is.
  static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

/// Refuses an empty text where a name is wanted, as a shell gives for a variable that is not set.
func refuseEmpty(_ option: String, _ value: String?) throws {
  if value?.allSatisfy(\.isWhitespace) == true { throw ValidationError("\(option) is empty: give it a name") }
}

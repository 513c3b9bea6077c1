/// What is wrong with a table of numbers, where, and what would be right: one line.
public struct DataError: Error, Hashable, CustomStringConvertible {
  /// The file, or another name of where the table comes from.
  package let source: String
  /// The line of the file, from 1 as in an editor, where one line is at fault.
  package let line: Int?
  /// The name of the column, where one column is at fault.
  package let column: String?
  /// The defect and its remedy.
  package let problem: String

  init(_ source: String, line: Int? = nil, column: String? = nil, _ problem: String) {
    self.source = source
    self.line = line
    self.column = column
    self.problem = problem
  }

  /// "file, line 3, column "bmi": the defect; the remedy".
  public var description: String {
    shown(source) + (line.map { ", line \($0)" } ?? "") + (column.map { ", column \(quoted($0))" } ?? "") + ": "
      + problem
  }

  /// The same error with a further remedy.
  func adding(_ remedy: String) -> DataError {
    DataError(source, line: line, column: column, problem + remedy)
  }
}

/// Foreign text within a message: in quotation marks, on one line, cut after 40 characters.
func quoted(_ text: String) -> String { escaped(text.count > 40 ? String(text.prefix(40)) + "…" : text) }

/// A path, or other words that may be foreign, within a message: as they are, unless they hold what a terminal would
/// obey.
func shown(_ path: String) -> String { path.unicodeScalars.contains(where: \.isObeyed) ? escaped(path) : path }

private func escaped(_ text: String) -> String {
  text.debugDescription.unicodeScalars.reduce(into: "") { escaped, scalar in
    escaped += scalar.isObeyed ? "\\u{\(String(scalar.value, radix: 16, uppercase: true))}" : String(scalar)
  }
}

extension Unicode.Scalar {
  /// Whether a terminal acts on the character in place of showing it: controls, separators of lines, changes of
  /// direction.
  package var isObeyed: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: properties.isBidiControl
    }
  }
}

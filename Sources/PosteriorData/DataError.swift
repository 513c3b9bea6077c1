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
    source + (line.map { ", line \($0)" } ?? "") + (column.map { ", column \(quoted($0))" } ?? "") + ": " + problem
  }

  /// The same error with a further remedy.
  func adding(_ remedy: String) -> DataError {
    DataError(source, line: line, column: column, problem + remedy)
  }
}

/// Foreign text within a message: in quotation marks, on one line, cut after 40 characters.
func quoted(_ text: String) -> String {
  text.count > 40 ? (text.prefix(40) + "…").debugDescription : text.debugDescription
}

/// What is wrong with a model's text, or with the data that it names, and where.
public struct ModelError: Error, CustomStringConvertible, Hashable, Sendable {
  /// The name of the model's file: of a Swift file where the model is written in Swift.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// The column in characters, from 1; 0 where the model is written in Swift.
  public let column: Int
  /// What is wrong, and what would be right.
  public let message: String
  /// The row of the table that the error is about, such as `schools.csv row 17`.
  public let cell: String?

  /// An error at a place.
  init(file: String, line: Int, column: Int, message: String, cell: String? = nil) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
    self.cell = cell
  }

  /// The error in one line, its place first.
  public var description: String {
    let place = "\(file):\(line)" + (column > 0 ? ":\(column)" : "")
    if let cell { return "\(cell): \(message), used at \(place)" }
    return "\(place): \(message)"
  }
}

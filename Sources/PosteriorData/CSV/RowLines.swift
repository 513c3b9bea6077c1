/// On which line of a file each row starts.
struct RowLines: Sendable {
  private(set) var count = 0
  /// The rows that do not start on the line after the one before, with their lines.
  private var jumps: [(row: Int, line: Int)] = []
  private var next = 0

  /// Adds a row.
  mutating func append(_ line: Int) {
    if line != next { jumps.append((count, line)) }
    next = line + 1
    count += 1
  }

  /// The line of a row.
  subscript(row: Int) -> Int {
    guard let jump = jumps.last(where: { $0.row <= row }) else { return row + 1 }
    return jump.line + row - jump.row
  }
}

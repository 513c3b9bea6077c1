/// A matrix most of whose elements are zeros: of each row the others, with their columns (compressed sparse rows).
///
/// It takes memory for its non-zeros and its rows, however many columns there are. Columns of a row may come in any
/// order; elements of a row that name the same column are added up.
public struct SparseMatrix: Sendable, Hashable {
  /// The number of columns.
  public let columnCount: Int
  /// Where each row's elements begin, and behind the last row where they end: N + 1 places in ``values``.
  package let rowStarts: [Int]
  /// The column of each element, from 0.
  public let columns: [Int32]
  /// The elements, row after row.
  public let values: [Double]

  /// The number of rows.
  public var rowCount: Int { rowStarts.count - 1 }

  /// A matrix from its rows' elements, as a file may hold them.
  ///
  /// - Parameters:
  ///   - columnCount: The number of columns.
  ///   - rowStarts: Where each row's elements begin, and behind the last row where they end: N + 1 places in `values`.
  ///   - columns: The column of each element, from 0.
  ///   - values: The elements, row after row.
  /// - Throws: ``InvalidRows`` where they do not make a matrix of finite numbers.
  public init(columnCount: Int, rowStarts: [Int], columns: [Int32], values: [Double]) throws(InvalidRows) {
    let most = Int(Int32.max)
    guard (1...most).contains(columnCount), (1...most).contains(rowStarts.count - 1) else {
      throw InvalidRows(
        row: nil, "\(rowStarts.count - 1) rows of \(columnCount) columns are not from 1 to \(most) of each")
    }
    guard rowStarts[0] == 0, rowStarts[rowStarts.count - 1] == values.count, columns.count == values.count else {
      throw InvalidRows(
        row: nil,
        "\(values.count) elements and \(columns.count) columns do not fill rows from \(rowStarts[0]) to "
          + "\(rowStarts[rowStarts.count - 1])")
    }
    for row in 0..<rowStarts.count - 1 where rowStarts[row] > rowStarts[row + 1] {
      throw InvalidRows(row: row, "the row ends before it begins")
    }
    for row in 0..<rowStarts.count - 1 {
      for place in rowStarts[row]..<rowStarts[row + 1] {
        guard columns[place] >= 0, columns[place] < columnCount else {
          throw InvalidRows(row: row, "the column \(columns[place]) is not from 0 to \(columnCount - 1)")
        }
        guard values[place].isFinite else {
          throw InvalidRows(row: row, "the element in column \(columns[place]) is not finite")
        }
      }
    }
    (self.columnCount, self.rowStarts, self.columns, self.values) = (columnCount, rowStarts, columns, values)
  }

  /// Why elements make no matrix.
  public struct InvalidRows: Error, Equatable, CustomStringConvertible {
    /// The row at fault, from 0, where it is one.
    package let row: Int?
    /// What is wrong with it.
    package let problem: String

    init(row: Int?, _ problem: String) { (self.row, self.problem) = (row, problem) }

    /// "row 3: what is wrong", rows from 1.
    public var description: String { (row.map { "row \($0 + 1): " } ?? "") + problem }
  }

  /// The matrix with a column of ones before the others.
  ///
  /// - Throws: ``InvalidRows`` where there are as many columns as there can be.
  public func withOnes() throws(InvalidRows) -> SparseMatrix {
    guard columnCount < Int32.max else { throw InvalidRows(row: nil, "there is no room for another column") }
    var (starts, columns, values) = ([0], [Int32](), [Double]())
    starts.reserveCapacity(rowStarts.count)
    columns.reserveCapacity(self.columns.count + rowCount)
    values.reserveCapacity(self.values.count + rowCount)
    for row in 0..<rowCount {
      columns.append(0)
      values.append(1)
      for place in rowStarts[row]..<rowStarts[row + 1] {
        columns.append(self.columns[place] + 1)
        values.append(self.values[place])
      }
      starts.append(values.count)
    }
    return try SparseMatrix(columnCount: columnCount + 1, rowStarts: starts, columns: columns, values: values)
  }

  /// The same elements with the zeros between them.
  package var dense: Matrix {
    var dense = Matrix(rowCount: rowCount, columnCount: columnCount)
    for row in 0..<rowCount {
      for place in rowStarts[row]..<rowStarts[row + 1] { dense[row, Int(columns[place])] += values[place] }
    }
    return dense
  }
}

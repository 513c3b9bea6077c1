/// A dense matrix of `Double` in one flat row-major array.
///
/// A vector is `[Double]`: it is flat and contiguous already, and lends its elements as `span` and `mutableSpan`.
public struct Matrix: Sendable, Hashable {
  /// The number of rows.
  public let rowCount: Int
  /// The number of columns.
  public let columnCount: Int
  /// The elements, row after row; `rowCount * columnCount` of them.
  public internal(set) var elements: [Double]

  /// A matrix with every element equal to `value`.
  public init(rowCount: Int, columnCount: Int, repeating value: Double = 0) {
    precondition(rowCount >= 0 && columnCount >= 0, "a matrix cannot have a negative number of rows or columns")
    self.rowCount = rowCount
    self.columnCount = columnCount
    elements = [Double](repeating: value, count: rowCount * columnCount)
  }

  /// A matrix of `columnCount` columns from its elements, row after row.
  public init(columnCount: Int, elements: [Double]) {
    precondition(
      columnCount > 0 && elements.count.isMultiple(of: columnCount),
      "\(elements.count) elements do not fill rows of \(columnCount)")
    rowCount = elements.count / columnCount
    self.columnCount = columnCount
    self.elements = elements
  }

  /// The square matrix with `diagonal` on its diagonal and zero elsewhere.
  public init(diagonal: [Double]) {
    self.init(rowCount: diagonal.count, columnCount: diagonal.count)
    for (i, value) in diagonal.enumerated() { self[i, i] = value }
  }

  /// DAD, with D the diagonal matrix of some units: the matrix in other units of its rows and columns.
  package func scaled(by units: [Double]) -> Matrix {
    precondition(units.count == rowCount && units.count == columnCount, "a unit for each row and column")
    var scaled = self
    for i in units.indices { for j in units.indices { scaled[i, j] = units[i] * scaled[i, j] * units[j] } }
    return scaled
  }

  /// A symmetric matrix from its lower triangle, row by row, of which there may be more rows than are taken.
  package init(lowerTriangle: [Double], size: Int) {
    self.init(rowCount: size, columnCount: size)
    var place = 0
    for i in 0..<size {
      for j in 0...i {
        (self[i, j], self[j, i]) = (lowerTriangle[place], lowerTriangle[place])
        place += 1
      }
    }
  }

  /// The identity of size `count`.
  package static func identity(_ count: Int) -> Matrix {
    Matrix(diagonal: [Double](repeating: 1, count: count))
  }

  /// The element in a row and a column, both from 0.
  public subscript(row: Int, column: Int) -> Double {
    get {
      precondition(column >= 0 && column < columnCount, "no column \(column) in a matrix of \(columnCount)")
      return elements[row * columnCount + column]
    }
    set {
      precondition(column >= 0 && column < columnCount, "no column \(column) in a matrix of \(columnCount)")
      elements[row * columnCount + column] = newValue
    }
  }

  /// Row `row` as a new array. In an inner loop use ``dot(row:_:)`` instead, which copies nothing.
  public func row(_ row: Int) -> [Double] {
    Array(elements[row * columnCount..<(row + 1) * columnCount])
  }

  /// Column `column` as a new array.
  public func column(_ column: Int) -> [Double] {
    (0..<rowCount).map { self[$0, column] }
  }

  /// The elements on the diagonal.
  public var diagonal: [Double] {
    (0..<min(rowCount, columnCount)).map { self[$0, $0] }
  }

  /// Whether no element is infinite or not a number.
  package var isFinite: Bool { elements.allSatisfy(\.isFinite) }

  /// The rows as arrays, for printing and encoding.
  public var rows: [ArraySlice<Double>] {
    (0..<rowCount).map { elements[$0 * columnCount..<($0 + 1) * columnCount] }
  }
}

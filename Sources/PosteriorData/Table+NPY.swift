extension Table {
  /// A table from a file: NumPy's where its name ends in .npy, otherwise CSV.
  ///
  /// - Throws: ``DataError`` where the file cannot be read, or is no table.
  public init(contentsOf path: String) throws(DataError) {
    if path.lowercased().hasSuffix(".npy") {
      try self.init(contentsOfNPY: path)
    } else {
      try self.init(contentsOfCSV: path)
    }
  }

  /// A table from NumPy's .npy file at `path`, which holds an array of N rows and K columns, of numbers.
  ///
  /// The columns are called x1 to xK. Those that are used must be finite. ``NPY`` says which types of numbers are read.
  public init(contentsOfNPY path: String) throws(DataError) {
    try self.init(NPY(contentsOf: path), source: path)
  }

  /// A table from an array of N × K numbers. Errors call it `source`.
  package init(_ array: NPY, source: String) throws(DataError) {
    guard array.shape.count == 2, array.shape[0] > 0, array.shape[1] > 0 else {
      throw DataError(
        source, "a table needs the shape (rows, columns), not \(array.shape); make one with numpy.column_stack")
    }
    self.init(
      source: source, columnNames: (1...array.shape[1]).map { "x\($0)" }, rowCount: array.shape[0],
      cells: .numbers(array.values))
  }

  /// One column of numbers, row after row.
  func finite(_ numbers: [Double], in column: Int) throws(DataError) -> [Double] {
    let values = (0..<rowCount).map { numbers[$0 * columnNames.count + column] }
    if let row = values.firstIndex(where: { !$0.isFinite }) {
      throw DataError(
        source, column: columnNames[column],
        "row \(row + 1) holds \(values[row]), which is not finite; fill it in or leave the row out")
    }
    return values
  }
}

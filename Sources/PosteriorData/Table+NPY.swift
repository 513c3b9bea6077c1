extension Table {
  /// A table from a file: NumPy's where its name ends in .npy, otherwise CSV; or from the folder of a packed set.
  ///
  /// - Parameters:
  ///   - path: The file's.
  ///   - decimalCommas: Whether 1,100 is 1.1 in a CSV file; see ``init(contentsOfCSV:decimalCommas:)``.
  /// - Throws: ``DataError`` where the file cannot be read, or is no table.
  public init(contentsOf path: String, decimalCommas: Bool = false) throws(DataError) {
    if SparseData.isSparse(path) {
      throw DataError(
        path, "this holds a sparse design, where a table is wanted: a CSV file, a .npy file or a packed set")
    }
    if AtomicFile.isDirectory(path) {
      self = try StoredTable(contentsOf: path).table()
    } else if path.lowercased().hasSuffix(".npy") {
      try self.init(contentsOfNPY: path)
    } else {
      try self.init(contentsOfCSV: path, decimalCommas: decimalCommas)
    }
  }

  /// A table from NumPy's .npy file at `path`, which holds an array of N rows and K columns, of numbers.
  ///
  /// The columns are called x1 to xK. Those that are used must be finite. Numbers are little-endian float64, float32,
  /// int64 or int32, in C or in Fortran order.
  public init(contentsOfNPY path: String) throws(DataError) {
    try self.init(NPY(contentsOf: path), source: path)
  }

  /// A table from an array of N × K numbers. Errors call it `source`.
  package init(_ array: NPY, source: String) throws(DataError) {
    guard array.shape.count == 2, array.shape[0] > 0, array.shape[1] > 0 else {
      throw DataError(
        source, "a table needs the shape (rows, columns), not \(array.shape); make one with numpy.column_stack")
    }
    let (rowCount, width) = (array.shape[0], array.shape[1])
    self.init(
      source: source, columnNames: (1...width).map { "x\($0)" }, rowCount: rowCount,
      columns: (0..<width).map { column in TableColumn((0..<rowCount).map { array.values[$0 * width + column] }) },
      lines: nil)
    isUnnamed = true
  }

  /// A number of an array, which must be finite.
  func finite(_ value: Double, _ row: Int, in column: Int) throws(DataError) -> Double {
    if value.isFinite { return value }
    throw DataError(
      source, column: columnNames[column],
      "row \(row + 1) holds \(value), which is not finite; fill it in or leave the row out")
  }
}

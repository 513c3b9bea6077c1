// Data of a model that is written in Swift: by name, or from arrays.

extension ModelStatements {
  /// A column of the table.
  public func column(_ name: String) -> Formula { Formula(name: name) }

  /// A constant beside the table.
  public func constant(_ name: String) -> Formula { Formula(name: name) }

  /// The table's columns from one to another, as a block.
  public func columns(_ first: String, through last: String) -> Formula {
    Formula(text: "columns(\(Formula(name: first).text) : \(Formula(name: last).text))")
  }

  /// A column of numbers, a number for each example. What is not finite is missing.
  public mutating func column(
    _ name: String, _ numbers: [Double], fileID: StaticString = #fileID, line: Int = #line
  ) -> Formula {
    add(.init(name: name, cells: .numbers(numbers)), Place(fileID: "\(fileID)", line: line))
  }

  /// A column of whole numbers.
  public mutating func column(
    _ name: String, _ numbers: [Int], fileID: StaticString = #fileID, line: Int = #line
  ) -> Formula {
    add(.init(name: name, cells: .numbers(numbers.map(Double.init))), Place(fileID: "\(fileID)", line: line))
  }

  /// A column of text: a factor.
  public mutating func column(
    _ name: String, _ text: [String], fileID: StaticString = #fileID, line: Int = #line
  ) -> Formula {
    add(.init(name: name, cells: .text(text)), Place(fileID: "\(fileID)", line: line))
  }

  /// Columns as a block, an array for each column. They are named after the block: `x1`, `x2`, …
  public mutating func columns(
    _ name: String, _ numbers: [[Double]], fileID: StaticString = #fileID, line: Int = #line
  ) -> Formula {
    let parts = numbers.enumerated().map { column("\(name)\($0 + 1)", $1, fileID: fileID, line: line) }
    return Formula("columns", parts)
  }

  /// A known number with a name.
  public mutating func constant(
    _ name: String, _ number: Double, fileID: StaticString = #fileID, line: Int = #line
  ) -> Formula {
    add(.init(name: name, numbers: [number]), Place(fileID: "\(fileID)", line: line))
  }

  /// A known vector with a name.
  public mutating func constant(
    _ name: String, _ vector: [Double], fileID: StaticString = #fileID, line: Int = #line
  ) -> Formula {
    add(.init(name: name, sizes: [vector.count], numbers: vector), Place(fileID: "\(fileID)", line: line))
  }

  /// A known matrix with a name, an array for each row.
  public mutating func constant(
    _ name: String, _ matrix: [[Double]], fileID: StaticString = #fileID, line: Int = #line
  ) -> Formula {
    let place = Place(fileID: "\(fileID)", line: line)
    let width = matrix.first?.count ?? 0
    if let row = matrix.firstIndex(where: { $0.count != width }) {
      refuse(
        "row \(row + 1) of \(name) has \(counted(matrix[row].count, "number")) where the first has \(width)", place)
    }
    return add(.init(name: name, sizes: [matrix.count, width], numbers: matrix.flatMap { $0 }), place)
  }

  private mutating func add(_ column: ModelTable.Column, _ place: Place) -> Formula {
    let isFirst = data.columns.isEmpty && data.rowCount == 0
    let count = column.cells.count
    if !isFirst, count != data.rowCount {
      refuse("\(column.name) has \(counted(count, "value")) for \(counted(data.rowCount, "row"))", place)
    } else if count == 0 {
      refuse("\(column.name) has no values", place)
    }
    checkNew(column.name, place)
    data = ModelTable(
      file: data.file, rowCount: isFirst ? count : data.rowCount, columns: data.columns + [column],
      constants: data.constants, isUnnamed: data.isUnnamed)
    return Formula(name: column.name)
  }

  private mutating func add(_ constant: ModelTable.Constant, _ place: Place) -> Formula {
    if constant.sizes.contains(0) { refuse("\(constant.name) has no numbers", place) }
    checkNew(constant.name, place)
    data = ModelTable(
      file: data.file, rowCount: data.rowCount, columns: data.columns, constants: data.constants + [constant],
      isUnnamed: data.isUnnamed)
    return Formula(name: constant.name)
  }

  private mutating func checkNew(_ name: String, _ place: Place) {
    let isKnown = data.columns.contains { $0.name == name } || data.constants.contains { $0.name == name }
    if isKnown { refuse("there are data named \(name) already; give these another name", place) }
  }
}

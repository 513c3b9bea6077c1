public import PosteriorModels

extension ModelTable {
  /// The columns of a table as a model reads them: numbers where every cell that is not missing is one, text otherwise.
  ///
  /// A cell is missing where it is empty or says NA, NaN, N/A or null. A model refuses missing cells that it uses.
  ///
  /// - Parameters:
  ///   - table: The table, an example a row.
  ///   - constants: Numbers, vectors and matrices beside it.
  public init(_ table: Table, constants: [Constant] = []) {
    self.init(
      file: table.source, rowCount: table.rowCount,
      columns: table.columnNames.indices.map { table.modelColumn($0) },
      constants: constants, isUnnamed: table.isUnnamed)
  }
}

extension Table {
  /// A column, with what keeps it from being one of numbers, where some of its texts are numbers.
  fileprivate func modelColumn(_ column: Int) -> ModelTable.Column {
    var result = ModelTable.Column(name: columnNames[column], cells: modelCells(ofColumn: column))
    if case .text = result.cells, columns[column].hasNumbersAsTexts {
      do throws(DataError) { _ = try self.column(columnNames[column]) } catch { result.whyText = "\(error)" }
    }
    return result
  }

  /// A column as numbers or text, with its missing cells.
  private func modelCells(ofColumn column: Int) -> ModelTable.Cells {
    let column = columns[column]
    if column.isNumeric { return .numbers(column.values) }
    let texts = (0..<rowCount).map { row in column.text(row).flatMap { isMissing($0) ? nil : $0 } }
    let isText = texts.contains { $0 != nil } || column.values.allSatisfy(\.isNaN)
    return isText ? .text(texts) : .numbers(column.values, isMissing: column.values.map(\.isNaN))
  }
}

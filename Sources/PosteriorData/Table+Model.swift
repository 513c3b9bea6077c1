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
      columns: table.columnNames.enumerated().map { Column(name: $1, cells: table.modelCells(ofColumn: $0)) },
      constants: constants, isUnnamed: table.hasPlacesForNames)
  }
}

extension Table {
  /// Whether columns are called by their places, as those of arrays are.
  fileprivate var hasPlacesForNames: Bool { if case .numbers = cells { true } else { false } }

  /// A column as numbers or text, with its missing cells.
  fileprivate func modelCells(ofColumn column: Int) -> ModelTable.Cells {
    let text: [String?]
    switch cells {
    case .numbers(let numbers):
      return .numbers((0..<rowCount).map { numbers[$0 * columnNames.count + column] })
    case .text(let cells, _):
      text = (0..<rowCount).map { row in
        let cell = trimming(cells[row * columnNames.count + column])
        return ["", "na", "nan", "n/a", "null"].contains(cell.lowercased()) ? nil : cell
      }
    }
    var numbers: [Double] = []
    for cell in text {
      guard let cell else {
        numbers.append(.nan)
        continue
      }
      guard let number = decimalNumber(cell) else { return .text(text) }
      numbers.append(number)
    }
    return text.allSatisfy { $0 == nil } ? .text(text) : .numbers(numbers, isMissing: text.map { $0 == nil })
  }
}

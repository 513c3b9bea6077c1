/// The data of a model: a table, an example a row, and constants beside it.
public struct ModelTable: Sendable {
  /// The name of the table's file, for messages.
  package let file: String
  /// The number of rows.
  public let rowCount: Int
  /// The columns in the table's order.
  public let columns: [Column]
  /// Numbers, vectors and matrices that are not of the table.
  package let constants: [Constant]
  /// Whether the columns' names are places rather than names: then `X` is all of them.
  let isUnnamed: Bool
  /// The place in the file of each row, from 0, where some rows were dropped.
  private(set) var rowNumbers: [Int] = []

  /// A column of the table: the name that models use, and a cell for each example.
  public struct Column: Sendable {
    /// The name, as the model uses it.
    public let name: String
    /// Its cells, row after row.
    package let cells: Cells
    /// Why it is text although some of its cells are numbers, for messages.
    package var whyText: String?

    /// A column of a name.
    public init(name: String, cells: Cells) {
      self.name = name
      self.cells = cells
    }
  }

  /// The cells of a column. Missing ones are `nil`, or marked where there is a mark for each row.
  public enum Cells: Sendable {
    case numbers([Double], isMissing: [Bool] = [])
    case text([String?])

    var count: Int {
      switch self {
      case .numbers(let numbers, _): numbers.count
      case .text(let text): text.count
      }
    }

    /// The rows without a value.
    var missingRows: [Int] {
      switch self {
      case .numbers(let numbers, let isMissing):
        numbers.indices.filter { ($0 < isMissing.count && isMissing[$0]) || !numbers[$0].isFinite }
      case .text(let text): text.indices.filter { text[$0] == nil }
      }
    }

    func keeping(_ rows: [Int]) -> Cells {
      switch self {
      case .numbers(let numbers, let isMissing):
        .numbers(rows.map { numbers[$0] }, isMissing: isMissing.isEmpty ? [] : rows.map { isMissing[$0] })
      case .text(let text): .text(rows.map { text[$0] })
      }
    }
  }

  /// A named number (no sizes), vector (one size) or matrix (two, row after row).
  public struct Constant: Sendable {
    /// The name, as the model uses it.
    public let name: String
    /// No size for a number, one for a vector, two for a matrix.
    package let sizes: [Int]
    /// The numbers, a matrix's row after row.
    public let numbers: [Double]

    /// A constant of a name: no size for a number, one for a vector, two for a matrix, whose numbers are row after row.
    public init(name: String, sizes: [Int] = [], numbers: [Double]) {
      self.name = name
      self.sizes = sizes
      self.numbers = numbers
    }
  }

  /// A table of some columns.
  ///
  /// - Parameters:
  ///   - file: What errors call the table.
  ///   - rowCount: The number of rows.
  ///   - columns: The columns, each of as many cells.
  ///   - constants: Numbers, vectors and matrices beside it.
  ///   - isUnnamed: Whether columns are called by their places: then `X` is all of them.
  public init(
    file: String, rowCount: Int, columns: [Column], constants: [Constant] = [], isUnnamed: Bool = false
  ) {
    self.file = file
    self.rowCount = rowCount
    self.columns = columns
    self.constants = constants
    self.isUnnamed = isUnnamed
  }

  /// The table with a column `row` of its rows' numbers, from 1, unless the name means something.
  func numbered(_ statements: [Statement]) -> ModelTable {
    let name = "row"
    guard !isUnnamed, rowCount > 0, !columns.isEmpty, !columns.contains(where: { $0.name == name }),
      !constants.contains(where: { $0.name == name }), !statements.contains(where: { $0.subject == name })
    else { return self }
    let numbers = Column(name: name, cells: .numbers((1...rowCount).map(Double.init)))
    return ModelTable(file: file, rowCount: rowCount, columns: columns + [numbers], constants: constants)
  }

  func keeping(_ rows: [Int]) -> ModelTable {
    let kept = columns.map { column in
      var kept = Column(name: column.name, cells: column.cells.keeping(rows))
      kept.whyText = column.whyText
      return kept
    }
    let table = ModelTable(
      file: file, rowCount: rows.count, columns: kept, constants: constants, isUnnamed: isUnnamed)
    return table.numberedAs(rows)
  }

  /// The same table, of which messages number the rows otherwise: from 0, a number for each.
  func numberedAs(_ numbers: [Int]) -> ModelTable {
    var table = self
    table.rowNumbers = numbers
    return table
  }
}

internal import Foundation
public import PosteriorModels
public import PosteriorSampling

extension StoredRegression {
  /// A regression on the rows of a packed set, which are read as chains want them.
  ///
  /// All rows are looked at once before: each shard must have its checksum, and each response must be one that the
  /// family knows.
  ///
  /// - Parameters:
  ///   - table: The packed set.
  ///   - family: What the responses are. Two values of a logistic regression may be any whole numbers or texts; the
  ///     greater is 1.
  ///   - columns: What is explained by what.
  ///   - prior: The prior on each coefficient.
  ///   - memory: The bytes that rows in memory may take.
  ///   - precision: That of the rows in memory.
  /// - Throws: ``DataError`` where the set is damaged, or the columns are not what a regression takes.
  public init(
    _ table: StoredTable, _ family: RegressionFamily, _ columns: RegressionColumns, prior: Prior = .flat,
    memory: Int = 1 << 29, precision: DesignPrecision = .double
  ) throws(DataError) {
    let data = try table.regressionData(columns, isTargetOfClasses: family == .logistic)
    self = try Self.make(table, family, data, prior: prior, memory: memory, precision: precision).model
  }

  /// The same for columns that have been chosen. Returns the model, and the values that are its classes, where those
  /// are not 0 and 1.
  package static func make(
    _ table: StoredTable, _ family: RegressionFamily, _ data: RegressionData, prior: Prior, memory: Int,
    precision: DesignPrecision
  ) throws(DataError) -> (model: StoredRegression, classes: [String]) {
    guard table.rowCount <= Int32.max else {
      throw DataError(table.path, "there are \(table.rowCount) rows; a regression takes at most \(Int32.max)")
    }
    var layout = try table.layout(data)
    let classes = try table.checkResponses(layout.target, family)
    layout.one = classes.map(\.one)
    let rows = try StoredRows(table, layout, precision, memory: memory)
    return (StoredRegression(family, rows, prior: prior), classes?.values ?? [])
  }
}

extension StoredTable {
  /// Whether a table of all rows, and what a model makes of it, fit in some memory.
  package func fits(inMemory bytes: Int) -> Bool { rowCount <= bytes / (16 * columns.count) }

  /// What a regression takes of the rows, with the design of the first ones alone, in the units of the table.
  package func regressionData(
    _ chosen: RegressionColumns, isTargetOfClasses: Bool
  ) throws(DataError) -> RegressionData {
    var data = try RegressionData(
      try head(numbering: isTargetOfClasses ? chosen.target : nil), target: chosen.target, features: chosen.features,
      intercept: chosen.intercept, standardize: false)
    guard chosen.standardize else { return data }
    var (means, scales) = ([Double](), [Double]())
    for name in data.featureNames {
      let column = try columns[place(of: name)]
      guard let mean = column.mean, let scale = column.standardDeviation, scale.isNormal else {
        throw DataError(path, column: name, "the column does not vary, and cannot be standardised; leave it out")
      }
      means.append(mean)
      scales.append(scale)
    }
    data.standardization = Standardization(means: means, scales: scales)
    return data
  }

  /// Where the design and the responses stand in a row.
  fileprivate func layout(_ data: RegressionData) throws(DataError) -> DesignLayout {
    var sources: [Int] = []
    for name in data.featureNames { sources.append(try place(of: name)) }
    return DesignLayout(
      names: data.parameterNames, sources: sources, standardization: data.standardization,
      target: try place(of: data.targetName))
  }

  /// The place of a column in a row. It must have no missing cells.
  private func place(of name: String) throws(DataError) -> Int {
    let place = columns.firstIndex { $0.name == name } ?? 0
    guard columns[place].missing == 0 else {
      throw DataError(
        path, column: name,
        "\(columns[place].missing) of \(rowCount) cells are missing: leave out these rows, or the column")
    }
    return place
  }

  /// The first rows as a table, in which one column may be left as numbers.
  private func head(numbering name: String?) throws(DataError) -> Table {
    var shard = try open(0)
    _ = try shard.next()
    let count = min(shard.block.count / columns.count, 100)
    var made: [TableColumn] = []
    for (place, column) in columns.enumerated() {
      let numbers = (0..<count).map { shard.block[$0 * columns.count + place] }
      guard let cells = TableColumn(numbers, levels: column.name == name ? nil : column.levels) else {
        throw DataError(path, column: column.name, "a cell is the number of no level; " + Self.remedy)
      }
      made.append(cells)
    }
    return Table(source: path, columnNames: columns.map(\.name), rowCount: count, columns: made, lines: nil)
  }

  /// Looks at the responses of all rows, and holds the shards against their checksums. Returns the number that stands
  /// for the class 1, and what the classes are called unless that is 0 and 1.
  fileprivate func checkResponses(
    _ place: Int, _ family: RegressionFamily
  ) throws(DataError) -> (one: Double, values: [String])? {
    let (column, width) = (columns[place], columns.count)
    var (values, row) = (Set<Double>(), 0)
    for number in contents.shards.indices {
      var shard = try open(number)
      while try shard.next() {
        for i in stride(from: place, to: shard.block.count, by: width) {
          let value = shard.block[i]
          row += 1
          if family == .logistic, values.count <= 2 { values.insert(value) }
          guard family == .logistic ? value != value.rounded() || values.count > 2 : !family.allows(value) else {
            continue
          }
          let text = column.levels.map { $0[min(max(Int(value), 0), $0.count - 1)] } ?? "\(value)"
          throw DataError(path, column: column.name, "data row \(row): " + family.refusal(of: text))
        }
      }
    }
    guard family == .logistic else { return nil }
    guard values.count == 2 || column.levels == nil && values.isSubset(of: [0, 1]) else {
      throw DataError(path, column: column.name, "every response is the same: two values are wanted")
    }
    if let levels = column.levels { return (levels[0] < levels[1] ? 1 : 0, levels.sorted()) }
    if values.isSubset(of: [0, 1]) { return (1, []) }
    let sorted = values.sorted()
    return (sorted[1], sorted.map { "\($0)".replacing(/\.0$/, with: "") })
  }
}

extension RegressionFamily {
  /// What is wrong with a response.
  fileprivate func refusal(of value: String) -> String {
    switch self {
    case .linear: "\(value) is too large to be squared; write the column in other units"
    case .logistic: "\(value) is a third value, or no class; write 0 and 1, or two words"
    case .poisson: "\(value) is not a whole number from 0 to 1e9"
    }
  }
}

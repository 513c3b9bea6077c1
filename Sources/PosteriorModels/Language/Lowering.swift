/// Makes the graph of a model: what names are, what formulas stand for, and what each statement adds.
struct Lowering {
  /// Where a formula is evaluated: once a row or once for all, or once a level of a factor.
  enum Context: Hashable {
    case free
    case levels(String)
  }

  struct Key: Hashable {
    let name: String
    let context: Context
  }

  /// The most evaluations of a model's formulas, and the deepest of them: each takes some 5 KB of a stack of 512 KB.
  static let evaluationLimit = 200_000
  static let depthLimit = 60
  /// The most elements of a parameter.
  static let sizeLimit = 100_000

  let source: ModelSource
  let scope: Scope
  let statements: [Statement]
  let table: ModelTable
  /// The rows at the beginning that no statement can use. The graph is of the others.
  let firstRow: Int

  var graph: Graph
  var dimension = 0
  /// The logarithms of constraints' Jacobians, and of densities that are not by row.
  var prior: Node
  var factors: [String: Factor] = [:]
  var definitions: [Key: Quantity] = [:]
  var parameters: [String: Quantity] = [:]
  /// Names whose meaning is being found, outermost first: a name that stands here twice is in a circle.
  var pending: [Key] = []
  var variables: [String: Double] = [:]
  var evaluations = 0
  var elements = 0
  /// The elements of parameters, from 1, that have a distribution of their own.
  var covered: [String: Set<Int>] = [:]
  /// The rows at the beginning that the present statement cannot use.
  var absentRows = 0
  var depth = 0
  /// What was found, for the summary.
  var summary = ModelSummary()
  /// The constraint of each parameter of the summary.
  var constraints: [Constraint] = []
  /// The factors whose levels name the elements of what is reported.
  var reportedFactors: [String: String] = [:]
  /// The columns that statements by example have on their left sides.
  var targets: [String] = []
  /// How many rows at the beginning the model was made of, where the others are new to it: data are summarised by the
  /// former alone.
  let seenRows: Int?
  /// What new rows may hold, a law for each statement by example.
  var responses: [Response] = []
  /// The parts of the law of the present statement.
  var responseParts: [Response.Part] = []

  init(
    _ scope: Scope, _ statements: [Statement], _ table: ModelTable, _ source: ModelSource, firstRow: Int,
    seenRows: Int? = nil
  ) {
    self.seenRows = seenRows
    self.source = source
    self.scope = scope
    self.statements = statements
    self.table = table
    self.firstRow = firstRow
    graph = Graph(rowCount: table.rowCount - firstRow)
    prior = graph.constant(0)
  }

  // Known numbers as nodes.

  /// The node of a quantity of one value, a vector or a value for each row.
  mutating func node(of quantity: Quantity, _ range: Range<Int>) throws(ModelError) -> Node {
    switch quantity.content {
    case .node(let node): return node
    case .text: throw textNotNumber(quantity, range)
    case .columns: throw blockForNumber(quantity, range)
    case .known(let numbers):
      try checkFinite(quantity, range)
      switch quantity.shape {
      case .one: return graph.constant(numbers[0])
      case .vector: return graph.knownVector(numbers)
      case .rows: return graph.column(Array(numbers[firstRow...]))
      case .matrix: return graph.knownVector(numbers)
      case .block: throw blockForNumber(quantity, range)
      }
    }
  }

  private func blockForNumber(_ quantity: Quantity, _ range: Range<Int>) -> ModelError {
    source.error(at: range, "\(source.text(range)) has \(quantity.columnCount ?? 0) columns; multiply it: X * b")
  }

  /// The nodes of a block's columns, or the node of anything else.
  mutating func nodes(of quantity: Quantity, _ range: Range<Int>) throws(ModelError) -> [Node] {
    guard let count = quantity.columnCount else { return [try node(of: quantity, range)] }
    if case .columns(let nodes) = quantity.content { return nodes }
    try checkFinite(quantity, range)
    let numbers = quantity.known ?? []
    return (0..<count).map { place in
      graph.column(Array(numbers[place * table.rowCount + firstRow..<(place + 1) * table.rowCount]))
    }
  }

  func textNotNumber(_ quantity: Quantity, _ range: Range<Int>) -> ModelError {
    let name = quantity.origin?.name ?? source.text(range)
    if let reason = table.columns.first(where: { $0.name == name })?.whyText {
      return source.error(at: range, "\(name) is text: \(reason)")
    }
    let level = if case .text(let levels) = quantity.content, let first = levels.first { first } else { "…" }
    return source.error(
      at: range, "\(name) is text; compare it with a level, (\(name) == \"\(level)\"), or index by it, theta[\(name)]")
  }

  /// Refuses known numbers that are none, such as log(0).
  func checkFinite(_ quantity: Quantity, _ range: Range<Int>) throws(ModelError) {
    guard let numbers = quantity.known else { return }
    let absent = quantity.shape == .rows ? quantity.absentRows : 0
    guard let place = numbers.indices.dropFirst(absent).first(where: { !numbers[$0].isFinite }) else { return }
    let text = source.text(range)
    let value = "\(text) is \(written(numbers[place]))"
    switch quantity.shape {
    case .rows: throw source.error(at: range, "\(value) at row \(rowName(place)) of \(table.file)")
    case .block: throw source.error(at: range, "\(value) at row \(rowName(place % table.rowCount)) of \(table.file)")
    default: throw source.error(at: range, value)
    }
  }

  /// The row's number in the file, from 1: dropped rows count.
  func rowName(_ row: Int) -> String {
    seenRows.map { row < $0 } ?? false ? "\(rowNumber(row)) of the run's data" : "\(rowNumber(row))"
  }

  func rowNumber(_ row: Int) -> Int { (row < table.rowNumbers.count ? table.rowNumbers[row] : row) + 1 }
}

/// A number as messages write it: whole ones without a point.
func written(_ number: Double) -> String {
  if number.isNaN { return "not a number" }
  if number.isInfinite { return number < 0 ? "-inf" : "inf" }
  if number == number.rounded(), abs(number) < 1e15 { return "\(Int(number))" }
  return "\(number)"
}

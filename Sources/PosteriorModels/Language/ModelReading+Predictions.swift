extension ModelReading {
  /// What the model says of the rows of another table.
  ///
  /// The table's rows are read behind those of the model's own, which settle levels, sizes and summaries of
  /// columns. The graph is of the new rows alone.
  func predictor(for new: ModelTable) throws(ModelError) -> Predictor {
    guard exampleCount > 0 else {
      throw source.error(at: 0, "no statement goes by example, so that there is nothing to predict")
    }
    let scope = try Scope(statements, table, source)
    let both = try followed(by: new, needing: scope.columnsOfExplanations(statements))
    var lowering = Lowering(
      try Scope(statements, both, source), statements, both, source, firstRow: table.rowCount, seenRows: table.rowCount)
    _ = try lowering.model()
    guard lowering.dimension == model.dimension else {
      throw source.error(at: 0, "\(new.file) changes the number of parameters")
    }
    var columns = PredictedColumns(lowering.graph, dimension: model.dimension)
    let laws = lowering.responses.map { columns.law($0) }
    return Predictor(rowCount: new.rowCount, laws: laws, columns: columns.values())
  }

  /// Where the first statement stands that has a name.
  private func place(of name: String) -> Int {
    let statement = statements.first { statement in
      var names: Set<String> = []
      statement.collectNames(&names, table.columns.map(\.name))
      return names.contains(name)
    }
    return statement?.range.lowerBound ?? 0
  }

  /// The model's own table followed by another, with a number that stands in for the responses of the latter.
  private func followed(by new: ModelTable, needing explaining: Set<String>) throws(ModelError) -> ModelTable {
    let used = Set((data.targets + data.others).map(\.name))
    var columns: [ModelTable.Column] = []
    for column in table.columns where used.contains(column.name) {
      let name = column.name
      if !explaining.contains(name) {
        let first = [Int](repeating: 0, count: new.rowCount)
        columns.append(.init(name: name, cells: column.cells.keeping(Array(0..<table.rowCount) + first)))
        continue
      }
      guard let other = new.columns.first(where: { $0.name == name }) else {
        let near = suggestion(for: name, among: new.columns.map(\.name))
        throw source.error(at: place(of: name), "there is no column \(name)\(near)", cell: new.file)
      }
      guard let cells = column.cells.followed(by: other.cells) else {
        throw source.error(at: place(of: name), "\(name) is text, and was numbers in the run's data", cell: new.file)
      }
      columns.append(.init(name: name, cells: cells))
    }
    let numbers = table.rowNumbers.isEmpty ? Array(0..<table.rowCount) : table.rowNumbers
    return ModelTable(
      file: new.file, rowCount: table.rowCount + new.rowCount, columns: columns, constants: table.constants,
      isUnnamed: table.isUnnamed
    ).numberedAs(numbers + Array(0..<new.rowCount))
  }
}

extension ModelTable.Cells {
  /// The same cells followed by others; nil where those are text and these are numbers.
  fileprivate func followed(by other: ModelTable.Cells) -> ModelTable.Cells? {
    switch (self, other) {
    case (.numbers(let a, let missing), .numbers(let b, let others)):
      func marks(_ numbers: [Double], _ marks: [Bool]) -> [Bool] { marks.isEmpty ? numbers.map { _ in false } : marks }
      return .numbers(a + b, isMissing: marks(a, missing) + marks(b, others))
    case (.text(let a), .text(let b)): return .text(a + b)
    case (.text(let a), .numbers(let b, let missing)):
      return .text(
        a + b.indices.map { !b[$0].isFinite || ($0 < missing.count && missing[$0]) ? nil : written(b[$0]) })
    case (.numbers, .text(let b)): return b.contains { $0 != nil } ? nil : followed(by: .numbers(b.map { _ in .nan }))
    }
  }
}

/// The nodes that laws of new rows are made of, each as a column.
private struct PredictedColumns {
  private var graph: Graph
  private let dimension: Int
  private var nodes: [Node] = []

  init(_ graph: Graph, dimension: Int) { (self.graph, self.dimension) = (graph, dimension) }

  mutating func law(_ response: Lowering.Response) -> ResponseLaw {
    let parts = response.parts.map { part in
      let kind: ResponseLaw.Part.Kind =
        part.distribution.map { .distribution($0, part.arguments.map { $0.flatMap { places($0) } }) }
        ?? .point(part.point)
      return ResponseLaw.Part(
        kind: kind, logWeight: part.logWeight.map { place($0) }, interval: interval(part.interval))
    }
    return ResponseLaw(names: response.names, parts: parts, interval: interval(response.interval))
  }

  private mutating func interval(_ ends: (low: Node?, high: Node?)) -> ResponseLaw.Interval {
    .init(low: ends.low.map { place($0) }, high: ends.high.map { place($0) })
  }

  /// The places of a number, or of a vector's elements.
  private mutating func places(_ node: Node) -> [Int] {
    guard case .vector(let count) = graph.extent(node) else { return [place(node)] }
    return (0..<count).map { place(graph.element(node, $0)) }
  }

  private mutating func place(_ node: Node) -> Int {
    if let place = nodes.firstIndex(of: node) { return place }
    nodes.append(node)
    return nodes.count - 1
  }

  /// What gives the columns at a position.
  func values() -> @Sendable ([Double]) -> [[Double]] {
    let count = graph.rowCount
    let columns = nodes.map { node -> @Sendable ([Double]) -> [Double] in
      if let number = graph.value(node) { return { _ in [Double](repeating: number, count: count) } }
      var graph = graph
      let prior = graph.constant(0)
      let model = ModelGraph(graph: graph, dimension: dimension, prior: prior, likelihood: node, reported: []).folded()
      let program = PointwiseProgram(model)
      return { program?.values(at: $0.span) ?? [] }
    }
    return { position in columns.map { $0(position) } }
  }
}

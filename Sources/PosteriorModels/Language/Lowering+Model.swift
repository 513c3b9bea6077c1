extension Lowering {
  /// The graph of the whole model, and the number of rows at the beginning that no statement can use.
  ///
  /// Where these rows are in the graph, it is not finished: they are to be left out.
  mutating func model() throws(ModelError) -> (model: ModelGraph, unusedRows: Int) {
    for name in scope.parameterNames {
      if let parameter = scope.parameters[name] { _ = try value(of: parameter, parameter.name.range) }
    }
    for name in scope.definitionNames {
      if let definition = scope.definitions[name] { _ = try value(of: definition, definition.name.range, .free) }
    }
    var terms: [(statement: Statement, term: Term)] = []
    var targets: Set<String> = []
    for statement in statements {
      guard let term = try term(statement) else { continue }
      terms.append((statement, term))
      if case .distributed(let left, _, _) = statement.form, term.part != .prior {
        let text = source.text(left.range)
        if !targets.insert(text).inserted {
          throw source.error(at: left.range, "\(text) has a distribution already; each left side has one")
        }
      }
    }
    if dimension == 0 { throw source.error(at: 0, "the model has no parameters, so there is nothing to sample") }
    let unused = terms.filter { $0.term.part == .likelihood }.map(\.term.absentRows).min() ?? 0
    if unused > firstRow {
      let unfinished = ModelGraph(graph: graph, dimension: dimension, prior: prior, likelihood: nil, reported: [])
      return (unfinished, unused)
    }
    var likelihood: Node?
    for (statement, term) in terms {
      summarize(statement, term)
      if term.part == .likelihood {
        let values = masked(term)
        likelihood = likelihood.map { graph.add($0, values) } ?? values
      } else {
        prior = graph.add(prior, term.node)
      }
    }
    noteParameters()
    if likelihood == nil, !table.columns.isEmpty {
      summary.notes.append("no statement has a column on its left side, so the table's rows are no examples")
    }
    let reported = try reported()
    return (
      ModelGraph(
        graph: graph, dimension: dimension, prior: prior, likelihood: likelihood.map { graph.repeated($0, as: .rows) },
        reported: reported), unused
    )
  }

  /// A statement's values for each row, 0 where it has none and another statement has.
  private mutating func masked(_ term: Term) -> Node {
    guard term.absentRows > firstRow else { return term.node }
    let mask = (firstRow..<table.rowCount).map { $0 < term.absentRows ? 0.0 : 1 }
    return graph.select(graph.column(mask), term.node, graph.constant(0))
  }

  private mutating func summarize(_ statement: Statement, _ term: Term) {
    let (line, text) = (source.line(of: statement.range.lowerBound), source.text(statement.range))
    summary.statements.append(.init(line: line, text: text, part: term.part))
    if term.part == .likelihood, case .distributed(let target, _, _) = statement.form { addTargets(in: target) }
    if term.absentRows > 0 {
      let (absent, present) = (term.absentRows, table.rowCount - term.absentRows)
      summary.notes.append(
        "line \(line): the first \(counted(absent, "row")) have no earlier values; \(present) of "
          + "\(table.rowCount) rows count")
    }
  }

  /// Says which parameters have no distribution: a flat prior. Where it has no bounds, whether the posterior is proper
  /// depends on the data.
  private mutating func noteParameters() {
    for parameter in summary.parameters {
      if let column = table.columns.first(where: { $0.name.lowercased() == parameter.name.lowercased() }) {
        summary.notes.append("\(parameter.name) is a parameter; the column of \(table.file) is \(column.name)")
      }
    }
    for parameter in summary.parameters {
      guard let written = scope.parameters[parameter.name], written.prior == nil else { continue }
      let manner =
        parameter.isBounded ? "its prior is uniform" : "its prior is flat; the data must make the posterior proper"
      let some = covered[parameter.name] ?? []
      if some.isEmpty {
        summary.notes.append("\(parameter.name) has no distribution: \(manner)")
      } else if let size = parameter.size, some.count < size {
        let rest = (1...size).filter { !some.contains($0) }.prefix(5).map(String.init).joined(separator: ", ")
        let dots = size - some.count > 5 ? ", …" : ""
        summary.notes.append("\(parameter.name)[\(rest)\(dots)] has no distribution: \(manner)")
      }
    }
  }

  /// Parameters, and definitions of one value or a vector that depend on them.
  private mutating func reported() throws(ModelError) -> [ModelGraph.Reported] {
    var result: [ModelGraph.Reported] = []
    for parameter in summary.parameters {
      if let quantity = parameters[parameter.name], case .node(let node) = quantity.content {
        result.append(.init(names: names(parameter.name, quantity.shape), node: node))
      }
    }
    let depends = graph.dependsOnParameters()
    for name in scope.definitionNames {
      guard let definition = scope.definitions[name] else { continue }
      let quantity = try value(of: definition, definition.name.range, .free)
      let isReported = quantity.shape == .one || quantity.vectorCount != nil
      guard case .node(let node) = quantity.content, depends[node.index], isReported else { continue }
      result.append(.init(names: names(name, quantity.shape), node: node))
      summary.derived.append(name)
    }
    return result
  }

  private mutating func names(_ name: String, _ shape: Quantity.Shape) -> [String] {
    guard case .vector(let count, let factor) = shape else { return [name] }
    if let levels = factor.flatMap({ factors[$0]?.levels }), levels.count == count {
      reportedFactors[name] = factor
      return levels.map { "\(name)[\($0)]" }
    }
    return (1...max(count, 1)).map { "\(name)[\($0)]" }
  }
}

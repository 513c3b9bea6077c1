extension Scope {
  /// The rows in which all columns that the text names have values.
  func completeRows(_ statements: [Statement]) -> [Int] {
    var names: Set<String> = []
    for statement in statements { statement.collectNames(&names, table.columns.map(\.name)) }
    if names.contains(where: isBlockOfAll) { names.formUnion(table.columns.map(\.name)) }
    var isComplete = [Bool](repeating: true, count: table.rowCount)
    for name in names {
      for row in columns[name]?.missingRows ?? [] { isComplete[row] = false }
    }
    return isComplete.indices.filter { isComplete[$0] }
  }
}

extension Statement {
  func collectNames(_ names: inout Set<String>, _ columns: [String]) {
    switch form {
    case .dropMissing: break
    case .declaration(_, let kind, let size):
      size?.collectNames(&names, columns)
      if case .interval(let low, let high) = kind {
        low.collectNames(&names, columns)
        high.collectNames(&names, columns)
      }
    case .definition(_, let factor, let value):
      if let factor { names.insert(factor.text) }
      value.collectNames(&names, columns)
    case .distributed(let target, let density, let bounds):
      target.collectNames(&names, columns)
      density.collectNames(&names, columns)
      bounds?.low.collectNames(&names, columns)
      bounds?.high.collectNames(&names, columns)
    }
  }
}

extension Expression {
  func collectNames(
    _ names: inout Set<String>, _ columns: [String], isSummary: (String) -> Bool = { _ in false }
  ) {
    switch form {
    case .number, .text: break
    case .name(let name): names.insert(name)
    case .negated(let inner): inner.collectNames(&names, columns, isSummary: isSummary)
    case .chain(let first, let rest):
      first.collectNames(&names, columns, isSummary: isSummary)
      for (_, operand) in rest { operand.collectNames(&names, columns, isSummary: isSummary) }
    case .power(let a, let b), .comparison(_, let a, let b), .index(let a, let b):
      a.collectNames(&names, columns, isSummary: isSummary)
      b.collectNames(&names, columns, isSummary: isSummary)
    case .range(let low, let high):
      low.collectNames(&names, columns, isSummary: isSummary)
      high.collectNames(&names, columns, isSummary: isSummary)
      // All columns from one to another.
      if let first = columns.firstIndex(where: { $0 == low.name }),
        let last = columns.firstIndex(where: { $0 == high.name }), first <= last
      {
        names.formUnion(columns[first...last])
      }
    case .truncated(let density, let bounds):
      for part in [density, bounds.low, bounds.high] { part.collectNames(&names, columns, isSummary: isSummary) }
    case .call(let name, _) where isSummary(name.text): break
    case .call(_, let arguments), .list(let arguments):
      for argument in arguments { argument.collectNames(&names, columns, isSummary: isSummary) }
    case .sum(_, let low, let high, let body):
      for part in [low, high, body] { part.collectNames(&names, columns, isSummary: isSummary) }
    }
  }
}

// What a statement that goes by example says of a response, for rows that the model has not seen.

extension Lowering {
  /// A response and its law, in nodes of the graph.
  struct Response {
    let names: [String]
    var parts: [Part]
    var interval: (low: Node?, high: Node?) = (nil, nil)

    struct Part {
      /// The distribution; nil for a point.
      var distribution: Distribution?
      var point = 0.0
      var arguments: [[Node]] = []
      var logWeight: Node?
      var interval: (low: Node?, high: Node?) = (nil, nil)
    }
  }

  /// The known ends of an interval.
  mutating func interval(
    _ bounds: Bounds?, _ target: Target
  ) throws(ModelError) -> (low: Node?, high: Node?) {
    let bounds = try truncation(bounds, target.context)
    var ends: [Node?] = []
    for end in [bounds.low, bounds.high] {
      guard let end else {
        ends.append(nil)
        continue
      }
      ends.append(try node(of: end.quantity, end.range))
    }
    return (ends[0], ends[1])
  }

  /// Notes a statement's law, of whose parts ``responseParts`` has been told.
  mutating func noteResponse(_ written: Density, of target: Target) throws(ModelError) {
    let names = target.quantity.columnCount.map { count in
      targetColumns(of: target.range, count) ?? (1...count).map { "\(target.text)[\($0)]" }
    }
    var response = Response(names: names ?? [target.text], parts: responseParts)
    if written.name.text == "mix" { response.interval = try interval(written.bounds, target) }
    responses.append(response)
  }

  /// The columns of `columns(y, z)`.
  private func targetColumns(of range: Range<Int>, _ count: Int) -> [String]? {
    for case .distributed(let left, _, _) in statements.map(\.form) where left.range == range {
      guard case .call(_, let arguments) = left.form else { return nil }
      let names = arguments.compactMap(\.name)
      return names.count == count ? names : nil
    }
    return nil
  }
}

extension Scope {
  /// The columns that something else than the left side of a statement needs to have of a new row.
  ///
  /// Of `mean(y)` and the like the numbers are those of the rows that were seen.
  func columnsOfExplanations(_ statements: [Statement]) -> Set<String> {
    var waiting: [Expression] = []
    for statement in statements {
      switch statement.form {
      case .distributed(_, let right, let bounds): waiting += [right] + (bounds.map { [$0.low, $0.high] } ?? [])
      case .declaration(_, _, let size?): waiting.append(size)
      default: break
      }
    }
    var (found, seen) = (Set<String>(), Set<String>())
    while let expression = waiting.popLast() {
      var names: Set<String> = []
      expression.collectNames(
        &names, table.columns.map(\.name), isSummary: { ["mean", "sd", "min", "max"].contains($0) })
      for name in names where seen.insert(name).inserted {
        if let definition = definitions[name] {
          waiting.append(definition.value)
          if let factor = definition.factor { found.insert(factor.text) }
        } else if columns[name] != nil {
          found.insert(name)
        }
      }
    }
    return found
  }
}

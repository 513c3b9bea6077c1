// `[1, 2, 3]`, `[mu, 0]`, `[0, a + b * x]`, `[[1, r], [r, 1]]`.

extension Lowering {
  /// Values one after another: a vector of numbers, a block of what has a value a row, or a matrix of lists.
  mutating func list(
    _ items: [Expression], _ context: Context, _ range: Range<Int>
  ) throws(ModelError) -> Quantity {
    if items.isEmpty { throw source.error(at: range, "the list is empty") }
    var parts: [(Quantity, Range<Int>)] = []
    for item in items {
      let part = try evaluate(item, context)
      if part.isText { throw textNotNumber(part, item.range) }
      parts.append((part, item.range))
    }
    if parts.contains(where: { $0.0.shape == .rows }) { return try block(of: parts) }
    if let count = parts[0].0.vectorCount, parts[0].0.factor == nil { return try matrix(of: parts, count, range) }
    for (part, range) in parts where part.shape != .one {
      throw source.error(at: range, "the elements of a list are numbers; this is \(described(part))")
    }
    return try joined(parts, as: .vector(parts.count), range)
  }

  /// A block of formulas, some of which have a value a row.
  private mutating func block(of parts: [(Quantity, Range<Int>)]) throws(ModelError) -> Quantity {
    for (part, range) in parts where part.shape != .rows && part.shape != .one {
      throw source.error(
        at: range, "the other elements of the list have one value a row; this is \(described(part))")
    }
    let absent = parts.map(\.0.absentRows).max() ?? 0
    let known = parts.compactMap { part, _ in
      part.known.map { $0.count == 1 ? [Double](repeating: $0[0], count: table.rowCount) : $0 }
    }
    if known.count == parts.count {
      return Quantity(.block(parts.count), .known(known.flatMap { $0 }), absentRows: absent)
    }
    var nodes: [Node] = []
    for (part, range) in parts { nodes.append(graph.repeated(try node(of: part, range), as: .rows)) }
    return Quantity(.block(parts.count), .columns(nodes), absentRows: absent)
  }

  /// A matrix of rows.
  private mutating func matrix(
    of parts: [(Quantity, Range<Int>)], _ count: Int, _ range: Range<Int>
  ) throws(ModelError) -> Quantity {
    for (part, range) in parts where part.shape != .vector(count) {
      throw source.error(
        at: range, "the first row of the matrix has \(counted(count, "element")); this is \(described(part))")
    }
    return try joined(parts, as: .matrix(parts.count, count), range)
  }

  private mutating func joined(
    _ parts: [(Quantity, Range<Int>)], as shape: Quantity.Shape, _ range: Range<Int>
  ) throws(ModelError) -> Quantity {
    let known = parts.compactMap(\.0.known)
    if known.count == parts.count { return Quantity(shape, .known(known.flatMap { $0 })) }
    var nodes: [Node] = []
    for part in parts { nodes.append(try node(of: part.0, part.1)) }
    let result = Quantity(shape, .node(graph.concatenate(nodes)))
    try count(result, range)
    return result
  }
}

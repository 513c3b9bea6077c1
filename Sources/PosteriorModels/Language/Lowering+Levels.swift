extension Lowering {
  /// The factor of a column's name.
  mutating func factor(_ name: Name) throws(ModelError) -> Factor {
    if let factor = factors[name.text] { return factor }
    guard let cells = scope.columns[name.text] else {
      let near = suggestion(for: name.text, among: table.columns.map(\.name))
      throw source.error(at: name.range, "\(name.text) is no column of \(table.file)\(near)")
    }
    let quantity = try rows(name.text, cells, name.range)
    let factor: Factor
    switch quantity.content {
    case .text(let text): factor = Factor(name: name.text, text: text)
    case .known(let numbers):
      if let row = numbers.firstIndex(where: { $0 != $0.rounded() || abs($0) > 1e15 }) {
        throw source.error(
          at: name.range,
          "\(name.text) is \(written(numbers[row])) at row \(rowName(row)); an index is a whole number or text")
      }
      factor = Factor(name: name.text, numbers: numbers.map { Int($0) })
    case .node, .columns: throw source.error(at: name.range, "\(name.text) is no column")
    }
    try checkSeen(factor, name.range)
    factors[name.text] = factor
    return factor
  }

  /// Refuses levels that new rows have and the others do not: nothing is known of their parameters.
  private func checkSeen(_ factor: Factor, _ range: Range<Int>) throws(ModelError) {
    guard let seenRows, let row = factor.firstRows.filter({ $0 >= seenRows }).min() else { return }
    let level = factor.levels[Int(factor.codes[row])]
    throw source.error(
      at: range, "\(factor.name) is \(level), a level that the run's data do not have",
      cell: "\(table.file) row \(rowName(row))")
  }

  /// A value a level of something that has one a row, and the same one in all rows of a level.
  mutating func reduced(
    _ quantity: Quantity, to name: String, _ text: String, _ range: Range<Int>
  ) throws(ModelError) -> Quantity {
    if case .block(let count) = quantity.shape {
      return try reducedBlock(quantity, count, to: name, text, range)
    }
    guard quantity.shape == .rows else { return quantity }
    let factor = try factor(Name(text: name, range: range))
    if quantity.absentRows > 0 {
      throw source.error(at: range, "\(text) looks at an earlier row, so it has no value a \(name)")
    }
    let firstRows = factor.firstRows
    let shape = Quantity.Shape.vector(factor.levels.count, factor: name)
    switch quantity.content {
    case .known(let numbers):
      try check(numbers, factor, firstRows, text, range) { written($0) }
      return Quantity(shape, .known(firstRows.map { numbers[$0] }))
    case .text(let levels):
      try check(levels, factor, firstRows, text, range) { "\"\($0)\"" }
      return Quantity(shape, .text(firstRows.map { levels[$0] }))
    case .node, .columns: throw source.error(at: range, "\(text) has one value a row, not one a \(name)")
    }
  }

  private mutating func reducedBlock(
    _ block: Quantity, _ count: Int, to name: String, _ text: String, _ range: Range<Int>
  ) throws(ModelError) -> Quantity {
    guard let numbers = block.known else {
      throw source.error(at: range, "\(text) depends on parameters and has one value a row, not one a \(name)")
    }
    var columns: [[Double]] = []
    for column in 0..<count {
      let values = Array(numbers[column * table.rowCount..<(column + 1) * table.rowCount])
      columns.append(try reduced(Quantity(.rows, .known(values)), to: name, text, range).known ?? [])
    }
    let levelCount = columns.first?.count ?? 0
    let elements = (0..<levelCount).flatMap { level in columns.map { $0[level] } }
    return Quantity(.matrix(levelCount, count, factor: name), .known(elements))
  }

  private func check<Value: Equatable>(
    _ values: [Value], _ factor: Factor, _ firstRows: [Int], _ text: String, _ range: Range<Int>,
    _ written: (Value) -> String
  ) throws(ModelError) {
    for (row, code) in factor.codes.enumerated() {
      let first = firstRows[Int(code)]
      guard values[row] != values[first] else { continue }
      let a = "\(written(values[first])) at row \(rowName(first))"
      let b = "\(written(values[row])) at row \(rowName(row))"
      let level = factor.levels[Int(code)]
      throw source.error(
        at: range,
        "\(text) varies within \(factor.name): it is \(a) and \(b), both of \(factor.name) "
          + "\(level); by \(factor.name) it needs one value for each")
    }
  }
}

extension Factor {
  /// The first row of each level.
  var firstRows: [Int] {
    var rows = [Int](repeating: 0, count: levels.count)
    for (row, code) in codes.enumerated().reversed() { rows[Int(code)] = row }
    return rows
  }
}

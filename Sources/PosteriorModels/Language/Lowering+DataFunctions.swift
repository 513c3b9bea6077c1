extension Lowering {
  /// Several columns as a block.
  mutating func block(
    _ names: [String], _ range: Range<Int>, _ context: Context
  ) throws(ModelError) -> Quantity {
    var numbers: [Double] = []
    numbers.reserveCapacity(names.count * table.rowCount)
    for name in names {
      guard let cells = scope.columns[name], let column = try rows(name, cells, range).known else {
        throw source.error(at: range, "\(name) is text, and a block consists of columns of numbers")
      }
      numbers += column
    }
    let block = Quantity(.block(names.count), .known(numbers))
    guard case .levels(let factor) = context else { return block }
    return try reduced(block, to: factor, source.text(range), range)
  }

  /// A function of a whole column, of each column of a block, or of a vector's elements.
  mutating func ofData(_ name: Name, _ arguments: [Expression]) throws(ModelError) -> Quantity {
    let (x, range) = (try evaluate(arguments[0]), arguments[0].range)
    if x.isText { throw textNotNumber(x, range) }
    if name.text == "lag" { return try lag(x, range, arguments[1]) }
    guard let numbers = x.known else { return try ofParameters(name, x, range) }
    try checkFinite(x, range)
    let length: Int =
      switch x.shape {
      case .one, .vector, .matrix: numbers.count
      case .rows, .block: table.rowCount
      }
    guard length > 0 else { throw source.error(at: range, "\(name.text) of nothing") }
    var (values, changed): ([Double], [Double]) = ([], [])
    for start in stride(from: 0, to: numbers.count, by: length) {
      let part = numbers[start..<start + length]
      let isByRow = x.shape == .rows || x.columnCount != nil
      let present = part.prefix(isByRow ? seenRows ?? length : length).dropFirst(x.absentRows)
      let (mean, deviation) = present.meanAndDeviation(lost: 1)
      switch name.text {
      case "sum": values.append(present.reduce(0, +))
      case "min": values.append(present.min() ?? .nan)
      case "max": values.append(present.max() ?? .nan)
      case "mean": values.append(mean)
      case "center": changed += part.map { $0 - mean }
      default:
        try checkDeviation(deviation, of: present.count, name, range)
        values.append(deviation)
        changed += part.map { ($0 - mean) / deviation }
      }
    }
    if name.text == "center" || name.text == "standardize" {
      return Quantity(x.shape, .known(changed), absentRows: x.absentRows, origin: x.origin)
    }
    if case .block(let count) = x.shape { return Quantity(.vector(count), .known(values)) }
    return .number(values[0])
  }

  /// Refuses a standard deviation with N − 1 that there is not, or by which nothing can be divided.
  private func checkDeviation(
    _ deviation: Double, of count: Int, _ name: Name, _ range: Range<Int>
  ) throws(ModelError) {
    guard count > 1 else {
      throw source.error(at: range, "\(name.text) needs two values or more")
    }
    guard name.text == "standardize" else { return }
    if deviation == 0 {
      throw source.error(at: range, "\(source.text(range)) is the same in all rows, so it cannot be standardised")
    }
    if !deviation.isNormal {
      let text = source.text(range)
      throw source.error(at: range, "the numbers of \(text) are too far from 1; write them in other units")
    }
  }

  /// The sum or the mean of a vector that depends on parameters.
  private mutating func ofParameters(
    _ name: Name, _ x: Quantity, _ range: Range<Int>
  ) throws(ModelError) -> Quantity {
    guard case .vector(let count, _) = x.shape, count > 0, name.text == "sum" || name.text == "mean" else {
      let vector = name.text == "sum" || name.text == "mean" ? ", or of a vector" : ""
      throw source.error(at: range, "\(name.text) is of data\(vector); \(source.text(range)) depends on parameters")
    }
    let sum = graph.sum(try node(of: x, range))
    if name.text == "sum" { return Quantity(.one, .node(sum)) }
    return Quantity(.one, .node(graph.multiply(graph.constant(1 / Double(count)), sum)))
  }

  /// The value k rows before. The first k rows have none.
  private mutating func lag(
    _ x: Quantity, _ range: Range<Int>, _ rows: Expression
  ) throws(ModelError) -> Quantity {
    let text = source.text(range)
    if seenRows != nil {
      throw source.error(at: range, "lag looks at earlier rows, which new ones do not have: nothing can be predicted")
    }
    guard x.shape == .rows, let numbers = x.known else {
      throw source.error(at: range, "lag is of a column; \(text) is \(described(x))")
    }
    if !table.rowNumbers.isEmpty {
      throw source.error(at: range, "lag counts rows, and drop missing takes some out; fill or cut them in the file")
    }
    let k = try wholeNumber(rows)
    let absent = x.absentRows + k
    guard k >= 0, absent < numbers.count else {
      throw source.error(at: rows.range, "lag(\(text), \(k)) leaves none of the \(counted(numbers.count, "row"))")
    }
    let values = numbers.indices.map { $0 < absent ? numbers[x.absentRows] : numbers[$0 - k] }
    return Quantity(.rows, .known(values), absentRows: absent)
  }
}

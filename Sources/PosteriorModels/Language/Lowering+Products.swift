extension Lowering {
  /// X · b of a block of columns or a matrix and a vector, or nothing where the operands are others.
  mutating func product(
    _ x: (Quantity, Range<Int>), _ y: (Quantity, Range<Int>)
  ) throws(ModelError) -> Quantity? {
    switch (x.0.shape, y.0.shape) {
    case (.block(let columns), .vector(let count, _)):
      try check(columns, count, x, y)
      return try blockProduct(x, y, columns)
    case (.matrix(let rows, let columns, let factor), .vector(let count, _)):
      try check(columns, count, x, y)
      return try matrixProduct(x, y, rows, columns, factor)
    case (.vector, .block), (.vector, .matrix):
      throw source.error(at: x.1, "write the columns first: \(source.text(y.1)) * \(source.text(x.1))")
    case (.block(let columns), .one) where y.0.known == nil:
      let (name, block) = (source.text(y.1), source.text(x.1))
      throw source.error(
        at: y.1,
        "\(name) is one number and \(block) has \(counted(columns, "column")); declare \(name): "
          + "real[\(columns)]")
    default: return nil
    }
  }

  private func check(
    _ columns: Int, _ count: Int, _ x: (Quantity, Range<Int>), _ y: (Quantity, Range<Int>)
  ) throws(ModelError) {
    guard columns != count else { return }
    let (block, vector) = (source.text(x.1), source.text(y.1))
    throw source.error(
      at: y.1, "\(block) has \(counted(columns, "column")) and \(vector) has \(counted(count, "element"))")
  }

  private mutating func blockProduct(
    _ x: (Quantity, Range<Int>), _ y: (Quantity, Range<Int>), _ columns: Int
  ) throws(ModelError) -> Quantity {
    let rowCount = table.rowCount
    try checkFinite(x.0, x.1)
    let numbers = x.0.known ?? []
    if let vector = y.0.known {
      var values = [Double](repeating: 0, count: rowCount)
      for column in 0..<columns {
        for row in 0..<rowCount { values[row] += numbers[column * rowCount + row] * vector[column] }
      }
      return Quantity(.rows, .known(values), absentRows: x.0.absentRows)
    }
    let vector = try node(of: y.0, y.1)
    var places: [Int] = []
    for column in 0..<columns {
      places.append(
        graph.place(ofColumn: Array(numbers[column * rowCount + firstRow..<(column + 1) * rowCount])))
    }
    return Quantity(.rows, .node(graph.product(columns: places, vector)), absentRows: x.0.absentRows)
  }

  /// A column of the matrix times an element, summed over columns.
  private mutating func matrixProduct(
    _ x: (Quantity, Range<Int>), _ y: (Quantity, Range<Int>), _ rows: Int, _ columns: Int, _ factor: String?
  ) throws(ModelError) -> Quantity {
    try checkFinite(x.0, x.1)
    let numbers = x.0.known ?? []
    let shape = Quantity.Shape.vector(rows, factor: factor)
    let parts = (0..<columns).map { column in (0..<rows).map { numbers[$0 * columns + column] } }
    if let vector = y.0.known {
      var values = [Double](repeating: 0, count: rows)
      for column in 0..<columns {
        for row in 0..<rows { values[row] += parts[column][row] * vector[column] }
      }
      return Quantity(shape, .known(values))
    }
    let vector = try node(of: y.0, y.1)
    var total: Node?
    for column in 0..<columns {
      try count(Quantity(shape, .known([])), x.1)
      let term = graph.multiply(graph.element(vector, column), graph.knownVector(parts[column]))
      total = total.map { graph.add($0, term) } ?? term
    }
    // A matrix of zeros leaves one value.
    let sum = total ?? graph.constant(0)
    return Quantity(shape, .node(graph.repeated(sum, as: .vector(rows))))
  }

  /// Σ body over the whole numbers of a range.
  mutating func loop(
    _ variable: Name, _ low: Expression, _ high: Expression, _ body: Expression, _ context: Context
  ) throws(ModelError) -> Quantity {
    let (first, last) = (try wholeNumber(low, context), try wholeNumber(high, context))
    if first > last { throw source.error(at: low.range, "the sum's first number \(first) is above its last, \(last)") }
    let outer = variables[variable.text]
    defer { variables[variable.text] = outer }
    var total: Quantity?
    for number in first...last {
      variables[variable.text] = Double(number)
      let term = try evaluate(body, context)
      if let sum = total {
        total = try combine(.add, (sum, body.range), (term, body.range))
      } else {
        total = term
      }
    }
    return total ?? .number(0)
  }

  /// A whole number that is known, such as an index or a size.
  mutating func wholeNumber(_ expression: Expression, _ context: Context = .free) throws(ModelError) -> Int {
    let quantity = try evaluate(expression, context)
    guard let number = quantity.knownNumber, number == number.rounded(), abs(number) <= 1e9 else {
      let text = source.text(expression.range)
      let value = quantity.knownNumber.map { "; \(text) is \(written($0))" } ?? ", such as 3; \(text) is none"
      throw source.error(at: expression.range, "this must be a whole number that is known\(value)")
    }
    return Int(number)
  }

  /// Values one after another: `[1, 2, 3]`.
  mutating func list(
    _ items: [Expression], _ context: Context, _ range: Range<Int>
  ) throws(ModelError) -> Quantity {
    if items.isEmpty { throw source.error(at: range, "the list is empty") }
    var parts: [(Quantity, Range<Int>)] = []
    for item in items {
      let part = try evaluate(item, context)
      guard part.shape == .one, !part.isText else {
        throw source.error(at: item.range, "the elements of a list are numbers; this is \(described(part))")
      }
      parts.append((part, item.range))
    }
    let known = parts.compactMap(\.0.knownNumber)
    if known.count == parts.count { return Quantity(.vector(parts.count), .known(known)) }
    var nodes: [Node] = []
    for part in parts { nodes.append(try node(of: part.0, part.1)) }
    let result = Quantity(.vector(parts.count), .node(graph.concatenate(nodes)))
    try count(result, range)
    return result
  }
}

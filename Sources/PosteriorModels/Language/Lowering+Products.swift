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
    guard let numbers = x.0.known else { return try columnProduct(x, y) }
    try checkFinite(x.0, x.1)
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
    let shape = Quantity.Shape.vector(rows, factor: factor)
    guard let numbers = x.0.known else {
      let product = try elementProduct(x, y, columns)
      return Quantity(shape, .node(product))
    }
    try checkFinite(x.0, x.1)
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

  /// X · b of columns that depend on parameters.
  private mutating func columnProduct(
    _ x: (Quantity, Range<Int>), _ y: (Quantity, Range<Int>)
  ) throws(ModelError) -> Quantity {
    let columns = try nodes(of: x.0, x.1)
    let vector = try node(of: y.0, y.1)
    let terms = columns.enumerated().map { graph.multiply(graph.element(vector, $0), $1) }
    let total = terms.dropFirst().reduce(terms[0]) { graph.add($0, $1) }
    return Quantity(.rows, .node(graph.repeated(total, as: .rows)), absentRows: x.0.absentRows)
  }

  /// A matrix that depends on parameters times a vector.
  private mutating func elementProduct(
    _ x: (Quantity, Range<Int>), _ y: (Quantity, Range<Int>), _ columns: Int
  ) throws(ModelError) -> Node {
    let (matrix, vector) = (try node(of: x.0, x.1), try node(of: y.0, y.1))
    let count = graph.vectorCount(matrix)
    elements += 8 * count
    try self.count(y.0, y.1)
    let rows = stride(from: 0, to: count, by: columns).map { start in
      let terms = (0..<columns).map {
        graph.multiply(graph.element(matrix, start + $0), graph.element(vector, $0))
      }
      return terms.dropFirst().reduce(terms[0]) { graph.add($0, $1) }
    }
    return graph.concatenate(rows)
  }
}

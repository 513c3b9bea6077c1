// Functions that make matrices: covariances of processes, and their factors.

extension Lowering {
  /// The most rows of a matrix of distances.
  private static let distanceLimit = 1000

  /// (xᵢ − xⱼ)² of a known vector or a column.
  mutating func squaredDistances(_ argument: Expression) throws(ModelError) -> Quantity {
    let x = try evaluate(argument)
    if x.isText { throw textNotNumber(x, argument.range) }
    guard let numbers = x.known, x.shape == .rows || x.vectorCount != nil, x.absentRows == 0 else {
      throw source.error(
        at: argument.range, "squared_distances is of a column or a known vector; this is \(described(x))")
    }
    try checkFinite(x, argument.range)
    if numbers.count > Self.distanceLimit {
      throw source.error(
        at: argument.range, "squared_distances takes at most \(Self.distanceLimit) numbers; these are \(numbers.count)")
    }
    elements += numbers.count * numbers.count
    try count(x, argument.range)
    let distances = numbers.flatMap { a in numbers.map { b in (a - b) * (a - b) } }
    return Quantity(.matrix(numbers.count, numbers.count), .known(distances))
  }

  /// L with M = L Lᵀ, lower triangular.
  mutating func cholesky(_ argument: Expression, _ context: Context) throws(ModelError) -> Quantity {
    let matrix = try evaluate(argument, context)
    let range = argument.range
    guard case .matrix(let rows, let columns, nil) = matrix.shape, rows == columns else {
      throw source.error(at: range, "cholesky is of a square matrix; this is \(described(matrix))")
    }
    try checkCovariance(matrix, rows, "cholesky's matrix", range)
    if let numbers = matrix.known {
      return Quantity(matrix.shape, .known(choleskyFactor(numbers) ?? numbers))
    }
    let factor = graph.choleskyFactor(try node(of: matrix, range))
    let zero = graph.constant(0)
    let entries = factor.flatMap { row in row + [Node](repeating: zero, count: rows - row.count) }
    elements += rows * rows * rows
    let result = Quantity(matrix.shape, .node(graph.concatenate(entries)))
    try count(Quantity(.vector(rows), .known([])), range)
    return result
  }
}

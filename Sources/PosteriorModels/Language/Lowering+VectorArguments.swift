// Arguments of distributions that are vectors and matrices.

extension Lowering {
  /// The most rows of a covariance, and of a Cholesky factor, that depend on parameters: they are written out.
  static let covarianceLimit = 24
  static let choleskyLimit = 64

  /// A vector argument; one number stands for as many as are needed.
  mutating func vector(
    _ value: Quantity, _ distribution: Distribution, _ place: Int, _ expression: Expression, _ target: Target
  ) throws(ModelError) -> Quantity {
    let name = "\(distribution.name)'s \(distribution.arguments[place])"
    let size = distribution.isOfVectors ? target.quantity.vectorCount ?? target.quantity.columnCount : nil
    let count: Int
    switch value.shape {
    case .one where size != nil:
      let shape = Quantity.Shape.vector(size ?? 1)
      if let number = value.knownNumber {
        return Quantity(shape, .known([Double](repeating: number, count: size ?? 1)))
      }
      let node = try node(of: value, expression.range)
      return Quantity(shape, .node(graph.repeated(node, as: .vector(size ?? 1))))
    case .vector(let length, _): count = length
    case .block(let length) where distribution.domains[place].mayVary && target.isByRow: count = length
    default:
      let many = distribution.domains[place].mayVary && target.isByRow ? ", or one for each row: [0, x]" : ""
      throw source.error(at: expression.range, "\(name) is a vector\(many); this is \(describedAlone(value))")
    }
    if let size, size != count {
      throw source.error(
        at: expression.range, "\(target.text) has \(counted(size, "element")), and \(name) has \(count)")
    }
    return value
  }

  /// Refuses what is no matrix of the target's size, or a known one that is no covariance or Cholesky factor.
  func checkMatrix(
    _ value: Quantity, _ distribution: Distribution, _ place: Int, _ expression: Expression, _ target: Target
  ) throws(ModelError) {
    let name = "\(distribution.name)'s \(distribution.arguments[place])"
    let size = target.quantity.vectorCount ?? target.quantity.columnCount
    guard case .matrix(let rows, let columns, _) = value.shape, rows == columns, size.map({ $0 == rows }) ?? true else {
      let wanted = size.map { "a matrix of \($0) × \($0)" } ?? "a square matrix"
      throw source.error(at: expression.range, "\(name) is \(wanted); this is \(describedAlone(value))")
    }
    let isCovariance = distribution.domains[place] == .covariance
    guard let numbers = value.known else {
      let limit = isCovariance ? Self.covarianceLimit : Self.choleskyLimit
      if rows <= limit { return }
      throw source.error(
        at: expression.range, "\(name) depends on parameters and has \(rows) rows; at most \(limit) are possible")
    }
    try checkFinite(value, expression.range)
    func error(_ wanted: String, _ now: String) -> ModelError {
      source.error(at: expression.range, "\(name) must be \(wanted); \(source.text(expression.range))\(now)")
    }
    func entry(_ i: Int, _ j: Int) -> String { "[\(i + 1), \(j + 1)] is \(written(numbers[i * rows + j]))" }
    for i in 0..<rows {
      for j in 0..<i {
        let (below, above) = (numbers[i * rows + j], numbers[j * rows + i])
        if isCovariance, abs(below - above) > 1e-8 * max(abs(below), abs(above)) {
          throw error("symmetric", "\(entry(j, i)) and \(entry(i, j))")
        }
        if !isCovariance, above != 0 { throw error("lower triangular", "\(entry(j, i))") }
      }
      if !isCovariance, numbers[i * rows + i] <= 0 { throw error("positive on its diagonal", "\(entry(i, i))") }
    }
    if isCovariance, choleskyFactor(numbers) == nil { throw error("positive definite", " is not") }
  }
}

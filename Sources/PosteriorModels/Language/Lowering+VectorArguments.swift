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
    if distribution.domains[place] == .covariance {
      try checkCovariance(value, rows, name, expression.range)
    } else {
      try checkFactor(value, rows, name, expression.range)
    }
  }

  /// Refuses a known matrix that is no covariance, and one of parameters that is too large.
  func checkCovariance(
    _ value: Quantity, _ size: Int, _ name: String, _ range: Range<Int>
  ) throws(ModelError) {
    guard let numbers = value.known else { return try checkSize(size, Self.covarianceLimit, name, range) }
    try checkFinite(value, range)
    for i in 0..<size {
      for j in 0..<i {
        let (below, above) = (numbers[i * size + j], numbers[j * size + i])
        if abs(below - above) <= 1e-8 * max(abs(below), abs(above)) { continue }
        let entries = "\(entry(j, i, above)) and \(entry(i, j, below))"
        throw source.error(at: range, "\(name) must be symmetric; \(source.text(range))\(entries)")
      }
    }
    if choleskyFactor(numbers) != nil { return }
    throw source.error(at: range, "\(name) must be positive definite; \(source.text(range)) is not")
  }

  private func checkFactor(
    _ value: Quantity, _ size: Int, _ name: String, _ range: Range<Int>
  ) throws(ModelError) {
    guard let numbers = value.known else { return try checkSize(size, Self.choleskyLimit, name, range) }
    try checkFinite(value, range)
    for i in 0..<size {
      for j in i..<size {
        let number = numbers[i * size + j]
        if i == j ? number > 0 : number == 0 { continue }
        let wanted = i == j ? "positive on its diagonal" : "lower triangular"
        throw source.error(at: range, "\(name) must be \(wanted); \(source.text(range))\(entry(i, j, number))")
      }
    }
  }

  private func entry(_ i: Int, _ j: Int, _ number: Double) -> String { "[\(i + 1), \(j + 1)] is \(written(number))" }

  private func checkSize(_ size: Int, _ limit: Int, _ name: String, _ range: Range<Int>) throws(ModelError) {
    if size <= limit { return }
    throw source.error(at: range, "\(name) depends on parameters and has \(size) rows; at most \(limit) are possible")
  }
}

// Normal distributions of vectors: z = L⁻¹(x − μ), with the covariance L Lᵀ.

/// The Cholesky factor of a symmetric matrix, row after row, or nothing where the matrix is not positive definite.
func choleskyFactor(_ matrix: [Double]) -> [Double]? {
  let size = Int(Double(matrix.count).squareRoot().rounded())
  var factor = [Double](repeating: 0, count: matrix.count)
  for i in 0..<size {
    for j in 0...i {
      var rest = matrix[i * size + j]
      for k in 0..<j { rest -= factor[i * size + k] * factor[j * size + k] }
      if i == j, !(rest > 0) { return nil }
      factor[i * size + j] = i == j ? rest.squareRoot() : rest / factor[j * size + j]
    }
  }
  return factor
}

extension Graph {
  /// The numbers of a vector that is known.
  func known(_ vector: Node) -> [Double]? {
    if case .knownVector(let place) = operation(vector) { vectors[place] } else { nil }
  }

  /// The elements of a vector of one node, or the nodes themselves where there is one for each element.
  mutating func elements(of vector: [Node]) -> [Node] {
    guard vector.count == 1, case .vector(let count) = extent(vector[0]) else { return vector }
    return (0..<count).map { element(vector[0], $0) }
  }

  /// −½ |z|² − Σ ln Lₖₖ − ½ n ln 2π with L known.
  mutating func logNormal(of x: [Node], _ mean: [Node], factor: [Double]) -> Node {
    let size = Int(Double(factor.count).squareRoot().rounded())
    guard x.count == 1, case .vector = extent(x[0]) else {
      let rows = (0..<size).map { row in (0...row).map { constant(factor[row * size + $0]) } }
      return logNormal(of: x, mean, rows: rows)
    }
    // The columns of L⁻¹, each times an element of x − μ.
    let difference = repeated(subtract(x[0], mean[0]), asOf: x[0])
    var z: Node?
    for place in 0..<size {
      var column = [Double](repeating: 0, count: size)
      for row in place..<size {
        var rest: Double = row == place ? 1 : 0
        for k in place..<row { rest -= factor[row * size + k] * column[k] }
        column[row] = rest / factor[row * size + row]
      }
      let term = repeated(multiply(element(difference, place), knownVector(column)), asOf: x[0])
      z = z.map { add($0, term) } ?? term
    }
    let logDeterminant = (0..<size).reduce(0) { $0 + factor[$1 * size + $1].logarithm }
    let square = sum(apply(.square, z ?? constant(0)))
    return subtract(
      multiply(constant(-0.5), square), constant(logDeterminant + Double(size) * halfLogTwoPi))
  }

  /// The same with the rows of L up to the diagonal as nodes, by elements.
  mutating func logNormal(of x: [Node], _ mean: [Node], rows factor: [[Node]]) -> Node {
    let (x, mean) = (elements(of: x), elements(of: mean))
    var z: [Node] = []
    var total = constant(Double(factor.count) * halfLogTwoPi)
    for (place, row) in factor.enumerated() {
      var rest = subtract(x[place], mean[place])
      for (entry, known) in zip(row, z) { rest = subtract(rest, multiply(entry, known)) }
      z.append(divide(rest, row[place]))
      total = add(total, add(apply(.log, row[place]), multiply(constant(0.5), apply(.square, z[place]))))
    }
    return negate(total)
  }

  /// The rows up to the diagonal of a matrix that is a vector, row after row.
  mutating func triangle(_ matrix: Node) -> [[Node]] {
    let size = Int(Double(vectorCount(matrix)).squareRoot().rounded())
    return (0..<size).map { row in (0...row).map { element(matrix, row * size + $0) } }
  }

  /// The rows up to the diagonal of a matrix's Cholesky factor. The matrix's own lower triangle is read.
  mutating func choleskyFactor(_ matrix: Node) -> [[Node]] {
    var factor = triangle(matrix)
    for i in factor.indices {
      for j in 0...i {
        var rest = factor[i][j]
        for k in 0..<j { rest = subtract(rest, multiply(factor[i][k], factor[j][k])) }
        factor[i][j] = i == j ? apply(.sqrt, rest) : divide(rest, factor[j][j])
      }
    }
    return factor
  }
}

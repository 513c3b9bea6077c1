/// The directions that scales do not explain, by draws and gradients in these units; nil where there are none.
///
/// Of up to 200 parameters they are looked for everywhere, of more where draws and gradients do not cancel: with
/// Σ = I + UᵀAU x + g = −UᵀAUg lies among the directions looked for, so that few draws give them exactly.
///
/// Along a direction of variance λ x scatters λ times as far as g. As cov(x, g) = −I, x + g has at least the variance
/// (λ − 1)²/λ there. Where all of it is below the ½ of λ = 2 and of λ = ½, there is nothing to look for, which is asked
/// where looking takes long.
func lowRank(_ x: Deviations, _ g: Deviations, _ scales: [Double]) throws(GSLError) -> LowRankMetric? {
  let sums = zip(x.rows, g.rows).map { zip($0, $1).map(+) }
  let isLong = scales.count >= severalParameters
  if isLong, sums.reduce(0, { $0 + $1.dot($1) }) < 0.5 * Double(sums.count) { return nil }
  let basis = scales.count <= manyParameters ? nil : try leadingDirections(sums)
  if let basis, basis.isEmpty { return nil }
  let eigen = try SymmetricEigen(try geometricMean(x.covariance(in: basis), inverse: g.covariance(in: basis)))
  let kept = eigen.values.indices.filter { eigen.values[$0] > 2 || eigen.values[$0] < 0.5 }
  let rows = kept.flatMap { i in
    guard let basis else { return eigen.vectors.column(i) }
    return combination(of: basis, eigen.vectors.column(i))
  }
  return LowRankMetric(
    scales: scales, directions: Matrix(columnCount: scales.count, elements: rows),
    variances: kept.map { eigen.values[$0] })
}

/// From these on the eigenvectors of a matrix take longer than the gradients of a window's draws may.
private let severalParameters = 32

/// From more parameters than these on, the d × d matrices of estimates cost more than the draws.
let manyParameters = 200

/// The positive definite C with C G C = D: with D = LLᵀ it is L(LᵀGL)^−½Lᵀ.
func geometricMean(_ d: Matrix, inverse g: Matrix) throws(GSLError) -> Matrix {
  let cholesky = try Cholesky(d)
  let inner = try SymmetricEigen((cholesky.factor.transposed * g * cholesky.factor).symmetrized)
  let least = 1e-14 * (inner.values.last ?? 0)
  return cholesky.color(inner.applying { 1 / max($0, least).squareRoot() })
}

/// An orthonormal basis of the half of the n directions in which n vectors are longest.
private func leadingDirections(_ vectors: [[Double]]) throws(GSLError) -> [[Double]] {
  let products = vectors.map { a in vectors.map(a.dot) }
  let eigen = try SymmetricEigen(Matrix(columnCount: vectors.count, elements: products.flatMap(\.self)))
  let (largest, count) = (eigen.values.last ?? 0, vectors.count)
  var basis: [[Double]] = []
  for i in (count / 2..<count).reversed() where eigen.values[i] > 1e-12 * largest {
    // Gram and Schmidt's, twice over, for what rounding has left.
    var rest = combination(of: vectors, eigen.vectors.column(i))
    for _ in 0..<2 { for row in basis { rest.add(-row.dot(rest), times: row) } }
    let length = rest.dot(rest).squareRoot()
    if length > 0 { basis.append(rest.map { $0 / length }) }
  }
  return basis
}

private func combination(of vectors: [[Double]], _ weights: [Double]) -> [Double] {
  var sum = [Double](repeating: 0, count: vectors[0].count)
  for (vector, weight) in zip(vectors, weights) { sum.add(weight, times: vector) }
  return sum
}

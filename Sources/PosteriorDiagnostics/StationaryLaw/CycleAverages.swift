/// What a cycle z' = Az + c + noise does to the mean and covariance, averaged over the choice of minibatches, and the equations of
/// its stationary law:
///
///     m = E[A]m + E[c],   E = E[AEAᵀ] + E[AS₀Aᵀ + Q] − S₀ + E[(Am + c − m)(Am + c − m)ᵀ]
///
/// E is the covariance's excess over S₀, which is the posterior's in the position and 0 elsewhere: solving for it keeps a small
/// divergence from being rounding.
struct CycleAverages {
  let index: SymmetricIndex
  /// The number of orders summed.
  private(set) var count = 0
  /// Σ E ↦ AEAᵀ on vectors: flat.
  private var congruence: [Double]
  /// Σ AS₀Aᵀ + Q − S₀, as a vector.
  private var residual: [Double]
  /// The A of each order, flat, and its c: empty where the mean is 0 by symmetry.
  private var maps: [(map: [Double], shift: [Double])] = []

  /// Nothing yet, of states of `size` numbers.
  init(size: Int) {
    index = SymmetricIndex(size: size)
    congruence = [Double](repeating: 0, count: index.count * index.count)
    residual = [Double](repeating: 0, count: index.count)
  }

  /// Averages that are known already.
  init(size: Int, congruence: [Double], residual: [Double]) {
    index = SymmetricIndex(size: size)
    self.congruence = congruence
    self.residual = residual
    count = 1
  }

  /// Adds one order's A (flat), c and residual.
  mutating func add(map: [Double], shift: [Double], residual: [Double]) {
    count += 1
    maps.append((map, shift))
    index.addCongruence(map, to: &congruence)
    for i in residual.indices { self.residual[i] += residual[i] }
  }

  /// The averages over these and other orders.
  static func + (a: CycleAverages, b: CycleAverages) -> CycleAverages {
    var sum = a
    sum.count += b.count
    sum.maps += b.maps
    for i in b.congruence.indices { sum.congruence[i] += b.congruence[i] }
    for i in b.residual.indices { sum.residual[i] += b.residual[i] }
    return sum
  }

  /// m and E; nil where no stationary law exists.
  func solve() -> (mean: [Double], excess: Matrix)? {
    let (n, scale) = (index.size, 1 / Double(count))
    do throws(GSLError) {
      let mean = try stationaryMean()
      var matrix = Matrix(columnCount: index.count, elements: congruence.map { -scale * $0 })
      for i in 0..<index.count { matrix[i, i] += 1 }
      let factors = try LU(matrix)
      // E ↦ E[AEAᵀ] is a positive map: its spectral radius is below 1 just where P = E[APAᵀ] + I has a positive definite solution.
      let test = try factors.solve(index.vector(Matrix.identity(n).elements))
      _ = try Cholesky(index.matrix(test))
      var source = residual.map { scale * $0 }
      for (map, shift) in maps {
        let image = index.image(of: mean, under: map)
        let deviation = (0..<n).map { image[$0] + shift[$0] - mean[$0] }
        for (e, place) in index.places.enumerated() {
          source[e] += scale * deviation[place.row] * deviation[place.column]
        }
      }
      let excess = index.matrix(try factors.solve(source))
      return excess.isFinite ? (mean, excess) : nil
    } catch {
      return nil
    }
  }

  private func stationaryMean() throws(GSLError) -> [Double] {
    let n = index.size
    guard !maps.isEmpty else { return [Double](repeating: 0, count: n) }
    var matrix = Matrix(rowCount: n, columnCount: n)
    var shift = [Double](repeating: 0, count: n)
    for (map, c) in maps {
      for i in 0..<n {
        shift[i] += c[i] / Double(count)
        for j in 0..<n { matrix[i, j] -= map[i * n + j] / Double(count) }
      }
    }
    for i in 0..<n { matrix[i, i] += 1 }
    return try LU(matrix).solve(shift)
  }
}

extension SymmetricIndex {
  /// Av for a flat A.
  fileprivate func image(of vector: [Double], under map: [Double]) -> [Double] {
    let map = map.span
    return (0..<size).map { map.extracting($0 * size..<($0 + 1) * size).dot(vector.span) }
  }
}

/// What a cycle z' = Az + c + noise does to the mean and covariance, averaged over the choice of minibatches, and the
/// equations of its stationary law:
///
///     m = E[A]m + E[c],   E = E[AEAᵀ] + E[AS₀Aᵀ + Q] − S₀ + E[(Am + c − m)(Am + c − m)ᵀ]
///
/// E is the covariance's excess over S₀, which is the posterior's in the position and 0 elsewhere: solving for it
/// keeps a small divergence from being rounding.
struct CycleAverages {
  /// A (flat) and c of one order.
  struct Map {
    let map: [Double]
    let shift: [Double]

    private init(map: [Double], shift: [Double]) { (self.map, self.shift) = (map, shift) }

    /// The part of [A | c] that is carried on: its first n rows of n + 1.
    init(_ rows: [Double], size n: Int) {
      self.init(
        map: (0..<n).flatMap { rows[$0 * (n + 1)..<$0 * (n + 1) + n] }, shift: (0..<n).map { rows[$0 * (n + 1) + n] })
    }

    static func zero(size n: Int) -> Map {
      Map(map: [Double](repeating: 0, count: n * n), shift: [Double](repeating: 0, count: n))
    }
  }

  let index: SymmetricIndex
  /// The number of orders summed.
  private(set) var count = 0
  /// Σ E ↦ AEAᵀ on vectors: flat.
  private var congruence: [Double]
  /// Σ AS₀Aᵀ + Q − S₀ less its first-order part, as a vector.
  private var residual: [Double]
  /// Each order's A and c, and their first-order parts: empty where the mean is 0 by symmetry.
  private var maps: [(whole: Map, linear: Map)] = []
  private var mean: MeanCycle?

  /// Nothing yet, of n numbers; with a mean cycle as control variate where one is known.
  init(size: Int, _ mean: MeanCycle? = nil) {
    index = SymmetricIndex(size: size)
    congruence = [Double](repeating: 0, count: index.count * index.count)
    residual = [Double](repeating: 0, count: index.count)
    self.mean = mean
  }

  /// Averages that are known already.
  init(size: Int, congruence: [Double], residual: [Double]) {
    index = SymmetricIndex(size: size)
    self.congruence = congruence
    self.residual = residual
    count = 1
  }

  /// Adds one order's A, c and residual (less its first-order part).
  mutating func add(_ whole: Map, linear: Map, residual: [Double]) {
    count += 1
    maps.append((whole, linear))
    index.addCongruence(whole.map, to: &congruence)
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
      var matrix = Matrix(columnCount: index.count, elements: controlledCongruence.map { -scale * $0 })
      for i in 0..<index.count { matrix[i, i] += 1 }
      let factors = try LU(matrix)
      // E ↦ E[AEAᵀ] is a positive map: its spectral radius is below 1 just where P = E[APAᵀ] + I has a positive
      // definite solution.
      let test = try factors.solve(index.vector(Matrix.identity(n).elements))
      _ = try Cholesky(index.matrix(test))
      var source = residual.map { scale * $0 }
      for (whole, linear) in maps {
        let image = index.image(of: mean, under: whole.map)
        let deviation = (0..<n).map { image[$0] + whole.shift[$0] - mean[$0] }
        for (e, place) in index.places.enumerated() {
          source[e] +=
            scale
            * (deviation[place.row] * deviation[place.column] - linear.shift[place.row] * linear.shift[place.column])
        }
      }
      if let known = self.mean.map({ index.vector($0.shiftCovariance) }) {
        for e in source.indices { source[e] += known[e] }
      }
      let excess = index.matrix(try factors.solve(source))
      return excess.isFinite ? (mean, excess) : nil
    } catch {
      return nil
    }
  }

  /// Σ E ↦ AEAᵀ less its first-order part LEĀᵀ + ĀELᵀ, L being that of A: by (Ā + L)⊗(Ā + L) − Ā⊗Ā
  /// − L⊗L.
  private var controlledCongruence: [Double] {
    guard let mean else { return congruence }
    var linear = [Double](repeating: 0, count: mean.map.count)
    for (_, part) in maps { for e in linear.indices { linear[e] += part.map[e] / Double(count) } }
    var first = [Double](repeating: 0, count: congruence.count)
    index.addCongruence(linear, to: &first)
    index.addCongruence(mean.map, to: &first)
    for e in first.indices { first[e] = -first[e] }
    index.addCongruence(zip(mean.map, linear).map(+), to: &first)
    return zip(congruence, first).map { $0 - Double(count) * $1 }
  }

  private func stationaryMean() throws(GSLError) -> [Double] {
    let n = index.size
    guard !maps.isEmpty else { return [Double](repeating: 0, count: n) }
    var matrix = Matrix(rowCount: n, columnCount: n)
    var shift = [Double](repeating: 0, count: n)
    for (whole, linear) in maps {
      for i in 0..<n {
        shift[i] += (whole.shift[i] - linear.shift[i]) / Double(count)
        for j in 0..<n { matrix[i, j] -= (whole.map[i * n + j] - linear.map[i * n + j]) / Double(count) }
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

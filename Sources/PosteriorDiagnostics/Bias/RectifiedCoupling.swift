/// An upper bound on W₂ from pairs of draws, much tighter than their distance where that is mostly noise.
///
/// Pairs (X, Y) move along straight lines, Z_t = Y + t(X − Y). The mean velocity v_t(z) = E[X − Y | Z_t = z]
/// carries the law of Y to that of X too, so that
///
///     W₂² ≤ ∫₀¹ E|v_t(Z_t)|² dt
///
/// (Liu, Gong & Liu, arXiv:2209.14577). v_t is found by regression on Hermite polynomials of Z_t in coordinates in
/// which the posterior is about N(0, I), at the three nodes of Gauss's rule. A polynomial that fits worse gives less,
/// so that it is a bound only where polynomials of several degrees agree.
struct RectifiedCoupling: Sendable {
  fileprivate let dimension: Int
  fileprivate let features: HermiteFeatures
  private let stretchLength: Int
  private var count = 0
  /// Of each stretch of a chain and each node, Σ (φ, X − Y)(φ, X − Y)ᵀ: the lower triangle.
  private var sums: [[Matrix]] = []
  /// (φ, X − Y) of the latest pairs at each node, which are not in the sums yet.
  private var rows: [[Double]]
  private var values: [Double]
  private var point: [Double]

  /// t and its weight.
  fileprivate static let nodes = [
    (place: 0.5 - 0.15.squareRoot(), weight: 5.0 / 18), (0.5, 8.0 / 18), (0.5 + 0.15.squareRoot(), 5.0 / 18),
  ]
  /// Products are summed of so many pairs at a time.
  private static let pairsAtATime = 64

  /// Room for so many draws in so many stretches.
  init(dimension: Int, drawCount: Int, stretches: Int) {
    self.dimension = dimension
    features = HermiteFeatures(dimension: dimension)
    stretchLength = max(1, (drawCount + stretches - 1) / stretches)
    values = [Double](repeating: 0, count: features.count)
    point = [Double](repeating: 0, count: dimension)
    rows = Self.nodes.map { _ in [] }
  }

  /// Adds a pair.
  ///
  /// - Parameters:
  ///   - posterior: Y, whitened.
  ///   - whitenedGap: X − Y, whitened.
  ///   - gap: X − Y in the parameters' own units.
  mutating func add(_ posterior: [Double], _ whitenedGap: [Double], gap: [Double]) {
    if count.isMultiple(of: stretchLength) {
      sumRows()
      let width = features.count + dimension
      sums.append(Self.nodes.map { _ in Matrix(rowCount: width, columnCount: width) })
    }
    count += 1
    for (node, (place, _)) in Self.nodes.enumerated() {
      for j in 0..<dimension { point[j] = posterior[j] + place * whitenedGap[j] }
      features.write(point, into: &values)
      rows[node] += values
      rows[node] += gap
    }
    if count.isMultiple(of: Self.pairsAtATime) { sumRows() }
  }

  private mutating func sumRows() {
    guard let last = sums.indices.last else { return }
    for node in rows.indices where !rows[node].isEmpty {
      let block = Matrix(columnCount: features.count + dimension, elements: rows[node])
      sums[last][node].addGram(of: block, weightedBy: [Double](repeating: 1, count: block.rowCount))
      rows[node].removeAll(keepingCapacity: true)
    }
  }

  /// The sums of all pairs.
  fileprivate var stretches: [[Matrix]] {
    var whole = self
    whole.sumRows()
    return whole.sums
  }
}

/// What the polynomials of each degree give.
struct RectifiedBound: Sendable {
  /// W₂² at most, and its standard error, for the degrees from 1 on.
  let squares: [(value: Double, standardError: Double)]

  /// Puts together what several chains have found; nil where their stretches are shorter than the polynomials need.
  init?(_ chains: [RectifiedCoupling]) {
    guard let first = chains.first else { return nil }
    let stretches = chains.flatMap(\.stretches)
    guard stretches.count > 2 else { return nil }
    var squares: [(value: Double, standardError: Double)] = []
    let n = Double(stretches.count)
    for count in first.features.countsByDegree {
      var leftOut = [Double](repeating: 0, count: stretches.count)
      var whole = 0.0
      for (node, (_, weight)) in RectifiedCoupling.nodes.enumerated() {
        guard let fit = StretchFit(stretches.map { $0[node] }, count, first.dimension) else { return nil }
        let (sum, total) = (fit.fitted.reduce(0, +), fit.crossed.reduce(0, +))
        whole += weight * (sum / n + total / (n * (n - 1)))
        for a in leftOut.indices {
          leftOut[a] +=
            weight * ((sum - fit.fitted[a]) / (n - 1) + (total - 2 * fit.crossed[a]) / ((n - 1) * (n - 2)))
        }
      }
      let center = leftOut.reduce(0, +) / n
      let spread = leftOut.reduce(0) { $0 + ($1 - center) * ($1 - center) }
      squares.append((whole, ((n - 1) / n * spread).squareRoot()))
    }
    self.squares = squares
  }

  /// Whether the degrees agree: within a twentieth, or what their errors allow.
  var isBound: Bool {
    guard let last = squares.last, squares.count > 1 else { return false }
    return squares.allSatisfy { square in
      let error = (square.standardError * square.standardError + last.standardError * last.standardError).squareRoot()
      return abs(square.value - last.value) <= 0.1 * last.value + 2 * error
    }
  }
}

/// The regression of X − Y on the features over all stretches, and what it leaves of each.
///
/// G and p are the means of φφᵀ and φ(X − Y)ᵀ over all draws, Gₐ and pₐ those of a stretch. With β = G⁻¹p and
/// eₐ = pₐ − Gₐβ
///
///     tr pᵀG⁻¹p = meanₐ (tr βᵀGₐβ + 2 tr βᵀeₐ) + mean over a, b of tr eₐᵀG⁻¹e_b
///
/// of which the terms a = b are the bias that fitting noise has: the mean over a ≠ b is free of it. A regression on
/// each stretch by itself would have another, since noise that moves X − Y now moves Y for long, which tells where a
/// stretch has no more than a few effective draws for each feature.
private struct StretchFit {
  /// tr βᵀGₐβ + 2 tr βᵀeₐ.
  let fitted: [Double]
  /// Σ over b ≠ a of tr eₐᵀG⁻¹e_b.
  let crossed: [Double]

  /// Of the sums of some stretches with the first `count` features; nil where these depend on each other.
  init?(_ sums: [Matrix], _ count: Int, _ dimension: Int) {
    let grams = sums.map { sum in
      var gram = Matrix(rowCount: count, columnCount: count)
      for i in 0..<count { for k in 0...i { (gram[i, k], gram[k, i]) = (sum[i, k], sum[i, k]) } }
      return gram
    }
    // The first feature is 1, so that the first of its products is the number of draws.
    let draws = grams.reduce(0) { $0 + $1[0, 0] }
    guard let first = grams.first,
      let cholesky = try? Cholesky((1 / draws) * grams.dropFirst().reduce(first, +))
    else { return nil }
    /// Σ φ(X − Y)ᵀ, of a parameter.
    func products(_ sum: Matrix, _ j: Int) -> [Double] {
      (0..<count).map { sum[sum.rowCount - dimension + j, $0] }
    }
    let slopes = (0..<dimension).map { j in
      cholesky.solve((0..<count).map { i in sums.reduce(0) { $0 + $1[$1.rowCount - dimension + j, i] } / draws })
    }
    var fitted: [Double] = []
    var rests: [[Double]] = []
    for (sum, gram) in zip(sums, grams) {
      var fit = 0.0
      var rest: [Double] = []
      for j in 0..<dimension {
        let line = gram * slopes[j]
        var left = zip(products(sum, j), line).map { ($0 - $1) / gram[0, 0] }
        fit += slopes[j].dot(line) / gram[0, 0] + 2 * slopes[j].dot(left)
        cholesky.solveLower(&left)
        rest += left
      }
      fitted.append(fit)
      rests.append(rest)
    }
    self.fitted = fitted
    crossed = rests.indices.map { a in
      rests.indices.reduce(0) { $1 == a ? $0 : $0 + rests[a].dot(rests[$1]) }
    }
  }
}

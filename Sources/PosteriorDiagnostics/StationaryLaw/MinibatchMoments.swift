/// The second moments of an independent minibatch's Δ_b and s_b, from the data's second and fourth.
///
///     E[Δ_b X Δ_b] = f · meanᵢ DᵢXDᵢ,   E[s_b s_bᵀ] = f · meanᵢ sᵢsᵢᵀ,
///     f = 1/B with replacement, (N − B)/(B(N − 1)) for subsets
///
/// Δ_b and s_b are correlated, but that acts on the mean of wᵀz alone, which is 0: the mean is the posterior's.
struct MinibatchMoments: Sendable {
  private let index: SymmetricIndex
  /// X ↦ E[Δ_b X Δ_b] on vectors: flat.
  private let fourth: [Double]
  /// E[s_b s_bᵀ]: flat, d × d.
  private let second: [Double]

  init(_ quadratic: WhitenedQuadratic, _ scheme: AffineScheme) {
    let (n, d) = (quadratic.exampleCount, quadratic.dimension)
    let index = SymmetricIndex(size: d)
    var fourth = [Double](repeating: 0, count: index.count * index.count)
    var second = [Double](repeating: 0, count: d * d)
    let factor: Double =
      switch scheme.minibatching?.law {
      case .independent(hasRepeats: true): 1 / Double(scheme.batchSize)
      case .independent(hasRepeats: false):
        n > 1 ? Double(n - scheme.batchSize) / Double(scheme.batchSize * (n - 1)) : 0
      default: 0
      }
    if factor > 0 {
      var workspace = AffineWorkspace(quadratic, scheme)
      for i in 0..<n {
        workspace.use([Int32(i)])
        if !quadratic.hasEqualCurvatures { index.addCongruence(workspace.curvature, to: &fourth) }
        let row = workspace.gradient
        for j in 0..<d { for k in 0..<d { second[j * d + k] += row[j] * row[k] } }
      }
    }
    self.index = index
    self.fourth = fourth.map { factor / Double(n) * $0 }
    self.second = second.map { factor / Double(n) * $0 }
  }

  /// E[Δ_b X Δ_b], and E[s_b s_bᵀ] where there is noise, for a flat symmetric X.
  func scatter(of moment: [Double], isNoisy: Bool) -> [Double] {
    let vector = index.vector(moment)
    let fourth = fourth.span
    let image = (0..<index.count).map { row in
      fourth.extracting(row * index.count..<(row + 1) * index.count).dot(vector.span)
    }
    let scatter = index.matrix(image).elements
    return isNoisy ? zip(scatter, second).map(+) : scatter
  }
}

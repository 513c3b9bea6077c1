/// A cycle of reshuffled epochs with every minibatch replaced by the mean of all, and the first-order response to their
/// differences.
///
/// Over all orders a minibatch's Δ_b and s_b in any place of a cycle have mean 0, and s_b the covariances
///
///     E[s_b s_bᵀ] = C(N − |b|)/(|b|(N − 1)),   E[s_b s_b'ᵀ] = −C/(N − 1),   C = meanᵢ sᵢsᵢᵀ
///
/// so that what is of first order in Δ_b, and of second in s_b, is known without averaging: as control variates these
/// take from an average over random orders the greater part of its error.
struct MeanCycle {
  /// A with Δ = 0: flat, n × n.
  let map: [Double]
  /// E[c c ᵀ] of c to first order: flat, n × n.
  let shiftCovariance: [Double]
  /// wᵀz where each step takes its gradient, as a map of the start: d × (n + 1) each, the last column zero.
  private let heads: [[Double]]
  /// wᵀS there, carried to the step's end: d × Kd each.
  private let moments: [[Double]]

  init(_ cycle: AffineCycle, _ quadratic: WhitenedQuadratic, _ scheme: AffineScheme) {
    let (d, size) = (quadratic.dimension, cycle.size * quadratic.dimension)
    let n = cycle.carried * d
    var workspace = AffineWorkspace(quadratic, scheme)
    var (map, moment) = cycle.start(dimension: d)
    var (heads, moments): ([[Double]], [[Double]]) = ([], [])
    for step in cycle.steps {
      heads.append(workspace.advanceMean(map: &map, columnCount: n + 1, step))
      moments.append(workspace.advanceMean(moment: &moment, step))
    }
    self.map = (0..<n).flatMap { map[$0 * (n + 1)..<$0 * (n + 1) + n] }
    (self.heads, self.moments) = (heads, moments)
    shiftCovariance = cycle.shiftCovariance(quadratic, scheme)
    precondition(size >= n, "a cycle carries no more than a step")
  }

  /// Carries the first-order parts of A, c and S over a step.
  func advance(
    _ place: Int, _ step: AffineStep, map: inout [Double], columnCount: Int, moment: inout [Double],
    _ workspace: inout AffineWorkspace
  ) {
    _ = workspace.advanceMean(map: &map, columnCount: columnCount, step)
    workspace.addResponse(of: heads[place], columnCount: columnCount, step, isShifted: true, to: &map)
    _ = workspace.advanceMean(moment: &moment, step, isNoisy: false)
    workspace.addSymmetricResponse(of: moments[place], step, to: &moment)
  }
}

extension AffineCycle {
  /// Where averages start: [A | c] = [I | 0], and S = S₀.
  func start(dimension d: Int) -> (map: [Double], moment: [Double]) {
    let (n, size) = (carried * d, self.size * d)
    var map = [Double](repeating: 0, count: size * (n + 1))
    for i in 0..<n { map[i * (n + 1) + i] = 1 }
    var moment = [Double](repeating: 0, count: size * size)
    for i in 0..<d { moment[i * size + i] = 1 }
    return (map, moment)
  }

  /// E[c cᵀ] of c = Σ_b W_b s_b, W_b being the response at the cycle's end to s_b wherever it is used.
  fileprivate func shiftCovariance(_ quadratic: WhitenedQuadratic, _ scheme: AffineScheme) -> [Double] {
    let (d, k, count) = (quadratic.dimension, size, Double(quadratic.exampleCount))
    let n = carried * d
    guard !scheme.isAnchoredEachEpoch, count > 1 else { return [Double](repeating: 0, count: n * n) }
    // The response of each mode, from the last step to the first: modes do not mix where Δ = 0.
    var responses = [[Double]](repeating: [Double](repeating: 0, count: k * d), count: (minibatches.max() ?? 0) + 1)
    for i in 0..<d {
      var tail = Matrix.identity(k)
      for (step, minibatch) in zip(steps, minibatches).reversed() {
        let scale = step.gradientScale.map { $0 * quadratic.rates[i] }
        for (a, value) in (tail * scale).enumerated() { responses[minibatch][a * d + i] += value }
        var kick = step.after
        for a in 0..<k { kick[a, 0] += scale[a] }
        tail = tail * kick
        if let before = step.before { tail = tail * before }
      }
    }
    // Σ_b W_b C W_bᵀ N/(|b|(N − 1)) − (ΣW_b)C(ΣW_b)ᵀ/(N − 1).
    var sum = [Double](repeating: 0, count: n * n)
    let spread = (1 / count) * quadratic.gradients.gram
    func add(_ response: [Double], scaledBy scale: Double) {
      for p in 0..<n { for q in 0..<n { sum[p * n + q] += scale * response[p] * spread[p % d, q % d] * response[q] } }
    }
    var total = [Double](repeating: 0, count: n)
    for (minibatch, response) in responses.enumerated() {
      let length = min(scheme.batchSize, quadratic.exampleCount - minibatch * scheme.batchSize)
      add(response, scaledBy: count / (Double(length) * (count - 1)))
      for p in 0..<n { total[p] += response[p] }
    }
    add(total, scaledBy: -1 / (count - 1))
    return sum
  }
}

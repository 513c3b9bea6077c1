/// The stationary mean and covariance of a sampler's draws, and their divergences from the posterior, without
/// simulating a chain.
public struct StationaryLaw: Sendable, Hashable {
  /// The mean: d elements.
  public let mean: [Double]
  /// The covariance: d × d.
  public let covariance: Matrix
  /// KL(law ‖ posterior), in nats.
  public let kl: Double
  /// W₂ between the same two normals, in the parameters' units.
  public let wasserstein2: Double
  /// The standard errors of the above, from the orders of the examples that were averaged over; zero for closed forms.
  public let error: StandardError

  /// Standard errors of a law's parts.
  public struct StandardError: Sendable, Hashable {
    /// Of the mean: d elements.
    package let mean: [Double]
    /// Of the covariance: d × d.
    package let covariance: Matrix
    /// The standard error of the KL divergence, in nats.
    public let kl: Double
    /// The standard error of W₂, in the parameters' units.
    package let wasserstein2: Double
  }

  /// The law of averages over groups of orders; its errors by the jackknife, leaving out a group at a time.
  init?(_ groups: [CycleAverages], _ quadratic: WhitenedQuadratic) {
    guard let first = groups.first,
      let whole = Solution(groups.dropFirst().reduce(first, +), quadratic)
    else { return nil }
    (mean, covariance) = whole.moments
    (kl, wasserstein2) = (whole.kl, whole.wasserstein2)
    let parts = groups.indices.compactMap { left -> Solution? in
      let rest = groups.indices.filter { $0 != left }
      guard let start = rest.first else { return nil }
      return Solution(rest.dropFirst().reduce(groups[start]) { $0 + groups[$1] }, quadratic)
    }
    func error(_ value: (Solution) -> Double) -> Double {
      let values = parts.map(value)
      guard values.count > 1 else { return 0 }
      let mean = values.reduce(0, +) / Double(values.count)
      let spread = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (Double(values.count - 1) / Double(values.count) * spread).squareRoot()
    }
    let d = quadratic.dimension
    self.error = StandardError(
      mean: (0..<d).map { j in error { $0.moments.mean[j] } },
      covariance: Matrix(
        columnCount: d, elements: (0..<d * d).map { e in error { $0.moments.covariance[e / d, e % d] } }),
      kl: error(\.kl), wasserstein2: error(\.wasserstein2))
  }

  /// KL(law ‖ another normal than the posterior), in nats; infinite when the law's covariance is singular.
  ///
  /// - Throws: `GSLError` when an element is not finite.
  public func klDivergence(from reference: MultivariateNormal) throws(GSLError) -> Double {
    try reference.klDivergence(ofMean: mean, covariance: covariance)
  }
}

/// One solution of the equations, in the parameters' coordinates.
private struct Solution {
  let moments: (mean: [Double], covariance: Matrix)
  let kl: Double
  let wasserstein2: Double

  init?(_ averages: CycleAverages, _ quadratic: WhitenedQuadratic) {
    guard let (mean, excess) = averages.solve() else { return nil }
    let d = quadratic.dimension
    var position = Matrix(rowCount: d, columnCount: d)
    for i in 0..<d { for j in 0..<d { position[i, j] = excess[i, j] } }
    let whitened = quadratic.whitened(mean: Array(mean.prefix(d)), excess: position)
    do throws(GSLError) {
      kl = try GaussianKL(whitened).value
      wasserstein2 = try GaussianWasserstein(whitened, quadratic.reference).value.squareRoot()
    } catch {
      return nil
    }
    moments = quadratic.reference.color(whitened)
  }
}

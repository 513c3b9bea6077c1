extension PhasePoint {
  /// One leapfrog step of size ε (backwards in time if negative):
  ///
  ///     p ← p + ½ε ∇ln p(q),   q ← q + ε Cp,   p ← p + ½ε ∇ln p(q)
  ///
  /// It preserves volume and is its own inverse under ε → −ε; its energy error is of order ε² over a fixed
  /// time.
  ///
  /// - Parameter measures: Whether the log density and the energy at its end are wanted too.
  @inlinable
  mutating func leapfrog(_ target: some LogDensity, metric: Metric, stepSize: Double, measures: Bool = true) {
    switch metric {
    case .unit: position.drift(&momentum, kickedBy: gradient, stepSize: stepSize)
    case .diagonal(let variances):
      position.drift(&momentum, kickedBy: gradient, variances: variances, stepSize: stepSize)
    case .dense, .lowRank:
      momentum.add(0.5 * stepSize, times: gradient)
      metric.velocity(&velocity, of: momentum)
      position.add(stepSize, times: velocity)
    }
    if measures {
      logDensity = target.logDensity(at: position, gradient: &gradient)
    } else {
      target.gradient(&gradient, at: position)
    }
    momentum.add(0.5 * stepSize, times: gradient)
    if measures { measureEnergy(metric) }
  }
}

// Half a kick and the drift in one pass. These take arrays, since a struct cannot lend spans of two of its own.
extension [Double] {
  /// momentum ← momentum + ½ε gradient, self ← self + ε momentum.
  @inlinable
  mutating func drift(_ momentum: inout [Double], kickedBy gradient: [Double], stepSize: Double) {
    let d = count
    precondition(momentum.count == d && gradient.count == d, "vectors of different lengths")
    let g = gradient.span
    var q = mutableSpan
    var p = momentum.mutableSpan
    for j in 0..<d {
      p[unchecked: j] += 0.5 * stepSize * g[unchecked: j]
      q[unchecked: j] += stepSize * p[unchecked: j]
    }
  }

  /// momentum ← momentum + ½ε gradient, self ← self + ε variances · momentum.
  @inlinable
  mutating func drift(
    _ momentum: inout [Double], kickedBy gradient: [Double], variances: [Double], stepSize: Double
  ) {
    let d = count
    precondition(momentum.count == d && gradient.count == d && variances.count == d, "vectors of different lengths")
    let g = gradient.span
    let c = variances.span
    var q = mutableSpan
    var p = momentum.mutableSpan
    for j in 0..<d {
      p[unchecked: j] += 0.5 * stepSize * g[unchecked: j]
      q[unchecked: j] += stepSize * c[unchecked: j] * p[unchecked: j]
    }
  }
}

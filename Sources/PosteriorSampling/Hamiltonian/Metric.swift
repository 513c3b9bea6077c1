import Foundation

/// The shape of a proposal: an estimate C of the posterior's covariance.
///
/// In Hamiltonian dynamics C is the inverse of the mass matrix: momenta are p ~ N(0, C⁻¹), velocities Cp. For
/// Langevin dynamics it is the preconditioner (drift −ηCĝ, noise of covariance 2ηTC), for random-walk proposals
/// the noise's covariance up to a scale. With C the posterior's covariance every direction has the same scale.
public enum Metric: Sendable, Hashable {
  /// C = I: no preconditioning.
  case unit
  /// C = diag(c): the d variances c.
  case diagonal([Double])
  /// C = LLᵀ, given by its Cholesky factor.
  case dense(Cholesky)
  /// A diagonal and a few directions.
  case lowRank(LowRankMetric)

  /// What is estimated of C in a warm-up.
  public enum Shape: String, Sendable, Hashable, CaseIterable, Codable {
    /// Nothing: C = I.
    case unit
    /// What pays: the variances and the directions that they do not explain, in the coordinates in which a model that
    /// knows its Hessian is round at its mode.
    case auto
    /// The variances alone: C is diagonal.
    case diagonal
    /// The variances, and the directions that they do not explain by a factor of two.
    case lowRank = "low-rank"
    /// The whole covariance, d × d.
    case dense
  }

  /// Whether C is d × d, and its diagonal positive and finite.
  func fits(dimension: Int) -> Bool {
    switch self {
    case .unit: true
    case .diagonal(let variances):
      variances.count == dimension && variances.allSatisfy { $0 > 0 && $0.isFinite }
    case .dense(let cholesky): cholesky.dimension == dimension
    case .lowRank(let metric): metric.scales.count == dimension
    }
  }

  /// A precondition's check: the metric is one of d parameters.
  @usableFromInline
  func precondition(dimension: Int) {
    Swift.precondition(
      fits(dimension: dimension), "a metric of \(dimension) parameters needs as many positive variances")
  }
}

extension Metric {
  /// velocity ← Cp.
  @inlinable
  func velocity(_ velocity: inout [Double], of momentum: [Double]) {
    let p = momentum.span
    var v = velocity.mutableSpan
    Swift.precondition(p.count == v.count, "vectors of different lengths")
    switch self {
    case .unit:
      for j in 0..<p.count { v[unchecked: j] = p[unchecked: j] }
    case .diagonal(let variances):
      let c = variances.span
      for j in 0..<p.count { v[unchecked: j] = c[unchecked: j] * p[unchecked: j] }
    case .dense(let cholesky):
      for j in 0..<p.count { v[unchecked: j] = p[unchecked: j] }
      cholesky.multiplyTransposedInPlace(&v)
      cholesky.multiplyInPlace(&v)
    case .lowRank(let metric):
      for j in 0..<p.count { v[unchecked: j] = p[unchecked: j] }
      metric.multiply(&v)
    }
  }

  /// Replaces a gradient of d elements by C times it.
  ///
  /// ``LangevinSampler`` does so before it hands a gradient to its integrator.
  @inlinable
  public func precondition(_ gradient: inout [Double]) {
    if case .unit = self { return }
    shape(&gradient)
  }

  /// gradient ← C gradient, where C is not the identity; apart, so that the identity costs a step nothing.
  @usableFromInline
  func shape(_ gradient: inout [Double]) {
    switch self {
    case .unit: break
    case .diagonal(let variances):
      let c = variances.span
      var g = gradient.mutableSpan
      Swift.precondition(c.count == g.count, "vectors of different lengths")
      for j in 0..<g.count { g[unchecked: j] *= c[unchecked: j] }
    case .dense(let cholesky):
      var g = gradient.mutableSpan
      cholesky.multiplyTransposedInPlace(&g)
      cholesky.multiplyInPlace(&g)
    case .lowRank(let metric):
      var g = gradient.mutableSpan
      metric.multiply(&g)
    }
  }

  /// momentum ~ N(0, C⁻¹): L⁻ᵀξ.
  @inlinable
  func drawMomentum(_ momentum: inout [Double], using random: inout some RandomSource) {
    var p = momentum.mutableSpan
    random.fillNormal(&p)
    switch self {
    case .unit: break
    case .diagonal(let variances):
      let c = variances.span
      for j in 0..<p.count { p[unchecked: j] /= c[unchecked: j].squareRoot() }
    case .dense(let cholesky):
      let (lower, d) = (cholesky.factor.elements.span, p.count)
      for i in stride(from: d - 1, through: 0, by: -1) {
        p[unchecked: i] /= lower[unchecked: i * d + i]
        for j in 0..<i { p[unchecked: j] -= lower[unchecked: i * d + j] * p[unchecked: i] }
      }
    case .lowRank(let metric): metric.colorInversely(&p)
    }
  }

  /// Replaces a vector of d elements by the noise of a step, Lξ ~ N(0, C).
  @inlinable
  public func drawIncrement(_ increment: inout [Double], using random: inout some RandomSource) {
    drawIncrements(&increment, dimension: increment.count, using: &random)
  }

  /// Independent increments ~ N(0, C), Lξ each, one after another.
  @inlinable
  func drawIncrements(_ increments: inout [Double], dimension: Int, using random: inout some RandomSource) {
    var x = increments.mutableSpan
    random.fillNormal(&x)
    switch self {
    case .unit: break
    case .diagonal(let variances):
      let c = variances.span
      for first in stride(from: 0, to: x.count, by: dimension) {
        for j in 0..<dimension { x[first + j] *= c[j].squareRoot() }
      }
    case .dense(let cholesky):
      for first in stride(from: 0, to: x.count, by: dimension) {
        // A part of a mutable span has no name without an underscore in Swift 6.2 and 6.3.
        var increment = x._mutatingExtracting(first..<first + dimension)
        cholesky.multiplyInPlace(&increment)
      }
    case .lowRank(let metric):
      for first in stride(from: 0, to: x.count, by: dimension) {
        var increment = x._mutatingExtracting(first..<first + dimension)
        metric.color(&increment)
      }
    }
  }

  /// Replaces a vector of d elements by a velocity of temperature T, √T Lξ ~ N(0, TC).
  @inlinable
  public func drawVelocity(_ velocity: inout [Double], temperature: Double, using random: inout some RandomSource) {
    drawIncrement(&velocity, using: &random)
    velocity.scale(by: temperature.squareRoot())
  }
}

extension Cholesky {
  /// x ← Lx.
  @inlinable
  func multiplyInPlace(_ x: inout MutableSpan<Double>) {
    let (lower, d) = (factor.elements.span, x.count)
    // From the last row up, so that each element is read before it is replaced.
    for i in stride(from: d - 1, through: 0, by: -1) {
      var sum = 0.0
      for j in 0...i { sum += lower[unchecked: i * d + j] * x[unchecked: j] }
      x[unchecked: i] = sum
    }
  }

  /// x ← Lᵀx.
  @inlinable
  func multiplyTransposedInPlace(_ x: inout MutableSpan<Double>) {
    let (lower, d) = (factor.elements.span, x.count)
    // From the first row down, so that each element is read before it is replaced.
    for j in 0..<d {
      var sum = 0.0
      for i in j..<d { sum += lower[unchecked: i * d + j] * x[unchecked: i] }
      x[unchecked: j] = sum
    }
  }
}

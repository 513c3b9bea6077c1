/// A point of phase space: a position q and a momentum p, with what has been computed there.
@usableFromInline
struct PhasePoint: Sendable {
  @usableFromInline var position: [Double]
  @usableFromInline var momentum: [Double]
  /// Cp, as of the last ``measureEnergy(_:)``.
  @usableFromInline var velocity: [Double]
  /// ∇ln p(q).
  @usableFromInline var gradient: [Double]
  /// ln p(q), where it was wanted.
  @usableFromInline var logDensity = 0.0
  /// H = −ln p(q) + ½pᵀCp; +∞ wherever anything is not finite, so that such points are never accepted.
  @usableFromInline var energy = 0.0

  /// Zeros. Each array has its own storage, so that nothing is allocated later.
  @usableFromInline
  init(dimension: Int) {
    position = [Double](repeating: 0, count: dimension)
    momentum = [Double](repeating: 0, count: dimension)
    velocity = [Double](repeating: 0, count: dimension)
    gradient = [Double](repeating: 0, count: dimension)
  }

  /// A chain's first point, at rest.
  ///
  /// - Throws: ``SamplingError/invalidStart(_:)`` where the log density or its gradient is not finite.
  @inlinable
  init(_ target: some LogDensity, at start: [Double]) throws(SamplingError) {
    precondition(start.count == target.dimension, "a position needs \(target.dimension) elements, not \(start.count)")
    self.init(dimension: start.count)
    position.copy(start)
    logDensity = target.logDensity(at: position, gradient: &gradient)
    energy = -logDensity
    try target.checkStart(position: position, logDensity: logDensity, gradient: gradient)
  }

  /// Takes over another point's elements.
  @inlinable
  mutating func copy(_ other: PhasePoint) {
    position.copy(other.position)
    momentum.copy(other.momentum)
    velocity.copy(other.velocity)
    gradient.copy(other.gradient)
    (logDensity, energy) = (other.logDensity, other.energy)
  }

  /// A new momentum from N(0, C⁻¹), and the energy with it.
  @inlinable
  mutating func refreshMomentum(_ metric: Metric, using random: inout some RandomSource) {
    metric.drawMomentum(&momentum, using: &random)
    measureEnergy(metric)
  }

  /// Computes the velocity and the energy.
  @inlinable
  mutating func measureEnergy(_ metric: Metric) {
    metric.velocity(&velocity, of: momentum)
    // 0 · x is NaN for an x that is not finite. A gradient's NaN is in the momentum.
    let finite = position.span.sum { 0 * $0 }
    energy = 0.5 * momentum.dot(velocity) - logDensity + finite
    if !energy.isFinite { energy = .infinity }
  }
}

extension LogDensity {
  /// gradient ← ∇ln p.
  @inlinable
  func gradient(_ gradient: inout [Double], at position: [Double]) {
    var span = gradient.mutableSpan
    span.fill(0)
    addLogDensityGradient(at: position.span, to: &span)
  }

  /// gradient ← ∇ln p; returns ln p.
  @inlinable
  func logDensity(at position: [Double], gradient: inout [Double]) -> Double {
    var span = gradient.mutableSpan
    span.fill(0)
    return logDensity(at: position.span, addingGradientTo: &span)
  }

  /// A chain can start only where the log density, and its gradient if it is used, are finite.
  @usableFromInline
  func checkStart(position: [Double], logDensity: Double, gradient: [Double] = []) throws(SamplingError) {
    if let j = position.firstIndex(where: { !$0.isFinite }) {
      throw .invalidStart("the start of '\(parameterNames[j])' is \(position[j]): give finite numbers")
    }
    guard logDensity.isFinite else {
      throw .invalidStart(
        "the log density is \(logDensity) at the start: start where the posterior has mass (near its mode, or at a "
          + "draw from the prior), and see that the data are finite")
    }
    if let j = gradient.firstIndex(where: { !$0.isFinite }) {
      throw .invalidStart(
        "the log density's derivative in '\(parameterNames[j])' is \(gradient[j]) at the start: start elsewhere, or "
          + "check the model's gradient")
    }
  }
}

extension Span<Double> {
  /// Σ f(xᵢ).
  @inlinable
  func sum(_ f: (Double) -> Double) -> Double {
    var sum = 0.0
    for i in 0..<count { sum += f(self[unchecked: i]) }
    return sum
  }
}

extension [Double] {
  /// Takes over another array's elements; assignment would share its storage, and allocate at the next write.
  @inlinable
  mutating func copy(_ other: [Double]) {
    precondition(count == other.count, "vectors of different lengths")
    let source = other.span
    var destination = mutableSpan
    for i in 0..<source.count { destination[unchecked: i] = source[unchecked: i] }
  }
}

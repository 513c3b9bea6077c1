import Foundation

/// Consecutive points of a trajectory, as far as ``NUTS`` needs to remember them: the ends, the sum of the momenta, and
/// one of the points drawn by its weight exp(H₀ − H).
@usableFromInline
struct TrajectorySegment: Sendable {
  /// What the U-turn criterion needs of an end.
  @usableFromInline
  struct End: Sendable {
    @usableFromInline var momentum: [Double]
    @usableFromInline var velocity: [Double]

    @inlinable
    mutating func copy(_ point: PhasePoint) {
      momentum.copy(point.momentum)
      velocity.copy(point.velocity)
    }
  }

  /// What a chain needs of a point.
  @usableFromInline
  struct Draw: Sendable {
    @usableFromInline var position: [Double]
    @usableFromInline var gradient: [Double]
    @usableFromInline var logDensity = 0.0
    @usableFromInline var energy = 0.0

    @usableFromInline
    init(dimension: Int) {
      position = [Double](repeating: 0, count: dimension)
      gradient = [Double](repeating: 0, count: dimension)
    }

    @inlinable
    mutating func copy(_ point: PhasePoint) {
      position.copy(point.position)
      gradient.copy(point.gradient)
      (logDensity, energy) = (point.logDensity, point.energy)
    }
  }

  /// The ends, in the order in which the points were made.
  @usableFromInline var first: End
  @usableFromInline var last: End
  /// ρ: the sum of the points' momenta.
  @usableFromInline var momentumSum: [Double]
  /// ln of the sum of the points' weights.
  @usableFromInline var logWeight = 0.0
  /// One of the points.
  @usableFromInline var draw: Draw

  @usableFromInline
  init(dimension: Int) {
    func zeros() -> [Double] { [Double](repeating: 0, count: dimension) }
    first = End(momentum: zeros(), velocity: zeros())
    last = End(momentum: zeros(), velocity: zeros())
    momentumSum = zeros()
    draw = Draw(dimension: dimension)
  }

  /// Becomes a single point.
  @inlinable
  mutating func set(_ point: PhasePoint, logWeight: Double) {
    first.copy(point)
    last.copy(point)
    momentumSum.copy(point.momentum)
    self.logWeight = logWeight
    draw.copy(point)
  }

  /// Turns the order of the points around.
  @inlinable
  mutating func reverse() { swap(&first, &last) }

  /// How two joined segments share the draw.
  @usableFromInline
  enum Choice {
    /// By their weights: the later one's draw with probability w₂/(w₁ + w₂).
    case byWeight
    /// The later one's with probability min(1, w₂/w₁), which moves further and, of a whole trajectory's doublings,
    /// keeps the law too.
    case preferringLater
  }

  /// Puts an earlier segment, which leaves `earlier` with unspecified contents, before this one. Returns whether the
  /// joined trajectory goes on. The criterion is also checked between each segment and the other's nearest point, for
  /// U-turns that would hide across the joint (Stan 2.21; https://github.com/stan-dev/stan/pull/2800).
  @inlinable
  mutating func prepend(
    _ earlier: inout TrajectorySegment, choice: Choice, using random: inout some RandomSource
  ) -> Bool {
    let continues =
      goesOn(
        from: earlier.first.velocity.span, to: last.velocity.span, along: earlier.momentumSum.span, momentumSum.span)
      && goesOn(
        from: earlier.first.velocity.span, to: first.velocity.span, along: earlier.momentumSum.span,
        first.momentum.span)
      && goesOn(
        from: earlier.last.velocity.span, to: last.velocity.span, along: earlier.last.momentum.span, momentumSum.span)

    let total = logSumOfExponentials(earlier.logWeight, logWeight)
    let logProbability = logWeight - (choice == .byWeight ? total : earlier.logWeight)
    if !(random.uniform() < exp(logProbability)) { swap(&draw, &earlier.draw) }
    logWeight = total

    swap(&first, &earlier.first)
    momentumSum.add(1, times: earlier.momentumSum)
    return continues
  }
}

/// ln(eᵃ + eᵇ); −∞ when both are.
@inlinable
func logSumOfExponentials(_ a: Double, _ b: Double) -> Double {
  let (high, low) = a > b ? (a, b) : (b, a)
  return high == -.infinity ? high : high + log1p(exp(low - high))
}

import Foundation

/// Some steps of a chain with a velocity: what a ``MomentumTwin`` does meanwhile, and what it makes of the chain's
/// noise.
///
/// The chain's noise over a stretch is where the steps would lead from rest at the quadratic's centre: normal of a
/// covariance C that follows from the steps as linear maps. The twin's is to be as close to it as can be, of the
/// motion's own covariance Σ. With K and L the Cholesky factors of C and Σ, the velocity first, it is LK⁻¹ times
/// the chain's. One step by BAOAB has one normal vector for both, so that K is singular: new normals stand in for what
/// is missing.
@usableFromInline
struct MomentumStretch: Sendable {
  @usableFromInline let stepCount: Int
  let time: Double
  /// γt.
  let damping: Double
  let modes: [Mode]

  /// One mode of the quadratic.
  struct Mode: Sendable {
    private let curvature: Double
    private let flow: UnderdampedFlow
    /// The motion's noise, and the chain's.
    private let (noise, own): (MotionNoise, MotionNoise)
    /// The chain's velocity less this times its position is what is free of the position in its stationary law: a
    /// scheme's velocity may be that of another time, half a kick away.
    private let lag: Double
    private let knowsVelocity: Bool
    private let knowsPosition: Bool

    init(_ flow: UnderdampedFlow, curvature: Double, own cycle: LinearCycle, law: StationaryMode?) {
      (self.flow, self.curvature) = (flow, curvature)
      lag = law.map { $0.covariance[0, 1] / $0.covariance[0, 0] } ?? 0
      let free = Matrix(columnCount: 2, elements: [1, 0, -lag, 1])
      noise = MotionNoise(flow.covariance)
      own = MotionNoise(free * cycle.noise * free.transposed)
      knowsVelocity = own.velocity > 1e-3 * noise.velocity
      knowsPosition = own.position > 1e-3 * noise.position
    }

    /// ½λx² + ½v².
    func energy(_ x: Double, _ v: Double) -> Double { 0.5 * (curvature * x * x + v * v) }

    /// Where the motion leads, and its noise.
    func motion(
      _ x: Double, _ v: Double, noise ownPosition: Double, _ ownVelocity: Double,
      using random: inout some RandomSource
    ) -> (Double, Double) {
      let first = knowsVelocity ? (ownVelocity - lag * ownPosition) / own.velocity : random.normal()
      let second = knowsPosition ? (ownPosition - own.shared * first) / own.position : random.normal()
      return (
        flow.map[0, 0] * x + flow.map[0, 1] * v + noise.shared * first + noise.position * second,
        flow.map[1, 0] * x + flow.map[1, 1] * v + noise.velocity * first
      )
    }
  }

  /// The stretches of a draw, from the places of their steps.
  @usableFromInline
  static func stretches(
    _ places: [Range<Int>], of steps: [LangevinStep], by integrator: some LinearIntegrator, _ quadratic: TwinQuadratic
  ) -> [MomentumStretch] {
    let laws = quadratic.curvatures.map { StationaryMode(integrator.linearSteps(steps), curvature: $0) }
    var made: [[LangevinStep]: MomentumStretch] = [:]
    return places.map { place in
      let part = Array(steps[place])
      if let known = made[part] { return known }
      let motions = part.compactMap { integrator.motion(over: $0) }
      guard let friction = motions.first?.friction, motions.count == part.count else {
        preconditionFailure("the scheme has no velocity")
      }
      let (time, maps) = (motions.reduce(0) { $0 + $1.time }, integrator.linearSteps(part))
      let stretch = MomentumStretch(
        stepCount: part.count, time: time, damping: friction * time,
        modes: zip(quadratic.curvatures, laws).map { curvature, law in
          Mode(
            UnderdampedFlow(curvature: curvature, friction: friction, time: time), curvature: curvature,
            own: LinearCycle(maps, curvature: curvature), law: law)
        })
      made[part] = stretch
      return stretch
    }
  }
}

/// The Cholesky factor of a covariance of position and velocity, the velocity first.
private struct MotionNoise {
  let velocity: Double
  /// What the position has of the velocity's.
  let shared: Double
  let position: Double

  init(_ covariance: Matrix) {
    velocity = covariance[1, 1].squareRoot()
    shared = velocity > 0 ? covariance[0, 1] / velocity : 0
    position = max(0, covariance[0, 0] - shared * shared).squareRoot()
  }
}

/// The exact motion of underdamped Langevin dynamics on ½λx² over a time t: (x, v) ← Φ(x, v) + N(0, Σ).
struct UnderdampedFlow: Sendable {
  /// Φ.
  private(set) var map: Matrix
  /// Σ.
  private(set) var covariance: Matrix

  /// Over a time so short that few terms of the series of Φ and Σ are enough, doubled as often as it takes: no sum
  /// cancels.
  init(curvature: Double, friction: Double, time: Double) {
    let drift = Matrix(columnCount: 2, elements: [0, 1, -curvature, -friction])
    let doublings = min(1100, max(-2, (time * max(friction, curvature.squareRoot())).exponent)) + 2
    let short = time * exp2(-Double(doublings))
    map = .identity(2)
    covariance = Matrix(diagonal: [0, 2 * friction * short])
    var (term, noise) = (map, covariance)
    for n in 1...30 {
      term = (short / Double(n)) * (drift * term)
      let grown = drift * noise
      noise = (short / Double(n + 1)) * (grown + grown.transposed)
      map = map + term
      covariance = covariance + noise
    }
    for _ in 0..<doublings {
      covariance = covariance + map * covariance * map.transposed
      map = map * map
    }
  }
}

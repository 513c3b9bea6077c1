import Foundation

/// The state of a ``NUTS`` chain. Only the draw is carried from step to step; the rest is room for a trajectory.
public struct NUTSState: SamplerState {
  @usableFromInline var draw: TrajectorySegment.Draw
  /// The trajectory so far, last the end at which it grows.
  @usableFromInline var trajectory: TrajectorySegment
  /// The phase point at the end at which the trajectory grows, and the one at its other end.
  @usableFromInline var front: PhasePoint
  @usableFromInline var back: PhasePoint
  /// A subtree's segments of 2ᵏ points that wait to be joined with the next 2ᵏ.
  @usableFromInline var waiting: [TrajectorySegment]
  /// The segment that was made last.
  @usableFromInline var newest: TrajectorySegment

  @usableFromInline
  init(_ point: PhasePoint, maximumTreeDepth: Int) {
    let d = point.position.count
    draw = TrajectorySegment.Draw(dimension: d)
    draw.copy(point)
    trajectory = TrajectorySegment(dimension: d)
    front = point
    back = PhasePoint(dimension: d)
    waiting = (1..<max(2, maximumTreeDepth)).map { _ in TrajectorySegment(dimension: d) }
    newest = TrajectorySegment(dimension: d)
  }

  /// Where the chain is: d elements.
  public var position: [Double] { draw.position }
  /// ln p there, up to a constant.
  package var logDensity: Double { draw.logDensity }
  /// ∇ln p there: d elements.
  package var gradient: [Double] { draw.gradient }

  /// What a trajectory has seen.
  @usableFromInline
  struct Growth {
    @usableFromInline let initialEnergy: Double
    @usableFromInline var leapfrogCount = 0
    @usableFromInline var acceptanceSum = 0.0
    @usableFromInline var isDivergent = false

    @inlinable
    init(initialEnergy: Double) { self.initialEnergy = initialEnergy }
  }

  /// A trajectory of one point, with a fresh momentum.
  @inlinable
  mutating func begin(_ metric: Metric, using random: inout some RandomSource) {
    front.position.copy(draw.position)
    front.gradient.copy(draw.gradient)
    front.logDensity = draw.logDensity
    front.refreshMomentum(metric, using: &random)
    back.copy(front)
    trajectory.set(front, logWeight: 0)
  }

  /// Lets the trajectory grow at its other end.
  @inlinable
  mutating func reverse() {
    swap(&front, &back)
    trajectory.reverse()
  }

  /// Makes 2^depth new points, as the segment `newest`; false as soon as a part of it makes a U-turn or diverges.
  ///
  /// The points are leaves of a balanced tree. Joining equal segments as soon as there are two is counting in binary:
  /// after n points a segment of 2ᵏ waits where n has the bit k, and the next point's carry joins them.
  @inlinable
  mutating func grow(
    _ depth: Int, _ target: some LogDensity, _ metric: Metric, _ stepSize: Double, _ growth: inout Growth,
    using random: inout some RandomSource
  ) -> Bool {
    for n in 0..<(1 << depth) {
      front.leapfrog(target, metric: metric, stepSize: stepSize)
      let energyError = front.energy - growth.initialEnergy
      growth.leapfrogCount += 1
      growth.acceptanceSum += energyError <= 0 ? 1 : exp(-energyError)
      if !(energyError <= HamiltonianLimits.energyError) {
        growth.isDivergent = true
        return false
      }
      newest.set(front, logWeight: -energyError)
      let carries = (~n).trailingZeroBitCount
      for k in 0..<carries {
        guard newest.prepend(&waiting[k], choice: .byWeight, using: &random) else { return false }
      }
      if n + 1 < 1 << depth { swap(&waiting[carries], &newest) }
    }
    return true
  }

  /// Joins the trajectory and its newest segment; returns whether it goes on.
  @inlinable
  mutating func join(using random: inout some RandomSource) -> Bool {
    let continues = newest.prepend(&trajectory, choice: .preferringLater, using: &random)
    swap(&trajectory, &newest)
    return continues
  }
}

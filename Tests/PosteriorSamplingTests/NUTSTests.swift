import Foundation
import Testing

@testable import PosteriorSampling

@Suite struct NUTSTests {
  /// A point of the circular orbit of two harmonic oscillators at an angle.
  private func orbit(_ angle: Double) -> PhasePoint {
    var point = PhasePoint(dimension: 2)
    point.position = [cos(angle), sin(angle)]
    point.momentum = [-sin(angle), cos(angle)]
    point.velocity = point.momentum
    return point
  }

  /// `count` consecutive points of the orbit, made into one segment without checks.
  private func segment(from angle: Double, by step: Double, count: Int) -> TrajectorySegment {
    var segment = TrajectorySegment(dimension: 2)
    segment.set(orbit(angle), logWeight: 0)
    for n in 1..<max(1, count) {
      let point = orbit(angle + Double(n) * step)
      segment.last.copy(point)
      segment.momentumSum.add(1, times: point.momentum)
    }
    return segment
  }

  private func goes(_ segment: TrajectorySegment) -> Bool {
    goesOn(
      from: segment.first.velocity.span, to: segment.last.velocity.span, along: segment.momentumSum.span, [0, 0].span)
  }

  /// On a circle the sum of n momenta at angles of h is sin(nh/2)/sin(h/2) times the one in their middle, (n − 1)h/2
  /// from either end: with small h the trajectory turns at half a circle.
  @Test func theCircleTurnsAtHalf() {
    for (count, direction) in [(2, 1.0), (7, 1.0), (100, 1.0), (100, -1.0)] {
      for turn in [0.2, 0.999, 1.001, 1.9, 2.3] {
        let step = direction * turn * Double.pi / Double(count - 1)
        let expected = sin(0.5 * Double(count) * step) / sin(0.5 * step) * cos(0.5 * turn * Double.pi) > 0
        if count == 100, turn < 2 { #expect(expected == (turn < 1)) }
        #expect(goes(segment(from: 0.7, by: step, count: count)) == expected, "\(turn) with \(count)")
      }
    }
    let notANumber = goesOn(from: [.nan].span, to: [1].span, along: [1].span, [0].span)
    #expect(!notANumber)
  }

  /// Turns that only one of a joint's three checks sees.
  @Test func jointsAreChecked() {
    var random = GSLRandom(seed: 4_300)
    func joined(_ total: Double, split: Int, of count: Int) -> (whole: Bool, joined: Bool) {
      let step = total * Double.pi / Double(count - 1)
      var first = segment(from: 0, by: step, count: split)
      var second = segment(from: Double(split) * step, by: step, count: count - split)
      let whole = goes(segment(from: 0, by: step, count: count))
      return (whole, second.prepend(&first, choice: .byWeight, using: &random))
    }
    #expect(joined(0.95, split: 8, of: 16) == (true, true))
    #expect(joined(1.05, split: 8, of: 16) == (false, false))
    // Past a full turn the whole looks straight again; each half with the other's nearest point is past a half turn.
    #expect(joined(2.3, split: 8, of: 16) == (true, false))
    #expect(joined(2.3, split: 5, of: 16) == (true, false))  // seen by the second segment alone
    #expect(joined(2.3, split: 11, of: 16) == (true, false))  // seen by the first alone
  }

  /// Joining keeps the ends, the sum and the weights, whichever way the segment was made.
  @Test func joiningAdds() {
    var random = GSLRandom(seed: 4_301)
    var first = segment(from: 0, by: 0.1, count: 3)
    var second = segment(from: 0.3, by: 0.1, count: 2)
    (first.logWeight, second.logWeight) = (log(3), log(2))
    let whole = segment(from: 0, by: 0.1, count: 5)
    #expect(second.prepend(&first, choice: .byWeight, using: &random))
    #expect(second.first.momentum == whole.first.momentum && second.last.momentum == whole.last.momentum)
    #expect(zip(second.momentumSum, whole.momentumSum).allSatisfy { abs($0 - $1) < 1e-15 })
    #expect(abs(second.logWeight - log(5)) < 1e-15)
    second.reverse()
    #expect(second.first.momentum == whole.last.momentum)
    #expect(logSumOfExponentials(-.infinity, -.infinity) == -.infinity)
    #expect(logSumOfExponentials(-800, -800) == -800 + log(2) && logSumOfExponentials(-.infinity, 3) == 3)
  }

  /// The draws of a subtree of four points come by weight exp(−H): counts over many trees of the same points.
  @Test func subtreeDrawsAreByWeight() throws {
    var random = GSLRandom(seed: 4_302)
    let stepSize = 0.9  // so coarse that the four weights differ
    var point = try PhasePoint(Custom.quartic, at: [0.9])
    point.momentum = [0.6]
    point.measureEnergy(.unit)
    var leaves: [PhasePoint] = []
    for _ in 0..<4 {
      leaves.append(leaves.last ?? point)
      leaves[leaves.count - 1].leapfrog(Custom.quartic, metric: .unit, stepSize: stepSize)
    }
    let weights = leaves.map { exp(point.energy - $0.energy) }
    let total = weights.reduce(0, +)
    #expect((weights.max() ?? 0) / (weights.min() ?? 1) > 1.3)
    // Here every pair is far enough from a U-turn or not; the draw does not depend on it, so segments are joined by hand.
    func leaf(_ n: Int) -> TrajectorySegment {
      var segment = TrajectorySegment(dimension: 1)
      segment.set(leaves[n], logWeight: point.energy - leaves[n].energy)
      return segment
    }
    let count = 40_000
    var counts = [Double](repeating: 0, count: 4)
    for _ in 0..<count {
      var (a, b, c, d) = (leaf(0), leaf(1), leaf(2), leaf(3))
      _ = b.prepend(&a, choice: .byWeight, using: &random)
      _ = d.prepend(&c, choice: .byWeight, using: &random)
      _ = d.prepend(&b, choice: .byWeight, using: &random)
      counts[leaves.firstIndex { $0.position == d.draw.position } ?? 0] += 1
      #expect(abs(d.logWeight - log(total)) < 1e-13)
    }
    let chiSquare = zip(counts, weights).reduce(0) { sum, pair in
      let expected = Double(count) * pair.1 / total
      return sum + (pair.0 - expected) * (pair.0 - expected) / expected
    }
    #expect(chiSquare < 24)  // 3 degrees of freedom: 2.5·10⁻⁵

    // Of a doubling, the later half is preferred: min(1, w₂/w₁).
    let ln4 = log(4.0)
    let cases: [(first: Double, second: Double, expected: Double)] = [(ln4, 0, 0.25), (0, ln4, 1), (0, 0, 1)]
    for (first, second, expected) in cases {
      var later = 0.0
      for _ in 0..<4000 {
        var (a, b) = (leaf(0), leaf(1))
        (a.logWeight, b.logWeight) = (first, second)
        _ = b.prepend(&a, choice: .preferringLater, using: &random)
        if b.draw.position == leaves[1].position { later += 1 }
      }
      let error = (expected * (1 - expected) / 4000).squareRoot()
      #expect(abs(later / 4000 - expected) <= 4.5 * error)
    }
  }

  /// A subtree's points are those of the leapfrog in order, joined into one segment of all of them.
  @Test(arguments: [0, 1, 2, 3, 4]) func subtreesHoldEveryPoint(depth: Int) throws {
    var random = GSLRandom(seed: 4_303)
    let target = try Gaussian(mean: [0, 0], covariance: Matrix(diagonal: [1, 2]))
    var state = NUTSState(try PhasePoint(target, at: [1, 0.5]), maximumTreeDepth: 10)
    state.begin(.unit, using: &random)
    var point = state.front
    var growth = NUTSState.Growth(initialEnergy: point.energy)
    #expect(state.grow(depth, target, .unit, 0.02, &growth, using: &random))
    var (sum, weight, acceptance) = ([0.0, 0.0], 0.0, 0.0)
    for _ in 0..<(1 << depth) {
      point.leapfrog(target, metric: .unit, stepSize: 0.02)
      sum.add(1, times: point.momentum)
      weight += exp(growth.initialEnergy - point.energy)
      acceptance += min(1, exp(growth.initialEnergy - point.energy))
    }
    #expect(growth.leapfrogCount == 1 << depth && abs(growth.acceptanceSum - acceptance) < 1e-12)
    #expect(state.newest.last.momentum == point.momentum && state.front.position == point.position)
    #expect(zip(state.newest.momentumSum, sum).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(abs(exp(state.newest.logWeight) - weight) < 1e-12)
  }

  /// With small steps on one harmonic oscillator, trajectories are whole doublings of about a quarter to a full period.
  @Test func treesStopAtTheTurn() throws {
    var random = GSLRandom(seed: 4_304)
    let target = try Gaussian(mean: [0], covariance: Matrix(diagonal: [1]))
    let sampler = NUTS(target, stepSize: 0.05)
    var state = try sampler.start(at: [0.3], using: &random)
    for _ in 0..<500 {
      let info = try sampler.step(&state, using: &random)
      // 2^6 steps of 0.05 are 3.2, half a period of 2π; a chord of one dimension turns by then at the latest.
      #expect(info.treeDepth <= 6 && info.leapfrogCount <= 127 && info.leapfrogCount >= (1 << info.treeDepth) - 1)
      #expect(info.acceptanceStatistic > 0.99 && !info.isDivergent && info.stepSize == 0.05)
      #expect(info.energy >= -state.logDensity)
    }
    let short = NUTS(target, stepSize: 0.001, maximumTreeDepth: 3)
    var other = try short.start(at: [0.3], using: &random)
    var cutOff = 0
    for _ in 0..<50 { if try short.step(&other, using: &random).treeDepth == 3 { cutOff += 1 } }
    #expect(cutOff > 40)
  }
}

import Foundation
import PosteriorModels
import Testing

@testable import PosteriorDiagnostics

/// Chains of the posterior itself beside those with a velocity, and the bias that they show.
@Suite struct MomentumTwinTests {
  /// Over a long time and a short one, whatever the damping: against the motion's equations by many short steps, and
  /// against its stationary law.
  @Test(arguments: [0.1, 2, 30]) func theMotionIsExact(_ friction: Double) {
    let curvature = 3.0
    for time in [0.01, 0.7, 20] {
      let flow = UnderdampedFlow(curvature: curvature, friction: friction, time: time)
      let law = Matrix(diagonal: [1 / curvature, 1])
      let kept = flow.map * law * flow.map.transposed + flow.covariance
      let half = UnderdampedFlow(curvature: curvature, friction: friction, time: 0.5 * time)
      let twice = half.map * half.map
      for (i, j) in [(0, 0), (0, 1), (1, 1)] {
        #expect(abs(kept[i, j] - law[i, j]) < 1e-13)
        #expect(abs(twice[i, j] - flow.map[i, j]) < 1e-13)
      }
    }
    // What is left of the noise for small times: 2γt³/3 of the position, 2γt of the velocity.
    let flow = UnderdampedFlow(curvature: curvature, friction: friction, time: 1e-6)
    #expect(abs(flow.covariance[0, 0] / (2e-18 * friction / 3) - 1) < 1e-4)
    #expect(abs(flow.covariance[1, 1] / (2e-6 * friction) - 1) < 1e-4)
  }

  /// A sampler on four examples, for each scheme; all but UBU have one normal vector a step.
  private static func pairs(
    _ rate: Double, friction: Double, _ quadratic: TwinQuadratic, _ stretches: Int
  ) -> [AnySampler] {
    func pair(_ gradient: some GradientEstimator, _ integrator: some LinearIntegrator) -> AnySampler {
      AnySampler(
        MomentumPair(
          LangevinSampler(
            gradient: gradient, integrator: integrator, learningRate: .constant(rate),
            stepsPerDraw: gradient.stepsPerCycle),
          quadratic, stretchesPerEpoch: stretches))
    }
    let model = GridLaw.model
    return [
      pair(FullGradient(model), BAOAB(friction: friction)),
      pair(MinibatchGradient(model, ReshuffledEpochs(), batchSize: 2), BAOAB(friction: friction)),
      pair(
        MinibatchGradient(model, FreshSubset(), batchSize: 2), SymplecticEuler(friction: .perTime(friction))),
      pair(FullGradient(model), UBU(friction: friction)),
      pair(MinibatchGradient(model, SymmetricReshuffledEpochs(), batchSize: 2), UBU(friction: friction)),
    ]
  }

  /// Whatever curvature its moves assume, whatever the damping and however seldom it moves, the twin's draws follow
  /// the posterior.
  @Test(arguments: [0.5, 1, 2], [0.7, 3]) func theTwinIsExact(_ factor: Double, _ damping: Double) throws {
    let (model, exact, count) = (GridLaw.model, GridLaw.posterior, 30_000)
    let mode = try model.mode().position
    let curvature = model.hessian(at: mode)
    let quadratic = try TwinQuadratic(model, center: mode, curvature: factor * curvature)
    let variance = exact.standardDeviation * exact.standardDeviation
    let reference = try MultivariateNormal(mean: [exact.mean], covariance: Matrix(diagonal: [variance]))
    let pairs = Self.pairs(0.02, friction: damping * curvature[0, 0].squareRoot(), quadratic, 2)
    for (number, pair) in pairs.enumerated() {
      let buffer = try ChainLength(stepsPerDraw: 1, burnIn: 100, count: count).run(for: DrawBuffer(), as: .alone) {
        try Chain(pair, at: [exact.mean], random: GSLRandom(seed: 9))
      }
      var moments = BatchedMoments(reference: reference, drawCount: count)
      for i in 0..<count { moments.add([buffer.values[2 * i + 1]]) }
      let found = MomentEstimate([moments], reference: reference)
      let (shift, excess) = (found.mean[0] - exact.mean, found.covariance[0, 0] - variance)
      #expect(abs(shift) < 4.5 * found.meanStandardError[0], "\(number): \(shift / found.meanStandardError[0])")
      #expect(
        abs(excess) < 4.5 * found.covarianceStandardError[0, 0],
        "\(number): \(excess / found.covarianceStandardError[0, 0])")
    }
  }

  private typealias Normal = BiasOnNormalTests

  private static func family<Model: Posterior>(
    _ name: String, batchSize: Int?, _ integrator: some LinearIntegrator
  ) -> SamplerFamily<Model> {
    .langevin(name, batchSize: batchSize, integrator) {
      MinibatchGradient($0.model, SymmetricReshuffledEpochs(), batchSize: $0.batchSize)
    }
  }

  /// On a normal posterior all moves are accepted, and differences from the law that linear equations give are of the
  /// size that they claim.
  @Test func errorsAreAsClaimedOnANormal() async throws {
    let model = Normal.model
    let exact = try model.exactPosterior()
    let (smallest, largest) = try exact.curvatures()
    let friction = 2 * smallest.squareRoot()
    var squares: [Double] = []
    for rate in [0.02, 0.1].map({ $0 / largest }) {
      let gradient = MinibatchGradient(model, SymmetricReshuffledEpochs(), batchSize: 6)
      let samplers: [(SamplerFamily<LinearRegression>, MultivariateNormal)] = [
        (
          Self.family("sms-ubu", batchSize: 6, UBU(friction: friction)),
          try Normal.law(gradient, UBU(friction: friction), rate)
        ),
        (
          Self.family("symmetric/minibatch/baoab", batchSize: 6, BAOAB(friction: friction)),
          try Normal.law(gradient, BAOAB(friction: friction), rate)
        ),
        (
          Self.family("symmetric/minibatch/symplectic-euler", batchSize: 6, SymplecticEuler()),
          try Normal.law(gradient, SymplecticEuler(), rate)
        ),
        (
          .langevin("full/ubu", UBU(friction: friction)) { FullGradient($0.model) },
          try Normal.law(FullGradient(model), UBU(friction: friction), rate)
        ),
      ]
      for (sampler, law) in samplers {
        for seed in 1...3 {
          let bias = try await BiasMeasurement(
            model: model, sampler: sampler, learningRate: rate, settings: .init(epochs: 2000, seed: UInt64(seed))
          ).run(threads: 2)
          squares += bias.squaredErrors(law, of: exact)
          #expect(bias.acceptance == 1)
          let (kl, truth) = (try #require(bias.kl), try law.klDivergence(from: exact))
          // A standard error of three.
          #expect(abs(kl.estimate - truth) < kl.upper - kl.lower, "\(sampler): \(kl), \(truth)")
        }
      }
    }
    let root = (squares.reduce(0, +) / Double(squares.count)).squareRoot()
    #expect((0.75...1.25).contains(root), "\(root) of \(squares.count)")
  }

  /// The pairs tell far more than the chains alone, whose means have an error of 1/√n.
  @Test(arguments: [false, true]) func theNoiseIsShared(_ isBAOAB: Bool) async throws {
    let (smallest, largest) = try Normal.model.exactPosterior().curvatures()
    let friction = 2 * smallest.squareRoot()
    let sampler: SamplerFamily<LinearRegression> =
      isBAOAB
      ? .langevin("baoab", BAOAB(friction: friction)) { FullGradient($0.model) }
      : .langevin("ubu", UBU(friction: friction)) { FullGradient($0.model) }
    let bias = try await BiasMeasurement(
      model: Normal.model, sampler: sampler, learningRate: 0.02 / largest, settings: .init(epochs: 4000)
    ).run(threads: 2)
    for quantity in bias.quantities {
      let ratio = (quantity.meanShift.upper - quantity.meanShift.lower) / 4 * bias.effectiveSampleSize.squareRoot()
      #expect(ratio < (isBAOAB ? 0.15 : 0.02), "\(ratio)")
    }
    #expect(bias.warnings.isEmpty)
  }

  /// On a posterior that is not normal: against the moments of so long a chain of the sampler itself that they are
  /// known to a hundredth of a standard deviation and less.
  @Test(arguments: [false, true]) func isThatOfALongRun(_ isBAOAB: Bool) async throws {
    let (model, exact, rate, count) = (GridLaw.model, GridLaw.posterior, 0.02, 100_000)
    let friction = 2 * model.hessian(at: try model.mode().position)[0, 0].squareRoot()
    let gradient = MinibatchGradient(model, SymmetricReshuffledEpochs(), batchSize: 2)
    func long(_ integrator: some LinearIntegrator) throws -> [Double] {
      let sampler = LangevinSampler(
        gradient: gradient, integrator: integrator, learningRate: .constant(rate), stepsPerDraw: 4)
      return try ChainLength(stepsPerDraw: 4, burnIn: 100, count: count).run(for: DrawBuffer(), as: .alone) {
        try Chain(sampler, at: [exact.mean], random: GSLRandom(seed: 5))
      }.values
    }
    let values = try isBAOAB ? long(BAOAB(friction: friction)) : long(UBU(friction: friction))
    let variance = exact.standardDeviation * exact.standardDeviation
    let reference = try MultivariateNormal(mean: [exact.mean], covariance: Matrix(diagonal: [variance]))
    var moments = BatchedMoments(reference: reference, drawCount: count)
    for value in values { moments.add([value]) }
    let found = MomentEstimate([moments], reference: reference)
    let sampler: SamplerFamily<PoissonRegression> =
      isBAOAB
      ? Self.family("baoab", batchSize: 2, BAOAB(friction: friction))
      : Self.family("sms-ubu", batchSize: 2, UBU(friction: friction))
    let bias = try await BiasMeasurement(
      model: model, sampler: sampler, learningRate: rate, settings: .init(epochs: 10_000, seed: 2)
    ).run(threads: 2)
    let shift = bias.quantities[0].meanShift
    let difference = shift.estimate - (found.mean[0] - exact.mean) / exact.standardDeviation
    let error = hypot((shift.upper - shift.lower) / 4, found.meanStandardError[0] / exact.standardDeviation)
    #expect(abs(difference) < 3.5 * error, "\(difference) of \(shift), \(error)")
    let ratio = bias.quantities[0].standardDeviationRatio
    let off = ratio.estimate - found.covariance[0, 0].squareRoot() / exact.standardDeviation
    let spread = hypot((ratio.upper - ratio.lower) / 4, found.covarianceStandardError[0, 0] / (2 * variance))
    #expect(abs(off) < 3.5 * spread, "\(off) of \(ratio), \(spread)")
    #expect(bias.acceptance > 0.9 && bias.acceptance < 1)
    #expect(shift.excludes(0))
  }
}

import Foundation
import PosteriorModels
import Testing

@testable import PosteriorDiagnostics

/// Measured bias on posteriors that are not normal, against laws that are computed without a chain.
@Suite struct BiasTests {
  /// ηλ is 0.3 at the mode: the laws differ from the posterior by a tenth of a standard deviation and more.
  @Test(arguments: [true, false]) func isThatOfTheKernel(_ isReshuffled: Bool) async throws {
    let rate = 0.03
    let exact = GridLaw.posterior
    let law = GridLaw.stationary(isReshuffled ? GridLaw.reshuffled : GridLaw.fresh, learningRate: rate)
    let (shift, ratio) = (
      (law.mean - exact.mean) / exact.standardDeviation, law.standardDeviation / exact.standardDeviation
    )
    let sampler: SamplerFamily<PoissonRegression> = isReshuffled ? .sgworld(batchSize: 2) : .sgld(batchSize: 2)
    var squares: [Double] = []
    for seed in 1...20 {
      let bias = try await BiasMeasurement(
        model: GridLaw.model, sampler: sampler, learningRate: rate, settings: .init(epochs: 4000, seed: UInt64(seed))
      ).run(threads: 2)
      for (found, truth) in [
        (bias.quantities[0].meanShift, shift), (bias.quantities[0].standardDeviationRatio, ratio),
      ] {
        let error = (found.upper - found.lower) / (2 * 1.97)
        squares.append((found.estimate - truth) * (found.estimate - truth) / (error * error))
      }
      #expect(bias.acceptance > 0.9 && bias.acceptance < 1)
    }
    // The mean of 40 squares of standard normals is 1 ± 0.22.
    let mean = squares.reduce(0, +) / 40
    #expect((0.3...1.9).contains(mean), "\(mean), shift \(shift), ratio \(ratio)")
  }

  /// Whatever curvature its proposals assume, and however seldom it moves, the twin's draws follow the posterior.
  @Test(arguments: [0.3, 1, 3], [1, 2]) func theTwinIsExact(_ factor: Double, _ stretches: Int) throws {
    let (model, exact) = (GridLaw.model, GridLaw.posterior)
    let curvature = factor * model.hessian(at: try model.mode().position)
    let mode = try model.mode().position
    let twin = ExponentialTwin(try TwinQuadratic(model, center: mode, curvature: curvature))
    for pair in [
      AnySampler(TwinnedPair(SGWORLD(model, learningRate: 0.05, batchSize: 2), twin, stretchesPerEpoch: stretches)),
      AnySampler(
        TwinnedPair(
          CALM(model, anchor: mode, learningRate: 0.05, batchSize: 2), twin,
          stretchesPerEpoch: stretches)),
    ] {
      let length = ChainLength(stepsPerDraw: 1, burnIn: 100, count: 100_000)
      let buffer = try length.run(for: DrawBuffer(), as: .alone) {
        try Chain(pair, at: [exact.mean], random: GSLRandom(seed: 9))
      }
      var moments = BatchedMoments(
        reference: try MultivariateNormal(
          mean: [exact.mean], covariance: [exact.standardDeviation * exact.standardDeviation].diagonalMatrix),
        drawCount: 100_000)
      for i in 0..<100_000 { moments.add([buffer.values[2 * i + 1]]) }
      let found = MomentEstimate(
        [moments],
        reference: try MultivariateNormal(
          mean: [exact.mean], covariance: [exact.standardDeviation * exact.standardDeviation].diagonalMatrix))
      let variance = exact.standardDeviation * exact.standardDeviation
      #expect(abs(found.mean[0] - exact.mean) < 4.5 * found.meanStandardError[0])
      #expect(abs(found.covariance[0, 0] - variance) < 4.5 * found.covarianceStandardError[0, 0])
    }
  }

  /// What a model reports is what errors are told of: here e^θ, whose law is not that of θ.
  @Test func isOfWhatTheModelReports() async throws {
    let model = try WrittenModel("r ~ lognormal(0, 1)\ny ~ poisson(r)", data: .of("y", [0, 1, 2, 7]))
    let rate = 0.03
    let bias = try await BiasMeasurement(
      model: model, sampler: .sgworld(batchSize: 2), learningRate: rate, settings: .init(epochs: 20_000)
    ).run(threads: 2)
    let quantity = bias.quantities[0]
    #expect(quantity.name == "r")
    // Γ-like: the posterior mean of the rate is near that of its four counts.
    #expect(abs(quantity.mean - 2.3) < 0.3, "\(quantity)")
    #expect(quantity.meanShift.excludes(0))
  }

  @Test func aSamplerWithoutNoiseAtEveryStepIsRefused() throws {
    #expect(throws: BiasError.notDriven("epoch-noise")) {
      try BiasMeasurement(
        model: GridLaw.model,
        sampler: .langevin("epoch-noise", batchSize: 2, EpochwiseEulerMaruyama()) {
          MinibatchGradient($0.model, ReshuffledEpochs(), batchSize: $0.batchSize)
        }, learningRate: 0.01, settings: .init(epochs: 10))
    }
  }

  @Test func aChainThatDivergesIsAnError() async throws {
    let measurement = try BiasMeasurement(
      model: BiasOnNormalTests.model, sampler: .sgld(batchSize: 6), learningRate: 10, settings: .init(epochs: 100))
    await #expect(throws: (any Error).self) { try await measurement.run() }
  }
}

extension [Double] {
  fileprivate var diagonalMatrix: Matrix { Matrix(diagonal: self) }
}

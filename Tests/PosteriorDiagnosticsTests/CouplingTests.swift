import Foundation
import PosteriorModels
import Testing

@testable import PosteriorDiagnostics

/// Coupled divergence estimates, against closed forms of what they estimate.
@Suite struct CouplingTests {
  typealias Closed = StationaryVarianceTests

  static func sweep(_ samplers: [SamplerFamily<GaussianMean>], rates: [Double], epochs: Int) throws -> LearningRateSweep
  {
    try LearningRateSweep(
      model: Closed.model, samplers: samplers, learningRates: rates,
      settings: .init(epochs: epochs, seed: 3, estimator: .coupled))
  }

  /// The twin's own law: exact at every step length for Leimkuhler–Matthews and BAOAB, Euler's closed form.
  @Test(arguments: [0.01, 0.3, 1.2]) func theTwinsLaw(_ h: Double) throws {
    let step = LangevinStep(fullRate: h / 7)
    func variance(_ integrator: some LinearIntegrator) throws -> Double {
      try #require(StationaryMode(integrator.linearSteps([step, step]), curvature: 7)).variance
    }
    #expect(abs(try variance(EulerMaruyama()) * 7 * (1 - h / 2) - 1) < 1e-13)
    #expect(abs(try variance(LeimkuhlerMatthews()) * 7 - 1) < 1e-13)
    for friction in [0.5, 5, 500] {
      #expect(abs(try variance(BAOAB(friction: friction)) * 7 - 1) < 1e-12)
      // UBU is of second order in the time step: (2h) τ²-like terms, none at h → 0.
      #expect(abs(try variance(UBU(friction: friction)) * 7 - 1) < 0.5 * h)
    }
    #expect(StationaryMode(EulerMaruyama().linearSteps([LangevinStep(fullRate: 0.3)]), curvature: 7) == nil)
  }

  /// Without minibatches the two chains are one, and the estimate is the law itself.
  @Test func aFullGradientIsItsOwnTwin() async throws {
    let h = 0.1
    let result = await (try Self.sweep([.ula], rates: [h / Closed.curvature], epochs: 2000)).run()
    let kl = try #require(result.points[0].kl)
    let truth = LearningRateSweepTests.kl(variance: Closed.ula(h))
    #expect(abs(kl.estimate / truth - 1) < 1e-9 && abs(kl.upper / kl.lower - 1) < 1e-6, "\(kl), \(truth)")
  }

  /// Down to a step where SGWORLD's KL is below 10⁻⁷, and the plug-in's floor 10⁻⁴.
  @Test func resolvesWhatThePlugInCannot() async throws {
    let steps = [0.001, 0.01, 0.1]
    let samplers = [SamplerFamily<GaussianMean>.sgld(batchSize: 6), .sgworld(batchSize: 6)]
    let result = await (try Self.sweep(samplers, rates: steps.map { $0 / Closed.curvature }, epochs: 20_000)).run()
    for (index, point) in result.points.enumerated() {
      let h = steps[index % 3]
      let truth = LearningRateSweepTests.kl(variance: index < 3 ? Closed.sgld(h) : Closed.sgworld(h))
      let kl = try #require(point.kl)
      // Six intervals: twice the width of one.
      let slack = 0.5 * (kl.upper - kl.lower)
      #expect(kl.lower - slack <= truth && truth <= kl.upper + slack, "\(point.sampler) at h = \(h): \(kl), \(truth)")
      // SGLD's gradient noise is not the twin's: at the smallest step its floor is above its KL still.
      #expect(kl.resolved || index == 0, "\(point.sampler) at h = \(h)")
    }
    // So few effective draws have a plug-in floor of d(d + 3)/(4n) above 10⁻⁴.
    let smallest = try #require(result.points[3].kl)
    #expect(smallest.upper < 1e-7 && (result.points[3].effectiveSampleSize ?? 0) < 10_000)
  }

  @Test func doesNotDependOnThreads() async throws {
    let sampler = SamplerFamily<GaussianMean>.langevin("any", batchSize: 7, UBU(friction: 8)) { site in
      MinibatchGradient(site.model, SymmetricReshuffledEpochs(), batchSize: site.batchSize)
    }
    let sweep = try Self.sweep([sampler], rates: [1e-4, 1e-3], epochs: 500)
    let (one, two) = (await sweep.run(threads: 1), await sweep.run(threads: 2))
    #expect(one == two && one.points.allSatisfy { $0.status == .ok })
  }

  /// Past stability there is no twin, and the chain itself says where it diverged.
  @Test func divergenceIsReportedAsEver() async throws {
    let result = await (try Self.sweep([.sgworld(batchSize: 6)], rates: [6 / Closed.curvature], epochs: 500)).run()
    #expect(result.points[0].status == .diverged && abs((result.points[0].divergedAtStep ?? 0) - 441) < 10)
  }
}

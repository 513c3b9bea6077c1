import PosteriorDiagnostics
import PosteriorModels
import Testing

/// Right samplers pass, and each way of being wrong is seen.
@Suite struct SamplerCheckTests {
  static let model: LinearRegression = {
    var random = GSLRandom(seed: 7)
    let inputs = random.normals(50)
    return LinearRegression(
      design: Matrix(columnCount: 2, elements: inputs.flatMap { [1, $0] }),
      responses: zip(inputs, random.normals(50)).map { 1 + 2 * $0 + $1 }, noiseStandardDeviation: 1,
      prior: .normal(standardDeviation: 10), parameterNames: ["intercept", "slope"])
  }()

  /// Draws that are `factor` times as far from a centre as they should be.
  private struct WrongNoise<Base: PosteriorSampler>: PosteriorSampler {
    let base: Base
    let center: [Double]
    let factor: Double
    struct State: SamplerState {
      var inner: Base.State
      var position: [Double]
    }
    var dimension: Int { base.dimension }
    var parameterNames: [String] { base.parameterNames }
    func start(at position: [Double], using random: inout some RandomSource) throws(SamplingError) -> State {
      State(inner: try base.start(at: position, using: &random), position: position)
    }
    func step(_ state: inout State, using random: inout some RandomSource) throws(SamplingError) {
      try base.step(&state.inner, using: &random)
      state.position = zip(state.inner.position, center).map { $1 + factor * ($0 - $1) }
    }
  }

  private static func check(factor: Double, tolerance: Double = 0) async throws -> SamplerCheck {
    let exact = try model.exactPosterior()
    let sampler = WrongNoise(base: ExactSampler(exact), center: exact.mean, factor: factor)
    return try await checkSampler(sampler, against: exact, tolerance: tolerance)
  }

  @Test func rightSamplersPass() async throws {
    let (model, exact) = (Self.model, try Self.model.exactPosterior())
    for seed in 1...10 as ClosedRange<UInt64> {
      let check = try await checkSampler(
        MALA(model, learningRate: 0.02), against: exact, ChainSchedule(count: 5000, burnIn: 100, seed: seed))
      #expect(check.isCorrect, "\(check)")
    }
    let check = try await Self.check(factor: 1)
    #expect(check.description == "every mean and standard deviation agrees")
    #expect(
      check.moments.map(\.name) == [
        "mean of intercept", "standard deviation of intercept", "mean of slope", "standard deviation of slope",
      ])
    let root = check.moments.reduce(0) { $0 + $1.z * $1.z / 4 }.squareRoot()
    #expect(root > 0.1 && root < 2)
  }

  /// Noise of a variance a twentieth too large: standard deviations 2.5 % too large, of which 40 000 draws know 0.35 %.
  @Test func wrongNoiseIsSeen() async throws {
    let exact = try Self.model.exactPosterior()
    let check = try await Self.check(factor: 1.025)
    #expect(check.problems.map(\.name) == ["standard deviation of intercept", "standard deviation of slope"])
    for moment in check.problems {
      #expect(moment.z > 5 && moment.z < 9)
      #expect(abs(moment.standardError / (0.0036 * moment.exact) - 1) < 0.1)
    }
    #expect(check.moments[0].exact == exact.mean[0])
    #expect(try await Self.check(factor: 1.025, tolerance: 0.02).isCorrect)
    #expect(try await !Self.check(factor: 1.025, tolerance: 0.002).isCorrect)
    for (temperature, isCorrect) in [(1, true), (1.5, false)] {
      let sampler = ULA(Self.model, learningRate: 2e-3, temperature: temperature)
      #expect(try await checkSampler(sampler, against: exact, tolerance: 0.03).isCorrect == isCorrect)
    }
  }

  @Test func shiftedMeanIsSeen() async throws {
    let exact = try Self.model.exactPosterior()
    let center = [exact.mean[0], exact.mean[1] + exact.standardDeviations[1]]
    let shifted = WrongNoise(base: ExactSampler(exact), center: center, factor: 1)
    #expect(try await checkSampler(shifted, against: exact).isCorrect)
    let pulled = WrongNoise(base: ExactSampler(exact), center: center, factor: 0.97)
    let problems = try await checkSampler(pulled, against: exact).problems.map(\.name)
    #expect(problems.contains("mean of slope") && !problems.contains("mean of intercept"))
  }

  /// Nothing is agreed to where chains tell nothing.
  @Test func shortOrStandingChainsDoNotPass() async throws {
    let exact = try Self.model.exactPosterior()
    let standing = WrongNoise(base: ExactSampler(exact), center: exact.mean, factor: 0)
    let problems = try await checkSampler(standing, against: exact).problems.map(\.name)
    #expect(problems == ["standard deviation of intercept", "standard deviation of slope"])
    let slow = try await checkSampler(ULA(Self.model, learningRate: 1e-8), against: exact)
    #expect(slow.problems.count == 4)
    #expect(slow.description.contains("mean of slope: ") && slow.description.contains("the chains are too short"))
  }
}

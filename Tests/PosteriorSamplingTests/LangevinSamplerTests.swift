import Foundation
import PosteriorModels
import Testing

@Suite struct LangevinSamplerTests {
  static let model: LinearRegression = {
    var random = GSLRandom(seed: 8)
    let design = Matrix(columnCount: 3, elements: random.normals(3 * 47))
    return LinearRegression(
      design: design, responses: random.normals(47), noiseStandardDeviation: 0.5, prior: .normal(standardDeviation: 2))
  }()

  static func fullGradient(at position: [Double]) -> [Double] {
    var gradient = [0.0, 0, 0]
    var span = gradient.mutableSpan
    model.addLogDensityGradient(at: position.span, to: &span)
    return gradient.map { -$0 }
  }

  /// 47 examples in minibatches of 10: the last has 7. Shares and gradients must add up all the same.
  @Test func anEpochsDriftsSumToTheFullGradients() {
    func check(_ batching: some Minibatching, epochs: Int) {
      let gradient = MinibatchGradient(Self.model, batching, batchSize: 10)
      var random = GSLRandom(seed: 1)
      let position = [0.3, -1.2, 0.7]
      var state = gradient.start(at: position, using: &random)
      var (sum, shares, buffer) = ([0.0, 0, 0], 0.0, [0.0, 0, 0])
      for step in 1...(epochs * gradient.stepsPerEpoch) {
        let share = gradient.estimate(&buffer, at: position, state: &state, using: &random)
        for j in 0..<3 { sum[j] += share * buffer[j] }
        shares += share
        #expect(gradient.isEpochEnd(state) == step.isMultiple(of: 5))
      }
      #expect(abs(shares - 4.7 * Double(epochs)) < 1e-12)
      for (a, b) in zip(sum, Self.fullGradient(at: position)) { #expect(abs(a / (4.7 * Double(epochs)) - b) < 1e-9) }
    }
    check(ReshuffledEpochs(), epochs: 3)
    check(SymmetricReshuffledEpochs(), epochs: 4)
  }

  /// One step with a known draw of the noise is the update of the documentation.
  @Test(arguments: [
    LearningRate.constant(1e-3), .polynomial(a: 0.01, b: 3, gamma: 0.55), .cosineCycles(peak: 1e-3, stepsPerCycle: 3),
  ])
  func aStepIsTheUpdate(_ rate: LearningRate) throws {
    let sampler = ULA(Self.model, learningRate: rate, temperature: 0.7)
    var (random, same) = (GSLRandom(seed: 4), GSLRandom(seed: 4))
    var state = try sampler.start(at: [0.1, 0.2, 0.3], using: &random)
    for step in 0..<5 {
      let eta =
        switch rate {
        case .constant(let eta): eta
        case .polynomial(let a, let b, let gamma): a * pow(b + Double(step), -gamma)
        case .cosineCycles(let peak, let length): peak * pow(cos(.pi * Double(step % length) / Double(2 * length)), 2)
        }
      let (gradient, noise) = (Self.fullGradient(at: state.position), same.normals(3))
      let expected = (0..<3).map { state.position[$0] - eta * gradient[$0] + (2 * eta * 0.7).squareRoot() * noise[$0] }
      try sampler.step(&state, using: &random)
      for (a, b) in zip(state.position, expected) { #expect(abs(a - b) < 1e-12) }
    }
    #expect(state.stepCount == 5)
  }

  /// The short minibatch's noise is short too: over an epoch the injected variance is 2ηN/B.
  @Test func anEpochInjectsTheVarianceOfItsTime() throws {
    let flat = GaussianMean(observations: [Double](repeating: 0, count: 47), noiseStandardDeviation: 1e9)
    let gradient = MinibatchGradient(flat, ReshuffledEpochs(), batchSize: 10)
    func variance(_ integrator: some LangevinIntegrator) throws -> Double {
      let sampler = LangevinSampler(
        gradient: gradient, integrator: integrator, learningRate: 0.25, stepsPerDraw: gradient.stepsPerCycle)
      var random = GSLRandom(seed: 6)
      var state = try sampler.start(at: [0], using: &random)
      var (last, sum) = (0.0, 0.0)
      for _ in 0..<20_000 {
        try sampler.advance(&state, steps: sampler.stepsPerDraw, using: &random)
        sum += (state.position[0] - last) * (state.position[0] - last)
        last = state.position[0]
      }
      return sum / 20_000
    }
    let exact = 2 * 0.25 * 4.7
    // A variance from 20 000 squares has a relative error of √(2/20 000) = 1 %.
    #expect(abs(try variance(EulerMaruyama()) / exact - 1) < 0.04)
    #expect(abs(try variance(EpochwiseEulerMaruyama()) / exact - 1) < 0.04)
  }

  @Test func noNoiseAtZeroTemperature() throws {
    let sampler = SGWORLD(Self.model, learningRate: 1e-4, batchSize: 10, temperature: 0)
    var random = GSLRandom(seed: 2)
    var state = try sampler.start(at: [5, 5, 5], using: &random)
    try sampler.advance(&state, steps: 20_000, using: &random)
    let mode = try Self.model.exactPosterior().mean
    for (a, b) in zip(state.position, mode) { #expect(abs(a - b) < 0.05) }
  }

  @Test func aDivergingChainSaysWhereAndWhatToTry() throws {
    let sampler = SGLD(Self.model, learningRate: 10, batchSize: 10)
    var random = GSLRandom(seed: 2)
    var state = try sampler.start(at: [0, 0, 0], using: &random)
    let error = #expect(throws: SamplingError.self) { try sampler.advance(&state, steps: 100_000, using: &random) }
    #expect(
      error
        == .diverged(
          step: state.stepCount, learningRate: 10, parameter: state.position.firstIndex { !$0.isFinite } ?? -1))
    #expect("\(try #require(error))".contains("try a smaller learning rate"))
  }

  @Test func aCopyOfTheStateIsACheckpoint() throws {
    let sampler = SGWORLD(Self.model, learningRate: 1e-4, batchSize: 10)
    var random = GSLRandom(seed: 2)
    var state = try sampler.start(at: [0, 0, 0], using: &random)
    try sampler.advance(&state, steps: 13, using: &random)
    var (again, randomAgain) = (state, random)
    try sampler.advance(&state, steps: 29, using: &random)
    try sampler.advance(&again, steps: 29, using: &randomAgain)
    #expect(state.position == again.position && random == randomAgain)
  }
}

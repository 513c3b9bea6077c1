import AllocationCounter
import PosteriorModels
import Testing

/// The samplers with momentum, preconditioner or cycles, and the models with scratch memory, allocate nothing in a step.
@Suite(.enabled(if: allocation_counter_is_available(), "allocations are counted on glibc without sanitizers"))
struct StochasticGradientAllocationTests {
  /// The allocations of a chain's first 1000 steps, after another chain.
  private func allocations(of sampler: some PosteriorSampler) throws -> Int64 {
    let origin = [Double](repeating: 0.1, count: sampler.dimension)
    var random = GSLRandom(seed: 1)
    var state = try sampler.start(at: origin, using: &random)
    try sampler.step(&state, using: &random)
    state = try sampler.start(at: origin, using: &random)
    let before = allocation_count()
    for _ in 0..<1000 { try sampler.step(&state, using: &random) }
    return allocation_count() - before
  }

  @Test func samplers() throws {
    let model = LogisticRegression(
      design: TestData.design, labels: TestData.labels, prior: .studentT(degrees: 3, scale: 2))
    #expect(try allocations(of: SGHMC(model, learningRate: 1e-3, batchSize: 7)) == 0)
    #expect(try allocations(of: SGNHT(model, learningRate: 1e-3, batchSize: 7)) == 0)
    #expect(try allocations(of: PreconditionedSGLD(model, learningRate: 1e-3, batchSize: 7)) == 0)
    #expect(
      try allocations(of: CyclicalSGLD(model, peakLearningRate: 1e-3, stepsPerCycle: 10, batchSize: 7)) == 0)
    let momentum = LangevinSampler(
      gradient: FullGradient(model), integrator: SymplecticEuler(), learningRate: 1e-3)
    #expect(try allocations(of: momentum) == 0)
  }

  @Test func models() throws {
    let softmax = SoftmaxRegression(
      design: TestData.design, labels: TestData.classes, classCount: 3, prior: .laplace(scale: 1))
    #expect(try allocations(of: SGLD(softmax, learningRate: 1e-3, batchSize: 7)) == 0)
    #expect(try allocations(of: ULA(softmax, learningRate: 1e-3)) == 0)
    let poisson = PoissonRegression(design: TestData.design, counts: TestData.counts, prior: .cauchy(scale: 1))
    #expect(try allocations(of: SGWORLD(poisson, learningRate: 1e-4, batchSize: 7)) == 0)
    let network = TanhNetworkRegression(
      inputs: TestData.design, responses: TestData.responses, hiddenCount: 60, noiseStandardDeviation: 1,
      prior: .normal(standardDeviation: 1))
    #expect(try allocations(of: SGLD(network, learningRate: 1e-4, batchSize: 7)) == 0)
    let classifier = NetworkClassifier(
      inputs: TestData.design, labels: TestData.classes, classCount: 3, hiddenCount: 5,
      prior: .normal(standardDeviation: 1))
    #expect(try allocations(of: SGLD(classifier, learningRate: 1e-3, batchSize: 7)) == 0)
    let linear = NonconjugateLinearRegression(
      design: TestData.design, responses: TestData.responses, prior: .flat, noisePrior: .half(.cauchy(scale: 1)))
    #expect(try allocations(of: SGLD(linear, learningRate: 1e-4, batchSize: 7)) == 0)
  }
}

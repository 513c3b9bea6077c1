import Foundation
import PosteriorModels
import Testing

/// The momentum, preconditioned and cyclical samplers on a Gaussian mean, whose gradient noise does not depend on θ: each
/// against the stationary law of its own discrete update.
@Suite struct StochasticGradientTests {
  /// N = 100 observations in d components with unit noise: curvature a = 100.
  static func model(_ dimension: Int = 1) throws -> GaussianMean {
    var random = GSLRandom(seed: 71)
    return try GaussianMean(
      observations: Matrix(columnCount: dimension, elements: random.normals(100 * dimension)),
      noiseCovariance: .identity(dimension))
  }
  static let curvature = 100.0

  /// s: the variance of a fresh subset's gradient over a, averaged over components: N²/B (1 − B/N) S²/a.
  static func gradientNoise(_ model: GaussianMean, batchSize: Int) -> Double {
    let n = Double(model.exampleCount)
    let variances = (0..<model.dimension).map { j in
      let column = model.observations.column(j)
      let mean = column.reduce(0, +) / n
      return column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
    }
    let spread = variances.reduce(0, +) / Double(model.dimension)
    return n * n / Double(batchSize) * (1 - Double(batchSize) / n) * spread / curvature
  }

  /// The draws' second moment about the posterior's mean over the posterior's variance 1/a, averaged over components, and
  /// its standard error from 40 batches.
  private func relativeVariance<S: PosteriorSampler>(
    _ sampler: S, _ model: GaussianMean, draws: Int, check: (S.State) -> Void = { _ in }
  ) throws -> (value: Double, error: Double) {
    let mean = try model.exactPosterior().mean
    var random = GSLRandom(seed: 72)
    var state = try sampler.start(at: mean.map { $0 + 0.1 }, using: &random)
    try sampler.advance(&state, steps: 2000 * sampler.stepsPerDraw, using: &random)
    check(state)
    var batches = [Double](repeating: 0, count: 40)
    for batch in batches.indices {
      for _ in 0..<draws / 40 {
        try sampler.advance(&state, steps: sampler.stepsPerDraw, using: &random)
        for j in mean.indices { batches[batch] += (state.position[j] - mean[j]) * (state.position[j] - mean[j]) }
      }
      batches[batch] *= Self.curvature / Double(draws / 40 * mean.count)
    }
    let value = batches.reduce(0, +) / 40
    let spread = batches.reduce(0) { $0 + ($1 - value) * ($1 - value) } / 39
    return (value, (spread / 40).squareRoot())
  }

  /// Within four standard errors, which must be small enough for that to mean something.
  private func expect(_ measured: (value: Double, error: Double), _ exact: Double, bias: Double = 0) {
    #expect(measured.error < 0.02 * exact, "the error is \(measured.error)")
    #expect(abs(measured.value - exact) < 4 * measured.error + bias, "\(measured) is not \(exact)")
  }

  /// The stationary variance of θ under (θ, p) ← A(θ, p) + noise, with a = 1 and h = ε²: the recursion for the three
  /// second moments, iterated to its fixed point. `excess` is the gradient noise's variance s.
  private func momentumVariance(h: Double, friction: Double, noise: Double, excess: Double) -> Double {
    let e = h.squareRoot()
    var (tt, tp, pp) = (1.0, 0.0, 1.0)
    for _ in 0..<20_000 {
      // p' = (1 − α)p − εθ + w, θ' = θ + εp', Var w = 2·noise + hs.
      let kept = 1 - friction
      let newPP = kept * kept * pp - 2 * kept * e * tp + h * tt + 2 * noise + h * excess
      let thetaWithNewP = kept * tp - e * tt
      let newTP = thetaWithNewP + e * newPP
      tt = tt + 2 * e * thetaWithNewP + h * newPP
      (tp, pp) = (newTP, newPP)
    }
    return tt
  }

  @Test(arguments: [(0.5, 0.3), (0.9, 1), (0.1, 0.05)])
  func sghmcWithTheFullGradient(_ h: Double, friction: Double) throws {
    let model = try Self.model()
    let sampler = LangevinSampler(
      gradient: FullGradient(model), integrator: SymplecticEuler(friction: .perStep(friction)),
      learningRate: .constant(h / Self.curvature))
    let exact = momentumVariance(h: h, friction: friction, noise: friction, excess: 0)
    // The closed form of the documentation.
    #expect(abs(exact - 1 / (1 - h / (4 - 2 * friction))) < 1e-9)
    expect(try relativeVariance(sampler, model, draws: 400_000), exact)
  }

  @Test(arguments: [0, 0.5, 1]) func sghmcOnMinibatches(shareOfNoiseTakenOut: Double) throws {
    let model = try Self.model()
    let (h, friction) = (0.03, 0.3)
    let s = Self.gradientNoise(model, batchSize: 10)
    let estimate = shareOfNoiseTakenOut * h * s / 2
    let sampler = LangevinSampler(
      gradient: MinibatchGradient(model, FreshSubset(), batchSize: 10),
      integrator: SymplecticEuler(friction: .perStep(friction), noiseEstimate: estimate),
      learningRate: .constant(h / Self.curvature))
    let exact = momentumVariance(h: h, friction: friction, noise: friction - estimate, excess: s)
    let closed = (1 - estimate / friction + h * s / (2 * friction)) / (1 - h / (4 - 2 * friction))
    #expect(abs(exact - closed) < 1e-9)
    expect(try relativeVariance(sampler, model, draws: 400_000), exact)
  }

  /// At α = 1 the chain is SGLD's: the same positions from the same numbers.
  @Test func sghmcWithFullFrictionIsSGLD() throws {
    let model = try Self.model(2)
    let gradient = MinibatchGradient(model, ReshuffledEpochs(), batchSize: 7)
    let momentum = LangevinSampler(
      gradient: gradient, integrator: SymplecticEuler(friction: .perStep(1)), learningRate: 1e-3)
    let langevin = LangevinSampler(gradient: gradient, learningRate: 1e-3)
    var (random, other) = (GSLRandom(seed: 3), GSLRandom(seed: 3))
    var a = try momentum.start(at: [0, 0], using: &random)
    var b = try langevin.start(at: [0, 0], using: &other)
    other = random
    // 14 whole minibatches; a short one keeps some momentum.
    for _ in 0..<14 {
      try momentum.step(&a, using: &random)
      try langevin.step(&b, using: &other)
      for j in 0..<2 { #expect(abs(a.position[j] - b.position[j]) < 1e-14) }
    }
  }

  /// With a short last minibatch the bias still vanishes with η.
  @Test func shortMinibatches() throws {
    let model = try Self.model()
    let h = 2e-3
    let gradient = MinibatchGradient(model, ReshuffledEpochs(), batchSize: 60)
    let friction = 0.05
    let sampler = LangevinSampler(
      gradient: gradient, integrator: SymplecticEuler(friction: .perStep(friction)),
      learningRate: .constant(h / Self.curvature))
    expect(try relativeVariance(sampler, model, draws: 1_000_000), 1, bias: 0.01)
  }

  /// Many parameters, so that the thermostat's own fluctuation, O(1/d), is small; a variance 1 − ζ/2.
  @Test(arguments: [false, true]) func sgnht(onMinibatches: Bool) throws {
    let model = try Self.model(40)
    let (h, friction) = (0.04, 0.1)
    let s = onMinibatches ? Self.gradientNoise(model, batchSize: 10) : 0
    let total = friction + h * s / 2
    // The root ζ of ζ(4 − 2ζ − h) = 4·total.
    let thermostat = ((4 - h) - ((4 - h) * (4 - h) - 32 * total).squareRoot()) / 4
    func check(_ sampler: SGNHT<some GradientEstimator>) throws {
      let measured = try relativeVariance(sampler, model, draws: 40_000) { state in
        #expect(abs(state.thermostat - thermostat) < 0.25 * thermostat, "\(state.thermostat) \(thermostat)")
      }
      expect(measured, 1 - thermostat / 2, bias: 0.01)
    }
    if onMinibatches {
      let gradient = MinibatchGradient(model, FreshSubset(), batchSize: 10)
      try check(SGNHT(gradient: gradient, learningRate: .constant(h / Self.curvature), friction: friction))
    } else {
      try check(
        SGNHT(gradient: FullGradient(model), learningRate: .constant(h / Self.curvature), friction: friction))
    }
  }

  /// With V held fixed, h = ηGa and the law is Langevin dynamics': relative variance (1 + hs/2)/(1 − h/2).
  @Test func preconditionedWithFixedSquares() throws {
    let model = try Self.model()
    func check(_ sampler: PreconditionedSGLD<some GradientEstimator>, _ s: Double) throws {
      var h = 0.0
      let measured = try relativeVariance(sampler, model, draws: 400_000) { state in
        h = sampler.learningRate(0) * Self.curvature / (sampler.adaptation.damping + state.companion[0].squareRoot())
      }
      #expect(h > 0.1 && h < 1.5)
      expect(measured, (1 + h * s / 2) / (1 - h / 2))
    }
    try check(
      PreconditionedSGLD(gradient: FullGradient(model), learningRate: 0.05, adaptation: .init(steps: 500)), 0)
    let gradient = MinibatchGradient(model, FreshSubset(), batchSize: 10)
    try check(
      PreconditionedSGLD(gradient: gradient, learningRate: 0.1, adaptation: .init(steps: 500)),
      Self.gradientNoise(model, batchSize: 10))
  }

  /// At the ends of cycles: v ← (1 − h_t)² v + 2h_t [sampling] + h_t² s through a cycle, at its fixed point.
  @Test(arguments: [0, 0.5]) func cyclical(explorationShare: Double) throws {
    let model = try Self.model()
    let s = Self.gradientNoise(model, batchSize: 10)
    let gradient = MinibatchGradient(model, FreshSubset(), batchSize: 10)
    let (length, peak) = (20, 0.5)
    let sampler = CyclicalSGLD(
      gradient: gradient, peakLearningRate: peak / Self.curvature, stepsPerCycle: length,
      explorationShare: explorationShare)
    #expect(sampler.stepsPerDraw == length)
    var exact = 1.0
    for t in 0..<100 * length {
      let r = Double(t % length) / Double(length)
      let h = 0.5 * peak * (1 + cos(.pi * r))
      exact = (1 - h) * (1 - h) * exact + (r < explorationShare ? 0 : 2 * h) + h * h * s
    }
    expect(try relativeVariance(sampler, model, draws: 40_000), exact)
  }

  @Test func cyclesSayWhatTheyAre() throws {
    let sampler = CyclicalSGLD(
      try Self.model(), peakLearningRate: 1e-3, stepsPerCycle: 4, batchSize: 10, explorationShare: 0.5)
    var random = GSLRandom(seed: 1)
    var state = try sampler.start(at: [0], using: &random)
    var stages: [CyclicalSGLD<MinibatchGradient<GaussianMean, FreshSubset>>.Stage] = []
    for _ in 0..<8 { stages.append(try sampler.step(&state, using: &random)) }
    #expect(stages == [.exploring, .exploring, .sampling, .sampling, .exploring, .exploring, .sampling, .sampling])
    let rate = LearningRate.cosineCycles(peak: 2, stepsPerCycle: 4)
    for (t, value) in [2, 1 + 0.5.squareRoot(), 1, 1 - 0.5.squareRoot(), 2].enumerated() {
      #expect(abs(rate(t) - value) < 1e-15)
    }
  }
}

import TestSupport
import Testing

@testable import PosteriorModels

/// Steps at the cost of a sparse minibatch's non-zeros against steps one by one: equal without noise, and of the same
/// law with it.
@Suite struct SparseStepsTests {
  /// Of each coordinate of the first half a few examples alone depend on it, of the second none does; all coordinates of a
  /// half are alike.
  private static let half = 6000

  private static func model() throws -> SparseRegression {
    let elements = [0.8, -0.5, 0.6]
    let places = (0..<half).flatMap { [Int32($0), Int32($0), Int32($0)] }
    let design = try SparseMatrix(
      columnCount: 2 * half, rowStarts: Array(0...places.count), columns: places,
      values: (0..<half).flatMap { _ in elements })
    return SparseRegression(
      .linear(noiseStandardDeviation: 1), design: design, responses: (0..<half).flatMap { _ in [1, 0.5, -0.3] },
      prior: .normal(standardDeviation: 0.2.squareRoot()))
  }

  /// A chain's positions after so many steps, and so many more, …, by stretches or by steps one by one.
  private func positions(
    _ sampler: LangevinSampler<some GradientEstimator, some LangevinIntegrator>, _ counts: [Int], seed: UInt64,
    oneByOne: Bool
  ) throws -> [[Double]] {
    var random = GSLRandom(seed: seed)
    var state = try sampler.start(at: [Double](repeating: 0.7, count: sampler.dimension), using: &random)
    return try counts.map { count in
      if oneByOne {
        for _ in 0..<count { try sampler.step(&state, using: &random) }
      } else {
        try sampler.advance(&state, steps: count, using: &random)
      }
      return state.position
    }
  }

  /// Without noise both are the same. Minibatches of 800 leave a short one.
  @Test(arguments: [false, true], [800, 900]) func areTheStepsOneByOneWithoutNoise(
    _ isAnchored: Bool, _ size: Int
  ) throws {
    let model = try Self.model()
    let there = [Double](repeating: 0.2, count: model.dimension)
    func check(_ model: some Posterior, _ integrator: some LangevinIntegrator) throws {
      let sampler = LangevinSampler(
        gradient: MinibatchGradient(model, ReshuffledEpochs(), batchSize: size), integrator: integrator,
        learningRate: 0.02, temperature: 0)
      let counts = [2, 30, 1, 60, 5]
      let one = try positions(sampler, counts, seed: 161, oneByOne: true)
      for (lazy, plain) in zip(try positions(sampler, counts, seed: 161, oneByOne: false), one) {
        expectClose(lazy, plain, 1e-12)
      }
    }
    if isAnchored {
      try check(model.anchored(at: there), EulerMaruyama())
      try check(model.anchored(at: there), LeimkuhlerMatthews())
    } else {
      try check(model, EulerMaruyama())
      try check(model, LeimkuhlerMatthews())
    }
  }

  private struct Moments {
    let mean: Double, variance: Double, covariance: Double

    /// Of coordinates now and before.
    init(_ now: ArraySlice<Double>, _ before: ArraySlice<Double>) {
      let count = Double(now.count)
      let (mean, earlier) = (now.reduce(0, +) / count, before.reduce(0, +) / count)
      self.mean = mean
      variance = now.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
      covariance = zip(now, before).reduce(0) { $0 + ($1.0 - mean) * ($1.1 - earlier) } / count
    }
  }

  /// Means, variances, and covariances with the position before, of coordinates that are alike.
  @Test(arguments: [false, true]) func haveTheLawOfStepsOneByOne(_ isShared: Bool) throws {
    let model = try Self.model()
    let counts = [2, 3, 40, 2, 7, 2]
    func runs(_ integrator: some LangevinIntegrator) throws -> [[[Double]]] {
      let sampler = LangevinSampler(
        gradient: MinibatchGradient(
          model.anchored(at: [Double](repeating: 0.2, count: model.dimension)), ReshuffledEpochs(), batchSize: 900),
        integrator: integrator, learningRate: 0.02)
      return try [false, true].map { try positions(sampler, counts, seed: 162, oneByOne: $0) }
    }
    let both = try isShared ? runs(LeimkuhlerMatthews()) : runs(EulerMaruyama())
    #expect(both[0] != both[1])
    for half in [0..<Self.half, Self.half..<2 * Self.half] {
      for place in 1..<counts.count {
        let (lazy, plain) = (
          Moments(both[0][place][half], both[0][place - 1][half]),
          Moments(both[1][place][half], both[1][place - 1][half])
        )
        let before = Moments(both[1][place - 1][half], both[1][place - 1][half])
        let unit = (2 / Double(Self.half)).squareRoot()
        #expect(abs(lazy.mean - plain.mean) < 4.5 * unit * plain.variance.squareRoot())
        #expect(abs(lazy.variance - plain.variance) < 4.5 * unit * 2.0.squareRoot() * plain.variance)
        let scatter = (plain.variance * before.variance + plain.covariance * plain.covariance).squareRoot()
        #expect(abs(lazy.covariance - plain.covariance) < 4.5 * unit * scatter)
      }
    }
  }

  /// A coordinate that no example depends on moves by the prior alone, whose laws are known.
  @Test func knowTheLawOfCoordinatesThatRest() throws {
    let sampler = SGWORLD(try Self.model(), learningRate: 0.02, batchSize: 900)
    let counts = [2, 5, 20]
    var (mean, variance) = (0.7, 0.0)
    for (count, position) in zip(counts, try positions(sampler, counts, seed: 163, oneByOne: false)) {
      // a = 1 − 0.02 · 5.
      for _ in 0..<count { (mean, variance) = (0.9 * mean, 0.81 * variance + 0.04) }
      let found = Moments(position[Self.half...], position[Self.half...])
      let count = Double(Self.half)
      #expect(abs(found.mean - mean) < 4 * (variance / count).squareRoot())
      #expect(abs(found.variance - variance) < 4 * variance * (2 / count).squareRoot())
    }
  }

  /// The posterior itself, where it is known.
  @Test func drawFromThePosterior() throws {
    let design = try SparseRegressionTests.design(rows: 400, columns: 400)
    let responses = (0..<400).map { Double($0 % 13) / 6 - 1 }
    let model = SparseRegression(
      .linear(noiseStandardDeviation: 1), design: design, responses: responses, prior: .normal(standardDeviation: 0.5))
    let exact = try LinearRegression(
      design: design.dense, responses: responses, noiseStandardDeviation: 1, prior: .normal(standardDeviation: 0.5)
    ).exactPosterior()
    let sampler = CALM(model, anchor: exact.mean, learningRate: 0.001, batchSize: 40)
    var random = GSLRandom(seed: 164)
    var state = try sampler.start(at: exact.mean, using: &random)
    // Twenty stretches, far longer than the chain's memory.
    let stretches = try (0..<20).map { _ in
      var (sum, squares) = ([Double](repeating: 0, count: 400), [Double](repeating: 0, count: 400))
      for _ in 0..<400 {
        try sampler.advance(&state, steps: sampler.stepsPerDraw, using: &random)
        for j in 0..<400 {
          let distance = state.position[j] - exact.mean[j]
          sum[j] += distance / 400
          squares[j] += distance * distance / 400
        }
      }
      return (sum, squares)
    }
    var misses = 0.0
    for j in 0..<400 {
      for (values, expected) in [(stretches.map { $0.0[j] }, 0), (stretches.map { $0.1[j] }, exact.covariance[j, j])] {
        let mean = values.reduce(0, +) / 20
        let error = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (20 * 19)
        misses += (mean - expected) * (mean - expected) / error / 800
      }
    }
    // The mean of 800 squares of t, which is 19/17.
    #expect(misses > 0.95 && misses < 1.3)
  }

  @Test func areStretchesOfTheirOwn() throws {
    let model = try Self.model()
    let sgld = SGLD(model, learningRate: 0.02, batchSize: 900)
    #expect(sgld.dependsOnStretches(stepsPerDraw: 1) && sgld.dependsOnStretches(stepsPerDraw: 30))
    #expect(!sgld.dependsOnStretches(stepsPerDraw: 40))
    let sgworld = SGWORLD(model, learningRate: 0.02, batchSize: 900)
    #expect(!sgworld.dependsOnStretches(stepsPerDraw: sgworld.stepsPerDraw))
    let dense = LinearRegression(
      design: Matrix(columnCount: 1, elements: [1, 2]), responses: [1, 2], noiseStandardDeviation: 1)
    #expect(!SGLD(dense, learningRate: 0.02, batchSize: 1).dependsOnStretches(stepsPerDraw: 1))
    // One step at a time, as where each is traced, they are the steps one by one.
    var trace = [Double](repeating: .nan, count: 3 * model.dimension)
    var span = trace.mutableSpan
    var random = GSLRandom(seed: 165)
    var state = try sgld.start(at: [Double](repeating: 0, count: model.dimension), using: &random)
    var (twin, plain) = (random, state)
    try sgld.advance(&state, steps: 3, tracing: &span, using: &random)
    for _ in 0..<3 { try sgld.step(&plain, using: &twin) }
    #expect(state.position == plain.position && trace.suffix(model.dimension) == plain.position[...])
  }
}

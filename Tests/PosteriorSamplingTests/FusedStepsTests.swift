import CPosteriorKernels
import PosteriorModels
import Testing

/// The loop over many short steps against its plain twin, the steps one by one: the same bits.
@Suite struct FusedStepsTests {
  private func model(columns: Int, exampleCount: Int = 50) -> LinearRegression {
    var random = GSLRandom(seed: 71, stream: columns)
    return LinearRegression(
      design: Matrix(columnCount: columns, elements: random.normals(exampleCount * columns)),
      responses: random.normals(exampleCount), noiseStandardDeviation: 0.7, prior: .normal(standardDeviation: 3))
  }

  /// The generalised linear models and the network that have loops.
  private func models(columns: Int, exampleCount: Int = 50) -> [any Posterior] {
    let linear = model(columns: columns, exampleCount: exampleCount)
    let prior = Prior.normal(standardDeviation: 2)
    let counts = linear.responses.map { Int(2 + $0.rounded()) }.map { max(0, $0) }
    var models: [any Posterior] = [
      linear,
      LogisticRegression(design: linear.design, labels: linear.responses.map { $0 > 0 ? 1 : 0 }, prior: prior),
      PoissonRegression(
        design: linear.design, counts: counts, exposures: linear.responses.map { 1 + abs($0) }, prior: .flat),
      PoissonRegression(design: linear.design, counts: counts, prior: prior),
    ]
    if columns == 1 {
      models.append(
        TanhNetworkRegression(
          inputs: linear.design, responses: linear.responses, hiddenCount: 2, noiseStandardDeviation: 0.7, prior: prior)
      )
    }
    return models
  }

  /// Runs one chain by single steps and one by traced runs of several, and compares all that there is.
  private func expectSameSteps<Gradient, Integrator>(
    _ sampler: LangevinSampler<Gradient, Integrator>, source: GSLRandom = GSLRandom(seed: 72),
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws where Gradient.State == Minibatches {
    let d = sampler.dimension
    let start = (0..<d).map { Double($0) - 1 }
    var (one, many) = (source, source)
    var single = try sampler.start(at: start, using: &one)
    var several = try sampler.start(at: start, using: &many)
    for count in [1, 3, 1, 60, 2, 700, 0, 5] {
      var (expected, trace) = ([Double](), [Double](repeating: .nan, count: count * d))
      for _ in 0..<count {
        try sampler.step(&single, using: &one)
        expected += single.position
      }
      var span = trace.mutableSpan
      try sampler.advance(&several, steps: count, tracing: &span, using: &many)
      #expect(trace == expected, sourceLocation: sourceLocation)
      #expect(several.position == single.position, sourceLocation: sourceLocation)
      #expect(several.gradientState == single.gradientState, sourceLocation: sourceLocation)
      #expect(several.stepCount == single.stepCount, sourceLocation: sourceLocation)
      // Without a trace.
      for _ in 0..<count { try sampler.step(&single, using: &one) }
      try sampler.advance(&several, steps: count, using: &many)
      #expect(several.position == single.position, sourceLocation: sourceLocation)
      #expect(one.next() == many.next(), sourceLocation: sourceLocation)
    }
  }

  /// Every model × with and without control variates × both schemes × every minibatching, with minibatches that divide the 50 examples and
  /// that leave a short one. Of more than 7 columns linear regression alone has a loop.
  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8, 21], [1, 7, 10, 25, 50])
  func areTheStepsOneByOne(_ columns: Int, _ batchSize: Int) throws {
    for model in models(columns: columns) {
      try checkAll(model, batchSize)
      try checkAll(anchored(model), batchSize)
    }
  }

  private func anchored(_ model: any Posterior) -> any Posterior {
    func anchored(_ model: some Posterior) -> any Posterior {
      model.anchored(at: (0..<model.dimension).map { 0.1 * Double($0) - 0.2 })
    }
    return anchored(model)
  }

  private func checkAll(_ model: some Posterior, _ batchSize: Int) throws {
    func check(_ batching: some Minibatching, _ temperature: Double) throws {
      let gradient = MinibatchGradient(model, batching, batchSize: batchSize)
      try expectSameSteps(LangevinSampler(gradient: gradient, learningRate: 1e-3, temperature: temperature))
      try expectSameSteps(
        LangevinSampler(
          gradient: gradient, integrator: LeimkuhlerMatthews(), learningRate: 1e-3, temperature: temperature))
    }
    for temperature in [0.0, 0.5] {
      try check(WithReplacement(), temperature)
      try check(FreshSubset(), temperature)
      try check(ReshuffledEpochs(), temperature)
      try check(SymmetricReshuffledEpochs(), temperature)
    }
  }

  /// The gradient in one pass has the bits of the model's own, for all but the narrow linear regression, whose sums have another order.
  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8, 21], [1, 3, 10, 17, 37])
  func gradientsInOnePassAreTheModels(_ columns: Int, _ batchSize: Int) throws {
    /// The model without its packed form, as wrappers are.
    struct Plain: PosteriorWrapper { let base: any Posterior }
    for model in models(columns: columns).dropFirst(columns <= 7 ? 1 : 0) {
      for model in [model, anchored(model)] {
        let starts = [[Double](repeating: 0.3, count: model.dimension)]
        func trace(_ model: some Posterior) throws -> [Double] {
          let sampler = CyclicalSGLD(model, peakLearningRate: 1e-3, stepsPerCycle: 40, batchSize: batchSize)
          var random = GSLRandom(seed: 75)
          var state = try sampler.start(at: starts[0], using: &random)
          var trace = [Double](repeating: 0, count: 40 * model.dimension)
          var span = trace.mutableSpan
          try sampler.advance(&state, steps: 40, tracing: &span, using: &random)
          return trace
        }
        #expect(try trace(AnyPosterior(model)) == trace(Plain(base: model)))
      }
    }
  }

  /// The same bits on every instruction set.
  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8, 21, 130]) func instructionSetsAgree(_ columns: Int) throws {
    defer { cpk_use_instructions(2) }
    let models = models(columns: columns).flatMap { [$0, anchored($0)] }
    func trace(_ model: some Posterior) throws -> [Double] {
      let sampler = SGWORLD(model, learningRate: 1e-3, batchSize: 7)
      var random = GSLRandom(seed: 64)
      var state = try sampler.start(at: [Double](repeating: 1, count: model.dimension), using: &random)
      var trace = [Double](repeating: .nan, count: 30 * model.dimension)
      var span = trace.mutableSpan
      try sampler.advance(&state, steps: 30, tracing: &span, using: &random)
      return trace
    }
    let traces = try (0...2).map { most in
      cpk_use_instructions(Int32(most))
      return try models.flatMap { try trace($0) }
    }
    #expect(traces[1] == traces[0] && traces[2] == traces[0])
    #expect(traces[0].allSatisfy { $0.isFinite })
  }

  /// So many examples that minibatches are chosen a step ahead.
  @Test(arguments: [10, 64, 65]) func manyExamples(_ batchSize: Int) throws {
    let model = model(columns: 2, exampleCount: 20_000)
    func check(_ batching: some Minibatching) throws {
      try expectSameSteps(
        LangevinSampler(
          gradient: MinibatchGradient(model, batching, batchSize: batchSize), learningRate: 1e-6))
    }
    try check(WithReplacement())
    try check(FreshSubset())
    try check(ReshuffledEpochs())
  }

  /// Settings that the loop does not know are taken step by step.
  @Test func whatTheLoopDoesNotKnow() throws {
    let model = model(columns: 3)
    let gradient = MinibatchGradient(model, ReshuffledEpochs(), batchSize: 5)
    try expectSameSteps(LangevinSampler(gradient: gradient, learningRate: .polynomial(a: 1e-3, b: 1, gamma: 0.6)))
    try expectSameSteps(
      LangevinSampler(gradient: gradient, learningRate: 1e-3, metric: .diagonal([0.5, 1, 2])))
    try expectSameSteps(
      LangevinSampler(gradient: gradient, integrator: BAOAB(friction: 1), learningRate: 1e-3))
    try expectSameSteps(
      LangevinSampler(gradient: gradient, learningRate: 1e-3),
      source: GSLRandom(.mersenneTwister, seed: 5))
    let any = MinibatchGradient(AnyPosterior(model), FreshSubset(), batchSize: 5)
    try expectSameSteps(LangevinSampler(gradient: any, learningRate: 1e-3))
  }

  /// A chain that leaves the finite numbers says so at the same step either way.
  @Test func divergesAtTheSameStep() throws {
    let sampler = SGLD(model(columns: 4), learningRate: 10, batchSize: 10)
    var (one, many) = (GSLRandom(seed: 73), GSLRandom(seed: 73))
    var single = try sampler.start(at: [0, 0, 0, 0], using: &one)
    var several = single
    let expected = #expect(throws: SamplingError.self) {
      while true { try sampler.step(&single, using: &one) }
    }
    let seen = #expect(throws: SamplingError.self) {
      try sampler.advance(&several, steps: 100_000, using: &many)
    }
    #expect(seen == expected)
    #expect(several.stepCount == single.stepCount)
  }

  /// Draws are positions after so many steps, whether made by the loop or not.
  @Test(arguments: [1, 3]) func drawsAreTheSteps(_ thinning: Int) async throws {
    let model = model(columns: 2)
    func check(_ sampler: some PosteriorSampler) async throws {
      let draws = try await sampler.draws(from: [[0, 0]], count: 70, burnIn: 5, thinning: thinning, seed: 3)
      var random = GSLRandom(stream: StreamSeed(3).child(0))
      var state = try sampler.start(at: [0, 0], using: &random)
      var stepwise: [Double] = []
      for made in 1...5 + 70 * thinning {
        for _ in 0..<sampler.stepsPerDraw { try sampler.step(&state, using: &random) }
        if made > 5, (made - 5).isMultiple(of: thinning) { stepwise += state.position }
      }
      #expect(draws.values == stepwise)
    }
    try await check(SGLD(model, learningRate: 1e-3, batchSize: 10))
    try await check(SGWORLD(model, learningRate: 1e-3, batchSize: 10))
    try await check(SGHMC(model, learningRate: 1e-3, batchSize: 10))
  }
}

import PosteriorModels
import Testing

/// A sampler whose type is forgotten moves as it did before, and says the same of its draws.
@Suite struct AnySamplerTests {
  static let model = {
    var random = GSLRandom(seed: 4)
    let design = Matrix(columnCount: 2, elements: (0..<20).flatMap { _ in [1, random.normal()] })
    return LinearRegression(design: design, responses: random.normals(20), noiseStandardDeviation: 1)
  }()

  /// Ten steps, three traced ones and one more, with what the last reports.
  static func path<Sampler: PosteriorSampler>(
    _ sampler: Sampler, _ random: some RandomSource
  ) throws -> (trace: [Double], report: [String: Double]) {
    var random = random
    var state = try sampler.start(at: [0.1, 0.2], using: &random)
    try sampler.advance(&state, steps: 10, using: &random)
    var trace = [Double](repeating: 0, count: 6)
    var span = trace.mutableSpan
    try sampler.advance(&state, steps: 3, tracing: &span, using: &random)
    let info = try sampler.step(&state, using: &random)
    return (
      trace + state.position,
      Dictionary(uniqueKeysWithValues: sampler.columns.map { ($0.name, $0.value(state, info)) })
    )
  }

  /// Words from a counter: a source that is not the library's own.
  struct Counter: RandomSource {
    var count: UInt64 = 0
    mutating func next() -> UInt64 {
      count += 1
      return StreamSeed(count).bits
    }
  }

  static func expectSame(_ sampler: some PosteriorSampler) throws {
    let any = AnySampler(sampler)
    #expect(any.dimension == sampler.dimension && any.stepsPerDraw == sampler.stepsPerDraw)
    #expect(any.columns.map(\.name) == sampler.columns.map(\.name))
    #expect(try path(any, GSLRandom(seed: 3)) == path(sampler, GSLRandom(seed: 3)))
    #expect(try path(any, Counter()) == path(sampler, Counter()))
  }

  @Test func movesAsTheSamplerItHolds() throws {
    let model = Self.model
    try Self.expectSame(SGLD(model, learningRate: 0.01, batchSize: 4))
    try Self.expectSame(SGWORLD(model, learningRate: 0.01, batchSize: 4))
    try Self.expectSame(NUTS(model, stepSize: 0.1))
    try Self.expectSame(HMC(model, stepSize: 0.1, path: .steps(4)).selfTuning(WarmUp(steps: 40)))
    try Self.expectSame(MALA(model, learningRate: 0.01))
  }

  /// A copy of the state goes on by itself, and changes nothing in the chain that it was copied from.
  @Test func aCopyIsACheckpoint() throws {
    let sampler = AnySampler(ULA(Self.model, learningRate: 0.01))
    var random = GSLRandom(seed: 1)
    var state = try sampler.start(at: [0, 0], using: &random)
    try sampler.advance(&state, steps: 5, using: &random)
    var (copy, copyRandom) = (state, random)
    let here = state.position
    try sampler.advance(&copy, steps: 5, using: &copyRandom)
    #expect(state.position == here && copy.position != here)
    try sampler.advance(&state, steps: 5, using: &random)
    #expect(state.position == copy.position)
  }

  @Test func columnsHaveStansNames() {
    let model = Self.model
    #expect(
      NUTS(model, stepSize: 1).selfTuning().columns.map(\.name)
        == ["lp__", "accept_stat__", "stepsize__", "treedepth__", "n_leapfrog__", "divergent__", "energy__"])
    #expect(
      HMC(model, stepSize: 1, path: .steps(1)).columns.map(\.name)
        == ["lp__", "accept_stat__", "stepsize__", "int_time__", "divergent__", "energy__"])
    #expect(MALA(model, learningRate: 1).columns.map(\.name) == ["lp__", "accept_stat__"])
    #expect(RandomWalkMetropolis(model, scale: 1).columns.map(\.name) == ["lp__", "accept_stat__"])
    #expect(SGLD(model, learningRate: 1, batchSize: 4).columns.isEmpty)
  }
}

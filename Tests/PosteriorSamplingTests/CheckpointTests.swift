import Foundation
import PosteriorModels
import Testing

/// A chain that was saved as text goes on as it would have, whatever its sampler.
@Suite struct CheckpointTests {
  /// Keeps the draws, and every checkpoint with the number of values before it.
  struct Saving: ChainObserver {
    var buffer = DrawBuffer()
    var saved: [(place: Int, data: Data)] = []

    mutating func observe(_ draw: Span<Double>, report: Span<Double>) { buffer.append(draw) }

    mutating func pause(_ chain: Chain<some PosteriorSampler>) throws {
      saved.append((buffer.values.count, try chain.checkpoint.data()))
    }
  }

  static let regression = {
    var random = GSLRandom(seed: 4)
    let design = Matrix(columnCount: 2, elements: (0..<20).flatMap { _ in [1, random.normal()] })
    return LinearRegression(design: design, responses: random.normals(20), noiseStandardDeviation: 1)
  }()

  /// Samplers that the table of stochastic ones does not have, and those that have fused steps.
  static let others: [SamplerRow] = {
    let (model, mean) = (regression, [0.1, 0.2])
    let anchored = MinibatchGradient(model.anchored(at: mean), ReshuffledEpochs(), batchSize: 3)
    let dense = (try? Cholesky(Matrix(columnCount: 2, elements: [1, 0.3, 0.3, 2]))).map(Metric.dense) ?? .unit
    return [
      SamplerRow(name: "fused SGLD", sampler: SGLD(model, learningRate: 0.01, batchSize: 3)),
      SamplerRow(name: "fused SGWORLD", sampler: SGWORLD(model, learningRate: 0.01, batchSize: 3)),
      SamplerRow(
        name: "fused CALM",
        sampler: LangevinSampler(gradient: anchored, integrator: LeimkuhlerMatthews(), learningRate: 0.01)),
      SamplerRow(
        name: "epoch noise",
        sampler: LangevinSampler(gradient: anchored, integrator: EpochwiseEulerMaruyama(), learningRate: 0.01)),
      SamplerRow(
        name: "dense metric",
        sampler: LangevinSampler(
          gradient: FullGradient(model), integrator: BAOAB(friction: 1), learningRate: 0.01, metric: dense)),
      SamplerRow(name: "MALA", sampler: MALA(model, learningRate: 0.01)),
      SamplerRow(name: "random walk", sampler: RandomWalkMetropolis(model, scale: 0.3)),
      SamplerRow(name: "NUTS", sampler: NUTS(model, stepSize: 0.2)),
      SamplerRow(name: "self-tuning NUTS", sampler: NUTS(model, stepSize: 1).selfTuning(WarmUp(steps: 80))),
      SamplerRow(
        name: "self-tuning HMC",
        sampler: HMC(model, stepSize: 1, path: .steps(5)).selfTuning(WarmUp(steps: 80, metric: .dense))),
      SamplerRow(
        name: "low-rank NUTS", sampler: NUTS(model, stepSize: 1).selfTuning(WarmUp(steps: 80, metric: .lowRank))),
    ]
  }()

  static let rows = ConformanceTests.rows + others

  static func run<Sampler: PosteriorSampler>(
    _ sampler: Sampler, count: Int = 15, _ checkpoint: Checkpoint<Sampler.State>? = nil
  ) async throws -> Saving {
    let schedule = ChainSchedule(count: count, burnIn: 6, thinning: 2, seed: 3)
    return try await sampler.run(from: [[0.25, -0.5]], schedule, resuming: { _ in checkpoint }) { _ in Saving() }[0]
  }

  @Test(arguments: rows.indices) func goesOnAsItWould(_ index: Int) async throws {
    func check(_ sampler: some PosteriorSampler) async throws {
      let (whole, longer) = (try await Self.run(sampler), try await Self.run(sampler, count: 25).buffer.values)
      #expect(whole.buffer.values == Array(longer.prefix(30)) && whole.saved.count > 8)
      // At the start, within a warm-up or the draws thrown away, behind them, and at the end.
      for k in [0, 2, 9, whole.saved.count - 9, whole.saved.count - 1] {
        let (place, data) = whole.saved[k]
        let checkpoint = try Checkpoint(data, of: sampler)
        #expect(try await Self.run(sampler, checkpoint).buffer.values == Array(whole.buffer.values.dropFirst(place)))
        #expect(try await Self.run(sampler, count: 25, checkpoint).buffer.values == Array(longer.dropFirst(place)))
      }
    }
    let sampler = Self.rows[index].sampler
    try await check(sampler)
    try await check(AnySampler(sampler))
  }

  /// Texts that were tampered with are refused, or are some chain's: no state read from a file stops the program.
  @Test(arguments: rows.indices) func refusesOrRunsDamagedTexts(_ index: Int) async throws {
    func check(_ sampler: some PosteriorSampler) async throws {
      let saved = try await Self.run(sampler).saved
      var random = GSLRandom(seed: 17)
      let digits = Array("0123456789-.e[]{},\"".utf8)
      for attempt in 0..<300 {
        var bytes = [UInt8](saved[attempt.isMultiple(of: 2) ? 9 : saved.count - 9].data)
        for _ in 0...random.next() % 3 {
          let place = Int(random.next() % UInt64(bytes.count))
          switch random.next() % 3 {
          case 0: bytes.remove(at: place)
          case 1: bytes.insert(digits[Int(random.next() % UInt64(digits.count))], at: place)
          default: bytes[place] = digits[Int(random.next() % UInt64(digits.count))]
          }
        }
        guard let checkpoint = try? Checkpoint(Data(bytes), of: sampler) else { continue }
        var chain = Chain(sampler, resuming: checkpoint)
        try? sampler.advance(&chain.state, steps: 5, using: &chain.random)
      }
    }
    try await check(AnySampler(Self.rows[index].sampler))
  }

  @Test func saysWhatIsWrong() async throws {
    let (sgld, nuts) = (
      AnySampler(SGLD(Self.regression, learningRate: 0.01, batchSize: 3)),
      AnySampler(NUTS(Self.regression, stepSize: 0.2))
    )
    let data = try await Self.run(sgld).saved[9].data
    #expect(throws: SamplingError.self) { try Checkpoint(data, of: nuts) }
    let more = LinearRegression(
      design: Matrix(columnCount: 2, elements: [1, 2, 1, 3, 1, 4]), responses: [1, 2, 3], noiseStandardDeviation: 1)
    #expect(throws: SamplingError.invalidCheckpoint("its state is not one of this sampler's chains")) {
      try Checkpoint(data, of: AnySampler(SGLD(more, learningRate: 0.01, batchSize: 3)))
    }
    #expect(throws: SamplingError.self) { try Checkpoint(data.dropLast(9), of: sgld) }
  }
}

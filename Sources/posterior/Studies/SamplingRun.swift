import PosteriorData
import PosteriorDiagnostics

/// Runs the chains of `posterior sample`, to memory and to files.
final class SamplingRun: Sendable {
  private let command: SampleCommand
  private let model: AnyPosterior
  private let setting: SamplerSetting
  private let folder: OutputFolder?
  private let onProgress: @Sendable (Double) -> Void

  init(
    command: SampleCommand, model: AnyPosterior, setting: SamplerSetting, folder: OutputFolder?,
    onProgress: @escaping @Sendable (Double) -> Void
  ) {
    self.command = command
    self.model = model
    self.setting = setting
    self.folder = folder
    self.onProgress = onProgress
  }

  /// The draws of all chains, as the model reports them, and what the sampler says of each draw.
  func draws() async throws -> (draws: Draws, statistics: Draws?) {
    let (rate, batchSize) = (setting.learningRate, setting.batchSize)
    let warmUp = WarmUp(steps: max(1, setting.warmUp))
    switch command.sampler {
    case .nuts: return try await run(NUTS(model, stepSize: 1).selfTuning(warmUp), burnIn: 0)
    case .hmc:
      return try await run(
        HMC(model, stepSize: 1, path: .steps(command.leapfrogSteps)).selfTuning(warmUp), burnIn: 0)
    case .mala: return try await run(MALA(model, learningRate: rate))
    case .randomWalk: return try await run(RandomWalkMetropolis(model, scale: (2 * rate).squareRoot()))
    case .ula: return try await run(ULA(model, learningRate: .constant(rate)))
    case .sgld: return try await run(SGLD(model, learningRate: .constant(rate), batchSize: batchSize))
    case .sgworld: return try await run(SGWORLD(model, learningRate: .constant(rate), batchSize: batchSize))
    case .sgworldCV:
      return try await run(
        SGWORLD(model.anchored(at: setting.mode), learningRate: .constant(rate), batchSize: batchSize))
    case .calm:
      return try await run(
        CALM(model, anchor: setting.mode, learningRate: .constant(rate), batchSize: batchSize))
    case .sghmc: return try await run(SGHMC(model, learningRate: .constant(rate), batchSize: batchSize))
    case .sgnht: return try await run(SGNHT(model, learningRate: .constant(rate), batchSize: batchSize))
    case .psgld: return try await run(PreconditionedSGLD(model, learningRate: .constant(rate), batchSize: batchSize))
    case .cyclicalSGLD:
      return try await run(
        CyclicalSGLD(model, peakLearningRate: rate, stepsPerCycle: 1000, batchSize: batchSize))
    }
  }

  /// Runs one sampler's chains.
  private func run<Sampler: PosteriorSampler>(
    _ sampler: Sampler, burnIn: Int? = nil
  ) async throws -> (draws: Draws, statistics: Draws?) {
    let columns = sampler.columns
    let statistics = columns.map(\.name)
    let names = model.reportedNames
    let details = Draws.Run(
      sampler: command.sampler.rawValue, seed: command.running.seed, burnIn: setting.warmUp, thinning: command.thin)
    let sinks = try await sampler.run(
      from: starts(), count: setting.draws, burnIn: burnIn ?? setting.warmUp, thinning: command.thin,
      seed: command.running.seed, threads: command.running.threads, onProgress: onProgress,
      recording: { [model] state, info in
        columns.map { $0.value(state, info) } + model.reported(at: state.position)
      },
      into: { [folder, command, setting] chain in
        ChainSink(
          statisticCount: statistics.count, keepsDraws: !command.noSummary,
          file: try folder.map {
            try StanCSVWriter(
              to: $0.file("chain-\(chain + 1).csv"), columnNames: statistics + names, model: command.model.name,
              chain: chain, count: setting.draws, run: details)
          })
      })
    func kept(_ names: [String], _ buffer: KeyPath<ChainSink, DrawBuffer>) -> Draws {
      Draws(
        parameterNames: names, chainCount: command.running.chains, values: sinks.flatMap { $0[keyPath: buffer].values },
        run: details)
    }
    return (kept(names, \.buffer), statistics.isEmpty ? nil : kept(statistics, \.statistics))
  }

  /// Starts around 0, from a stream of their own.
  private func starts() -> [[Double]] {
    (0..<command.running.chains).map { chain in
      var random = GSLRandom(stream: StreamSeed(command.running.seed).child("start").child(chain))
      return (0..<model.dimension).map { _ in command.startRadius * (2 * random.uniform() - 1) }
    }
  }
}

/// Keeps a chain in memory for the summary, if there is to be one, and writes it to a file, if there is one.
private struct ChainSink: DrawSink {
  private(set) var buffer = DrawBuffer()
  private(set) var statistics = DrawBuffer()
  private let statisticCount: Int
  private let keepsDraws: Bool
  private var file: StanCSVWriter?

  init(statisticCount: Int, keepsDraws: Bool, file: StanCSVWriter?) {
    self.statisticCount = statisticCount
    self.keepsDraws = keepsDraws
    self.file = file
  }

  mutating func append(_ draw: [Double]) throws {
    if keepsDraws {
      statistics.append(Array(draw.prefix(statisticCount)))
      buffer.append(Array(draw.dropFirst(statisticCount)))
    }
    try file?.append(draw)
  }

  mutating func finish() throws { try file?.finish() }
}

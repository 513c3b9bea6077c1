import PosteriorData
import PosteriorDiagnostics

/// Runs the chains of `posterior sample`, to memory and to files.
struct SamplingRun: Sendable {
  let command: SampleCommand
  let model: AnyPosterior
  let setting: SamplerSetting
  let folder: OutputFolder?

  /// The draws of all chains, as the model reports them, and what the sampler says of each draw.
  func draws(
    onProgress: @escaping @Sendable (Double) -> Void
  ) async throws -> (draws: Draws, statistics: Draws?) {
    let statistics = setting.sampler.columns.map(\.name)
    let names = model.reportedNames
    let running = command.running
    let details = Draws.Run(
      sampler: command.sampler.name, seed: running.seed, burnIn: setting.warmUp, thinning: command.thin)
    let schedule = ChainSchedule(
      count: setting.draws, burnIn: command.sampler.facts.isTuned ? 0 : setting.warmUp, thinning: command.thin,
      seed: running.seed, threads: running.threads, onProgress: onProgress)
    let observers = try await setting.sampler.run(from: starts(), schedule) { [folder, command, model, setting] chain in
      SampleObserver(
        model: model, keepsDraws: !command.noSummary,
        file: try folder.map {
          try StanCSVWriter(
            to: $0.file("chain-\(chain + 1).csv"), columnNames: statistics + names, model: command.model.name,
            chain: chain, count: setting.draws, run: details)
        })
    }
    func kept(_ names: [String], _ buffer: KeyPath<SampleObserver, DrawBuffer>) -> Draws {
      Draws(
        parameterNames: names, chainCount: running.chains, values: observers.flatMap { $0[keyPath: buffer].values },
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
private struct SampleObserver: ChainObserver {
  private(set) var buffer = DrawBuffer()
  private(set) var statistics = DrawBuffer()
  private let model: AnyPosterior
  private let keepsDraws: Bool
  private var file: StanCSVWriter?
  private let reportedCount: Int

  init(model: AnyPosterior, keepsDraws: Bool, file: StanCSVWriter?) {
    self.model = model
    self.keepsDraws = keepsDraws
    self.file = file
    reportedCount = model.reportedNames.count
  }

  var wantsReports: Bool { true }

  mutating func observe(_ draw: Span<Double>, report: Span<Double>) throws {
    var reported = [Double](repeating: 0, count: reportedCount)
    var span = reported.mutableSpan
    model.report(draw, into: &span)
    if keepsDraws {
      statistics.append(report)
      buffer.append(reported.span)
    }
    try file?.append((0..<report.count).map { report[$0] } + reported)
  }

  mutating func finish() throws { try file?.finish() }
}

import PosteriorData
import PosteriorDiagnostics

/// Runs the chains of `posterior sample`, to memory and to files.
struct SamplingRun: Sendable {
  let command: SampleCommand
  let model: AnyPosterior
  let setting: SamplerSetting
  let recording: RunRecording?
  /// The numbers of the chains that are this run's to make.
  let chains: [Int]

  /// Runs the chains to their end, or finds them there.
  func make() async throws -> SampledChains {
    // Where ranks have made them there is nothing left to be shown.
    let isQuiet = command.common.quiet || Ranks.count > 1
    let observers = try await underWatch(quiet: isQuiet) {
      try await runChains(chains, by: setting.sampler, onProgress: $0.show)
    }
    return SampledChains(
      names: model.reportedNames, statistics: setting.sampler.columns.map(\.name), observers: observers,
      details: details, source: source)
  }

  /// Runs this rank's share of the chains to their end, and waits for the other ranks'.
  func makeShare() async throws {
    if let strata = StrataRanks.of(setting.sampler) { return try await makeTogether(by: strata) }
    let share = Ranks.share(of: chains)
    let hopping = setting.site.batching?.base is HoppingEpochs ? try HoppingRanks(setting.sampler) : nil
    try await underWatch(quiet: command.common.quiet) { progress in
      let sampler = hopping?.carried ?? setting.sampler
      if !share.isEmpty { _ = try await runChains(share, by: sampler, onProgress: progress.show) }
      try await Ranks.meet()
    }
    hopping?.end()
    recording?.forgetChains()
  }

  /// Runs work on the chains under a progress display, and notes how it ended where it did not succeed.
  func underWatch<Made: Sendable>(
    quiet: Bool, _ work: @escaping @Sendable (ProgressDisplay) async throws -> Made
  ) async throws -> Made {
    do {
      return try await underProgress(quiet: quiet, interrupted: interrupted, work)
    } catch let thrown {
      // Gradients are not numbers where rows could not be read.
      let error = model.capabilities.stored?.failure ?? thrown
      let isInterrupted = (error as? Failure)?.isInterruption ?? false
      try? recording?.end(isInterrupted ? .interrupted : .failed, isInterrupted ? nil : "\(error)")
      throw error
    }
  }

  private var interrupted: String {
    guard let path = recording?.path else { return "interrupted" }
    return "interrupted; what was drawn is in '\(path)': 'posterior resume \(path)' goes on"
  }

  private var details: Draws.Run {
    Draws.Run(
      sampler: command.sampler.name, seed: command.running.seed, burnIn: setting.warmUp, thinning: command.thin)
  }

  /// Where all draws are.
  private var source: SampledChains.Source {
    if command.noSummary { return .nowhere }
    guard let recording, recording.isResumed else { return .memory }
    return .files(chains.map { recording.chain($0).drawsPath })
  }

  /// Runs chains to their end.
  ///
  /// - Parameter together: Where chains go on that every rank makes, one after another, and rank 0 keeps; nil for
  ///   chains of this process alone.
  func runChains(
    _ chains: [Int], by sampler: AnySampler, from together: [Int: Checkpoint<AnySampler.State>]? = nil,
    onProgress: @escaping @Sendable (Double) -> Void
  ) async throws -> [SampleObserver] {
    let kept = together == nil || Ranks.isFirst ? recording : nil
    let (statistics, details) = (setting.sampler.columns.map(\.name), details)
    var schedule = ChainSchedule(
      count: setting.draws, burnIn: burnIn, thinning: command.thin, seed: details.seed,
      threads: together == nil ? command.running.threads : 1, onProgress: onProgress)
    (schedule.showsBurnIn, schedule.chains) = (command.saveWarmUp, chains)
    return try await sampler.run(
      from: try starts(), schedule,
      resuming: { [recording, setting] in
        if let together { return together[$0] }
        return try recording?.chain($0).checkpoint(of: setting.sampler)
      }
    ) { [recording, command, model, setting, burnIn] chain in
      var header = StanCSVHeader(
        statistics: statistics, parameters: model.reportedNames, model: command.model.name, chain: chain,
        count: setting.draws, run: details)
      header.savesWarmUp = command.saveWarmUp
      return SampleObserver(
        model: model, keepsDraws: !command.noSummary && recording?.isResumed != true,
        recorder: try kept.map {
          try ChainRecorder($0.chain(chain), header, stepSize: setting.learningRate, burnIn: burnIn)
        })
    }
  }

  /// Draws thrown away behind what the sampler has of a warm-up.
  private var burnIn: Int { command.sampler.facts.isTuned ? 0 : setting.warmUp }

  private func starts() throws -> [[Double]] {
    do throws(SamplingError) {
      return try model.chainStarts(command.running.chains, within: command.startRadius, seed: command.running.seed)
    } catch {
      throw Failure(.data, "\(error): give another --start-radius, or see whether the data fit the model")
    }
  }
}

/// What the chains have left.
struct SampledChains: Sendable {
  fileprivate let names: [String]
  fileprivate let statistics: [String]
  fileprivate let observers: [SampleObserver]
  fileprivate let details: Draws.Run
  fileprivate let source: Source

  /// Where all draws are.
  fileprivate enum Source: Sendable {
    /// They are not wanted.
    case nowhere
    case memory
    /// In files, when an earlier process has made some of them.
    case files([String])
  }

  /// What the chains' steps were tuned to.
  var tuning: [RunManifest.Tuning?] { observers.map { $0.recorder?.tuning } }

  /// The draws of all chains, as the model reports them, and what the sampler says of each draw; nil where they are not
  /// wanted.
  func draws() throws -> (draws: Draws, statistics: Draws?)? {
    switch source {
    case .nowhere: return nil
    case .memory: break
    case .files(let files):
      let read = try StanCSV(contentsOf: files)
      return (read.draws, read.statistics)
    }
    func kept(_ names: [String], _ buffer: KeyPath<SampleObserver, DrawBuffer>) -> Draws {
      Draws(
        parameterNames: names, chainCount: observers.count, values: observers.flatMap { $0[keyPath: buffer].values },
        run: details)
    }
    return (kept(names, \.buffer), statistics.isEmpty ? nil : kept(statistics, \.statistics))
  }
}

/// Keeps a chain in memory for the summary, if there is to be one, and on the disk, if it is recorded.
struct SampleObserver: ChainObserver {
  private(set) var buffer = DrawBuffer()
  private(set) var statistics = DrawBuffer()
  private let model: AnyPosterior
  private let keepsDraws: Bool
  private(set) var recorder: ChainRecorder?
  private let reportedCount: Int

  init(model: AnyPosterior, keepsDraws: Bool, recorder: ChainRecorder?) {
    self.model = model
    self.keepsDraws = keepsDraws
    self.recorder = recorder
    reportedCount = model.reportedNames.count
  }

  var wantsReports: Bool { true }

  mutating func observe(_ draw: Span<Double>, report: Span<Double>) throws {
    var reported = [Double](repeating: 0, count: reportedCount)
    var span = reported.mutableSpan
    model.report(draw, into: &span)
    if keepsDraws, recorder?.isInWarmUp != true {
      statistics.append(report)
      buffer.append(reported.span)
    }
    try recorder?.append((0..<report.count).map { report[$0] } + reported)
  }

  mutating func pause(_ chain: Chain<some PosteriorSampler>) throws { try recorder?.pause(chain) }

  mutating func stop(_ chain: Chain<some PosteriorSampler>) throws { try recorder?.save(chain) }

  mutating func finish() throws { try recorder?.finish() }
}

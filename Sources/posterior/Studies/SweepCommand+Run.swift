import Foundation
import PosteriorData
import PosteriorDiagnostics

extension SweepCommand {
  func run() async throws {
    try RunRecording.check(runFolder, source)
    try await run(nil, words: Array(CommandLine.arguments.dropFirst()))
  }

  /// Runs the chains of the points that are not known yet, and gives the result.
  func run(_ earlier: RunRecording?, words command: [String]) async throws {
    // They are of the whole.
    let (output, plot, report) = parting.part.isWhole && Ranks.isFirst ? (output, plot, report) : (nil, nil, nil)
    for file in [output, report].compactMap(\.self) { try AtomicFile.check(file) }
    let picture = try plot.map(PictureFile.init)

    let study = try SweepStudy(self)
    let plan = plan(command, study)
    let recording = try await RunRecording.begin(plan, earlier, at: runFolder)
    if Ranks.count > 1, let recording { try await runShare(of: study, recording) }
    guard Ranks.isFirst else { return }
    if let cost = study.cost { return try await run(cost, study.description, picture, command) }
    let known = study.known
    let curves = theory || theoryOnly ? await known?.theory(orders: orders, threads: running.threads) ?? [] : []
    for curve in curves {
      if let reason = curve.reason { StandardError.say("no theory for \(curve.label): \(reason)") }
    }
    let result: SweepResult
    if theoryOnly, let known {
      result = known.withoutChains(theory: curves)
    } else {
      result = try await runChains(study, recording).adding(curves)
    }

    let words = SweepReport(description: study.description, result: result)
    let isWhole = result.points.count == study.pointCount
    if isWhole {
      try recording?.points().finish(result.points)
      try recording?.finish()
    } else {
      try recording?.end(.interrupted, nil)
    }
    // What an earlier sweep has written is replaced by a whole one alone.
    func isKept(_ path: String?) -> Bool {
      !isWhole && path.map { FileManager.default.fileExists(atPath: $0) } ?? false
    }
    let keepsOld = isKept(output)
    try deliver(words.text(common.format), andTo: keepsOld ? nil : output) {
      try words.text(Format(file: $0) ?? common.format)
    }
    if plot ?? report != nil {
      let laws =
        curves.isEmpty ? [] : await known?.theory(at: fineRates(study), orders: orders, threads: running.threads) ?? []
      let figure = SweepFigure(result, theory: laws).figure
      if let picture, !isKept(plot) { try picture.write(figure) }
      if let report, !isKept(report) { try StudyPage(words, figure, command: command).write(to: report) }
    }
    if !isWhole {
      throw Failure(
        .interrupted,
        "interrupted: \(result.points.count) of \(study.pointCount) points were finished"
          + (keepsOld ? "; '\(output ?? "")' is left as it was" : " and written"))
    }
  }

  /// A grid of rates fine enough for a curve to look smooth.
  private func fineRates(_ study: SweepStudy) -> [Double] {
    let rates = study.learningRates
    guard let low = rates.min(), let high = rates.max(), low < high else { return rates }
    return LearningRateSweep.geometric(from: low, to: high, count: 41)
  }

  /// Runs the chains of this rank's share of the points, and waits for the other ranks.
  private func runShare(of study: SweepStudy, _ recording: RunRecording) async throws {
    let share = study.share
    guard share.pointCount > 0 else { return _ = try await Ranks.meet() }
    do {
      _ = try await runChains(share, recording) { result in
        guard result.points.count == share.pointCount else { throw CancellationError() }
        try await Ranks.meet()
      }
    } catch let failure as Failure where failure.isInterruption {
      try? recording.end(.interrupted, nil)
      throw failure
    }
  }

  /// Runs the chains, until they end or the user interrupts.
  ///
  /// - Parameter onEnd: What is done then, before an interruption means something else again.
  private func runChains(
    _ study: SweepStudy, _ recording: RunRecording?,
    onEnd: @escaping @Sendable (SweepResult) async throws -> Void = { _ in }
  ) async throws -> SweepResult {
    let points = try recording?.points()
    let interrupted = recording.map { "interrupted; 'posterior resume \($0.path)' goes on" } ?? "interrupted"
    return try await underProgress(quiet: common.quiet, interrupted: interrupted) { [running] progress in
      let result = try await study.run(threads: running.threads, knowing: points?.known ?? []) {
        if let point = $0.finished { points?.add(point) }
        progress.show($0)
      }
      try points?.check()
      try await onEnd(result)
      return result
    }
  }
}

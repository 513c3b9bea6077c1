import Foundation
import PosteriorData
import PosteriorDiagnostics

extension SweepCommand {
  func run() async throws {
    try runFolder.map { try RunFolder.check($0, replacing: false) }
    try await run(nil, words: Array(CommandLine.arguments.dropFirst()))
  }

  /// Runs the chains of the points that are not known yet, and gives the result.
  func run(_ earlier: RunRecording?, words command: [String]) async throws {
    // They are of the whole.
    let (output, plot, report) = parting.part.isWhole ? (output, plot, report) : (nil, nil, nil)
    for file in [output, report].compactMap(\.self) { try AtomicFile.check(file) }
    let picture = try plot.map(PictureFile.init)

    let study = try SweepStudy(self)
    let plan = plan(command, study)
    let recording = try earlier ?? runFolder.map { try RunRecording(plan, at: $0, replacing: false) }
    try earlier?.goOn(plan)
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
    if isWhole { try recording?.finish() } else { try recording?.end(.interrupted, nil) }
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

  /// Runs the chains, until they end or the user interrupts.
  private func runChains(_ study: SweepStudy, _ recording: RunRecording?) async throws -> SweepResult {
    let points = try recording.map { try FinishedPoints($0.points) }
    let interrupted = recording.map { "interrupted; 'posterior resume \($0.path)' goes on" } ?? "interrupted"
    let result = try await underProgress(quiet: common.quiet, interrupted: interrupted) { [running] progress in
      try await study.run(threads: running.threads, knowing: points?.known ?? []) {
        if let point = $0.finished { points?.add(point) }
        progress.show($0)
      }
    }
    try points?.check()
    return result
  }
}

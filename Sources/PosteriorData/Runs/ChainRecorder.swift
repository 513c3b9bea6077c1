internal import Foundation
import PosteriorSampling

/// Keeps a chain of a run on the disk: its draws in a Stan CSV file, and beside it where the chain is, so that it can
/// go on after any end.
package struct ChainRecorder: Sendable {
  private var writer: StanCSVWriter
  private let savedPath: String
  /// What a sampler without a warm-up of its own steps with; nil for one that says so itself.
  private let stepSize: Double?
  /// Draws that the chain makes before the first that is kept, behind a warm-up of its own.
  private let burnIn: Int
  /// What the steps were tuned to, as soon as that is known.
  package private(set) var tuning: RunManifest.Tuning?
  private var pace = SavingPace()

  /// Goes on where a chain was saved, or begins its file.
  package init(_ chain: SavedChain, _ header: StanCSVHeader, stepSize: Double?, burnIn: Int) throws {
    savedPath = chain.path
    (self.stepSize, self.burnIn) = (stepSize, burnIn)
    if let saved = try chain.saved() {
      writer = try StanCSVWriter(goingOnAt: chain.drawsPath, header, from: saved.place)
    } else {
      writer = try StanCSVWriter(to: chain.drawsPath, header, isInWarmUp: true)
    }
  }

  /// Whether rows are of what is thrown away.
  package var isInWarmUp: Bool { writer.place.isInWarmUp }

  /// Writes a row.
  package mutating func append(_ row: [Double]) throws { try writer.append(row) }

  /// Saves where the chain is, if it is time.
  package mutating func pause(_ chain: Chain<some PosteriorSampler>) throws {
    if tuning == nil, chain.drawsMade >= burnIn { noteTuning(of: chain) }
    if pace.isTime { try save(chain) }
  }

  /// Notes what the steps were tuned to, as soon as nothing is thrown away any more: there it stands in the draws'
  /// file.
  private mutating func noteTuning(of chain: Chain<some PosteriorSampler>) {
    let (stepSize, metric): (Double?, Metric)
    switch (chain.state as? any TunedState)?.tuning ?? .none {
    case .underWay: return
    case .none: (stepSize, metric) = (self.stepSize, .unit)
    case .done(let found, let shape): (stepSize, metric) = (found, shape)
    }
    tuning = RunManifest.Tuning(stepSize: stepSize, metric: metric)
    // A chain that goes on has said so before.
    if isInWarmUp { writer.endWarmUp(stepSize: stepSize ?? .nan, metric: metric) }
  }

  /// Saves where the chain is.
  package mutating func save(_ chain: Chain<some PosteriorSampler>) throws {
    let started = ContinuousClock.now
    try writer.synchronize()
    let contents = try SavedChain.Contents(writer.place, checkpoint: chain.checkpoint)
    try AtomicFile.write(contents.data(), to: savedPath)
    pace.saved(in: .now - started)
  }

  /// Ends the draws' file.
  package mutating func finish() throws { try writer.finish() }
}

/// How often a chain is saved: so that it takes less than a hundredth of the time, but every 30 seconds at least.
private struct SavingPace {
  private static let shortest = Duration.milliseconds(250)
  private var next = ContinuousClock.now + shortest

  var isTime: Bool { .now >= next }

  mutating func saved(in duration: Duration) { next = .now + min(.seconds(30), max(Self.shortest, duration * 100)) }
}

package import Foundation
import PosteriorSampling

/// What a run is, how far it has come, and all that is needed to repeat it.
package struct RunManifest: Codable, Sendable, Hashable {
  /// How a run stands.
  package enum Status: String, Codable, Sendable {
    /// It is under way, or its process ended without saying so.
    case running
    /// All its draws are written.
    case finished
    /// It was told to stop.
    case interrupted
    /// It could not go on.
    case failed
  }

  /// A file that the run was made from.
  package struct Input: Codable, Sendable, Hashable {
    /// The option that names it, or MODEL.
    package let option: String
    /// Where it was.
    package let path: String
    /// Its size.
    package let bytes: Int
    /// Its checksum.
    package let sha256: String
  }

  /// What a chain's steps were tuned to.
  package struct Tuning: Codable, Sendable, Hashable {
    /// ε, or the learning rate η; nil for a sampler with neither.
    package let stepSize: Double?
    /// C.
    package let metric: Metric

    package init(stepSize: Double?, metric: Metric) { (self.stepSize, self.metric) = (stepSize, metric) }
  }

  /// The version of this format.
  package var format = 1
  /// The program and its version.
  package let program: String
  /// The command line's words behind the program's name.
  package var command: [String]
  /// The folder in which the command was given.
  package let directory: String
  /// The model in words.
  package let model: String
  /// The text of a model file.
  package let modelText: String?
  /// The files that the run was made from.
  package let inputs: [Input]
  /// Every setting, whether it was given or not.
  package var settings: [String: Setting]
  /// When it began.
  package let started: Date
  /// When it ended.
  package var ended: Date?
  /// How it stands.
  package var status = Status.running
  /// Why it could not go on.
  package var reason: String?
  /// What was said of it while it ran.
  package var warnings: [String]
  /// What each chain's steps were tuned to; nil until that is known.
  package var tuning: [Tuning?]?
  /// The name of the older run's folder whose place it is to take once it is whole; nil where there is none.
  package var replaces: String?
}

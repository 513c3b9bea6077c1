import Foundation
import PosteriorData
import PosteriorDiagnostics
import PosteriorModels
import StochasticThermodynamics

extension Failure {
  /// The remedy for curvatures far apart.
  static let standardizing = "--standardize helps where features have units far apart"

  /// What an error of the library means to the user; nil for an error of another kind.
  ///
  /// - Parameters:
  ///   - dataName: What the model was made from, which an error of sampling does not know.
  ///   - units: Which columns have numbers that may be the cause, and the remedy.
  init?(_ error: any Error, dataName: String?, units: () -> String?) {
    let source = dataName.map { $0 + ": " } ?? ""
    func noted(_ words: String) -> String { words + (units().map { "; " + $0 } ?? "") }
    switch error {
    case let failure as Failure: self = failure
    case let error as SamplingError: self.init(.data, source + noted("\(error)"))
    case let error as StationaryLawError:
      let remedy =
        if case .noLearningRate = error { "; " + Self.standardizing } else { "" }
      self.init(.data, "--learning-rate auto: \(error)" + remedy)
    case is ChainError, is StationaryStateError: self.init(.data, noted("\(error)"))
    case is DataError, is ModelError, is StanModelError, is ReportError, is BiasError: self.init(.data, "\(error)")
    case is GSLError:
      self.init(
        .data,
        source + "the numbers are too large, too small or too far apart to compute with; "
          + (units() ?? "--standardize helps where columns have units far apart") + " (\(error))")
    case let error as WriteError: self.init(error.isUnmade ? .output : .writing, "\(error)")
    case RunError.vacant(let path): self.init(.data, RunError.vacant(path).words)
    case let error as RunError: self.init(.output, error.words)
    case let error as CocoaError: self.init(.output, error.words)
    case is CancellationError: self.init(.interrupted, "interrupted")
    default: return nil
    }
  }
}

extension CocoaError {
  /// The file, and the reason that the system gives.
  fileprivate var words: String {
    let reason = (underlying as? POSIXError).map { String(cString: strerror($0.code.rawValue)) } ?? localizedDescription
    return "\(filePath.map { "cannot use '\($0)'" } ?? "a file cannot be used"): \(reason)"
  }
}

extension RunError {
  /// What is wrong, and what would be right.
  fileprivate var words: String {
    switch self {
    case .occupied(let path):
      "'\(path)' holds another run: go on with it by 'posterior resume \(path)', or name another folder; "
        + "'posterior sample' replaces it whole by --overwrite"
    case .inTheWay(let new, let path):
      "'\(new)' holds another run, where the one that is to replace '\(path)' would be made; versions up to 0.2.0 "
        + "left runs there that were killed: give '\(new)' another name to keep it, or remove it, and try again "
        + "('posterior resume' goes on with it under any name)"
    case .holdsMore(let path, let file):
      "'\(path)' holds '\(file)', which is not a run's: it is not replaced; name another folder"
    case .inUse(let path): "'\(path)' is written to by another process: wait for it, or name another folder"
    case .noRun(let path): "there is no run in '\(path)': name a folder that 'posterior sample --output' has made"
    case .vacant(let path):
      "'\(path)' is not there, since a process was killed as it replaced it: 'posterior resume \(path)' puts it there"
    case .beingReplaced(let path, let new):
      "'\(path)' is to be replaced by the run in '\(new)', which was ended before that: go on with that one by "
        + "'posterior resume \(new)', or remove '\(new)' to keep the older run"
    }
  }
}

import PosteriorData
import PosteriorModels
import StochasticThermodynamics

extension Failure {
  /// What an error of the library means to the user; nil for an error of another kind.
  ///
  /// - Parameter dataName: What the model was made from, which an error of sampling does not know.
  init?(_ error: any Error, dataName: String?) {
    switch error {
    case let failure as Failure: self = failure
    case let error as SamplingError: self.init(.data, (dataName.map { $0 + ": " } ?? "") + "\(error)")
    case let error as StationaryLawError: self.init(.data, "--learning-rate auto: \(error)")
    case is ChainError, is StationaryStateError, is DataError, is GSLError, is ModelError, is StanModelError:
      self.init(.data, "\(error)")
    case is CancellationError: self.init(.interrupted, "interrupted")
    default: return nil
    }
  }
}

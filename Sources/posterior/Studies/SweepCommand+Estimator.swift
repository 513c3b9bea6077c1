import ArgumentParser
import PosteriorDiagnostics

extension SweepCommand {
  /// How divergences are estimated: as was said, or by what is known.
  var chosenEstimator: DivergenceEstimator {
    if let estimator { return estimator }
    if case .path = reference { return .reference }
    guard model.knownPosterior == .none else { return .plugIn }
    if against == .cost { return .reference }
    return samplers.allSatisfy(\.facts.hasTwin) ? .twin : .reference
  }

  /// Refuses what needs a closed form where there is none.
  func checkEstimator() throws {
    func refuse(_ option: String) throws {
      throw ValidationError(
        "the posterior of \(model) is not known exactly, which \(option) needs: leave it out")
    }
    if case .path = reference, let estimator, estimator != .reference {
      throw ValidationError("--reference is what --estimator reference compares with: leave one of them out")
    }
    let isMeasured = [.twin, .reference].contains(chosenEstimator)
    guard isMeasured || model.knownPosterior == .none else { return }
    if model.knownPosterior == .none {
      if !isMeasured { try refuse("--estimator \(chosenEstimator.rawValue)") }
      if theory || theoryOnly { try refuse(theoryOnly ? "--theory-only" : "--theory") }
    } else if theory || theoryOnly {
      throw ValidationError("--estimator \(chosenEstimator.rawValue) measures chains alone: leave out --theory")
    }
  }
}

import ArgumentParser
import Foundation
import PosteriorDiagnostics

extension DivergenceEstimator: ExpressibleByArgument {}

/// The draws that a posterior is known by.
enum ReferenceChoice: Sendable, CustomStringConvertible {
  /// A run of NUTS, made before the sweep.
  case nuts
  /// Draws on disk.
  case path(String)

  init(_ word: String) { self = word == "nuts" ? .nuts : .path(word) }

  var description: String {
    switch self {
    case .nuts: "nuts"
    case .path(let path): path
    }
  }

  /// The draws on disk, in the model's unconstrained parameters; nil where NUTS is to make them.
  func draws(of model: AnyPosterior) throws -> Draws? {
    guard case .path(let path) = self else { return nil }
    return try ComparableDraws(path, like: (model.parameterNames, "the model's"), of: model).draws
  }
}

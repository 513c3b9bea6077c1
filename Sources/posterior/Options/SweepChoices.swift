import ArgumentParser
import Foundation
import PosteriorDiagnostics

extension DivergenceEstimator: ExpressibleByArgument {}

/// Draws of another program, NAME=PATH:GRADIENTS:SECONDS.
struct OutsideChoice: Sendable {
  let name: String
  private let path: String
  private let evaluations: Int
  private let seconds: Double

  init(_ text: String) throws {
    let halves = text.split(separator: "=", maxSplits: 1).map(String.init)
    // A path may have colons.
    let parts = (halves.last ?? "").split(separator: ":").map(String.init)
    guard halves.count == 2, parts.count >= 3, let evaluations = Int(parts[parts.count - 2]), evaluations >= 1,
      let seconds = Double(parts[parts.count - 1]), seconds >= 0, seconds.isFinite
    else {
      throw ValidationError(
        "give NAME=PATH:GRADIENTS:SECONDS, what each chain cost, such as blackjax=draws:2000000:0.8, not '\(text)'")
    }
    (name, path) = (halves[0], parts.dropLast(2).joined(separator: ":"))
    (self.evaluations, self.seconds) = (evaluations, seconds)
  }

  /// The draws themselves, in the model's unconstrained parameters.
  func draws(of model: AnyPosterior) throws -> OutsideDraws {
    let draws = try ComparableDraws(path, like: (model.parameterNames, "the model's"), of: model)
    return OutsideDraws(name: name, draws: draws.draws, evaluations: evaluations, seconds: seconds)
  }
}

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

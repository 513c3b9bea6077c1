import ArgumentParser

/// A point of the product minibatching × gradient estimator × integrator.
struct LangevinProduct: Sendable {
  let batching: MinibatchingChoice
  let gradient: GradientChoice
  let integrator: IntegratorChoice

  static func fresh(_ gradient: GradientChoice, _ integrator: IntegratorChoice) -> LangevinProduct {
    LangevinProduct(batching: .fresh, gradient: gradient, integrator: integrator)
  }

  static func reshuffled(_ gradient: GradientChoice, _ integrator: IntegratorChoice) -> LangevinProduct {
    LangevinProduct(batching: .reshuffled, gradient: gradient, integrator: integrator)
  }

  static func symmetric(_ gradient: GradientChoice, _ integrator: IntegratorChoice) -> LangevinProduct {
    LangevinProduct(batching: .symmetric, gradient: gradient, integrator: integrator)
  }

  /// What can be said of it: every integrator of the library is linear, every gradient but SAGA's affine.
  var facts: SamplerFacts {
    SamplerFacts(
      batching: batching, needsLinearPredictor: gradient == .smoothed, usesControlVariates: gradient.isAroundMode,
      hasFriction: integrator.isUnderdamped,
      needsSmallestCurvature: integrator.isCriticallyDamped, hasStationaryLaw: gradient != .saga, canBeCoupled: true,
      hasTwin: integrator.hasTwin)
  }
}

extension LangevinProduct {
  /// A line for each factor, with what it may be.
  static let help = [
    ("batching", MinibatchingChoice.allValueStrings), ("gradient", GradientChoice.allValueStrings),
    ("integrator", IntegratorChoice.allValueStrings),
  ].map { "  " + $0.padding(toLength: 12, withPad: " ", startingAt: 0) + $1.joined(separator: ", ") }
    .joined(separator: "\n")

  /// Reads BATCHING/GRADIENT/INTEGRATOR.
  init(_ text: String) throws {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3 else {
      throw ValidationError("'\(text)' is not BATCHING/GRADIENT/INTEGRATOR, such as reshuffled/control-variate/ubu")
    }
    func choice<Choice: ExpressibleByArgument>(_ part: String) throws -> Choice {
      guard let choice = Choice(argument: part) else {
        throw ValidationError("'\(part)' in '\(text)' is none of \(Choice.allValueStrings.joined(separator: ", "))")
      }
      return choice
    }
    self.init(batching: try choice(parts[0]), gradient: try choice(parts[1]), integrator: try choice(parts[2]))
    if integrator.needsEveryExampleOnce, !batching.usesEveryExampleOnce {
      throw ValidationError(
        "\(integrator.name) in '\(text)' needs every example once an epoch: one of "
          + MinibatchingChoice.everyExampleOnce)
    }
  }
}

/// How the gradient is estimated from minibatches.
enum GradientChoice: String, ExpressibleByArgument, CaseIterable {
  case minibatch
  case controlVariate = "control-variate"
  case smoothed
  case svrg
  case saga

  /// Whether the posterior's mode is looked for first.
  var isAroundMode: Bool { self == .controlVariate || self == .smoothed }
}

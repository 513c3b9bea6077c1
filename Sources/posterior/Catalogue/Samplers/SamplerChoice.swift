import ArgumentParser

/// A sampler of `--samplers`: one with a name, or any point BATCHING/GRADIENT/INTEGRATOR of the product.
enum SamplerChoice: Hashable {
  case exact
  case ula
  case langevin(name: String, LangevinChoice)

  var name: String {
    switch self {
    case .exact: "exact"
    case .ula: "ula"
    case .langevin(let name, _): name
    }
  }

  /// The samplers with names, as the help lists them.
  static let named: [(choice: SamplerChoice, summary: String)] = [
    (.langevin(.fresh, .minibatch, .eulerMaruyama, "sgld"), "a fresh subset of the examples at every step"),
    (
      .langevin(.reshuffled, .minibatch, .eulerMaruyama, "sgworld"),
      "without replacement: reshuffled epochs, draws at epoch ends"
    ),
    (
      .langevin(.reshuffled, .minibatch, .epochNoise, "sgworld-epoch-noise"),
      "the same with the noise injected once an epoch, for comparison"
    ),
    (.langevin(.fresh, .controlVariate, .eulerMaruyama, "sgld-cv"), "sgld with control variates at the mode"),
    (.langevin(.reshuffled, .controlVariate, .eulerMaruyama, "sgworld-cv"), "sgworld with control variates"),
    (
      .langevin(.reshuffled, .controlVariate, .leimkuhlerMatthews, "calm"),
      "sgworld with control variates and Leimkuhler–Matthews noise: the most accurate"
    ),
    (.langevin(.symmetric, .minibatch, .ubu, "sms-ubu"), "underdamped, symmetric epochs, the UBU scheme"),
    (.langevin(.fresh, .svrg, .eulerMaruyama, "svrg-ld"), "sgld with control variates that follow the chain"),
    (.langevin(.fresh, .saga, .eulerMaruyama, "saga-ld"), "sgld with a table of the examples' last gradients"),
    (.ula, "the full gradient at every step"), (.exact, "independent exact draws, for comparison"),
  ]

  private static func langevin(
    _ batching: BatchingChoice, _ gradient: GradientChoice, _ integrator: IntegratorChoice, _ name: String
  ) -> SamplerChoice {
    .langevin(name: name, LangevinChoice(batching: batching, gradient: gradient, integrator: integrator))
  }

  /// Reads a comma-separated list of different names.
  static func list(_ text: String) throws -> [SamplerChoice] {
    let names = text.split(separator: ",", omittingEmptySubsequences: false).map {
      String($0.trimmingPrefix(while: \.isWhitespace))
    }
    let choices = try names.map(SamplerChoice.init)
    if Set(choices).count < choices.count { throw ValidationError("a sampler is named twice") }
    return choices
  }

  private init(_ name: String) throws {
    if let known = Self.named.first(where: { $0.choice.name == name }) {
      self = known.choice
    } else if name.contains("/") {
      self = .langevin(name: name, try LangevinChoice(name))
    } else {
      let known = Self.named.map(\.choice.name).joined(separator: ", ")
      throw ValidationError(
        "there is no sampler '\(name)'; choose among \(known), or give BATCHING/GRADIENT/INTEGRATOR")
    }
  }
}

/// A point of the product minibatching × gradient estimator × integrator.
struct LangevinChoice: Hashable {
  var batching: BatchingChoice
  var gradient: GradientChoice
  var integrator: IntegratorChoice

  init(batching: BatchingChoice, gradient: GradientChoice, integrator: IntegratorChoice) {
    self.batching = batching
    self.gradient = gradient
    self.integrator = integrator
  }

  /// Reads BATCHING/GRADIENT/INTEGRATOR.
  init(_ text: String) throws {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3 else {
      throw ValidationError("'\(text)' is not BATCHING/GRADIENT/INTEGRATOR, such as reshuffled/control-variate/ubu")
    }
    func choice<Choice: RawRepresentable & CaseIterable>(_ part: String) throws -> Choice
    where Choice.RawValue == String {
      guard let choice = Choice(rawValue: part) else {
        let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("'\(part)' in '\(text)' is none of \(known)")
      }
      return choice
    }
    self.init(
      batching: try choice(parts[0]), gradient: try choice(parts[1]), integrator: try choice(parts[2]))
    if integrator == .epochNoise, !batching.usesEveryExampleOnce {
      throw ValidationError("epoch-noise in '\(text)' needs reshuffled or symmetric epochs")
    }
  }
}

/// How the gradient is estimated from minibatches.
enum GradientChoice: String, CaseIterable, Hashable {
  case minibatch
  case controlVariate = "control-variate"
  case svrg
  case saga
}

/// How the dynamics are discretised.
enum IntegratorChoice: String, CaseIterable, Hashable {
  case eulerMaruyama = "euler-maruyama"
  case leimkuhlerMatthews = "leimkuhler-matthews"
  case baoab
  case ubu
  case epochNoise = "epoch-noise"
}

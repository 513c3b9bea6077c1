import ArgumentParser

/// The samplers of `posterior sample`.
enum SamplerKind: String, ExpressibleByArgument, CaseIterable, Codable {
  case nuts
  case hmc
  case mala
  case randomWalk = "random-walk"
  case ula
  case sgld
  case sgworld
  case sgworldCV = "sgworld-cv"
  case calm
  case sghmc
  case sgnht
  case psgld
  case cyclicalSGLD = "cyclical-sgld"

  /// What it is, in a line.
  var summary: String {
    switch self {
    case .nuts: "no-U-turn sampler, tuned by --warm-up steps in each chain: exact, the default"
    case .hmc: "Hamiltonian Monte Carlo with --leapfrog-steps steps, tuned by --warm-up steps in each chain: exact"
    case .mala: "Metropolis-adjusted Langevin at --learning-rate: exact"
    case .randomWalk: "random-walk Metropolis with steps of variance 2 × --learning-rate: exact"
    case .ula: "full-gradient Langevin at --learning-rate: biased by the rate"
    case .sgld: "Langevin on fresh minibatches at --learning-rate: biased by the rate and the gradient noise"
    case .sgworld: "Langevin on reshuffled epochs at --learning-rate, a draw an epoch: biased by the rate"
    case .sgworldCV: "the same with control variates at the mode, which is looked for first: biased by the rate, less"
    case .calm:
      "the same with Leimkuhler–Matthews noise: the least biased where the posterior is close to normal"
    case .sghmc: "Hamiltonian dynamics with friction on fresh minibatches at --learning-rate: biased by the rate"
    case .sgnht: "sghmc with a thermostat that learns the gradient noise: biased by the rate"
    case .psgld: "SGLD preconditioned by the gradients' running mean squares (RMSProp): biased by the rate"
    case .cyclicalSGLD: "SGLD whose rate falls from --learning-rate in cycles of 1000 steps, a draw at the end of each"
    }
  }

  /// Whether it takes a learning rate, which has no default.
  var needsLearningRate: Bool { self != .nuts && self != .hmc }

  /// Whether its draws follow the posterior itself.
  var isExact: Bool { [.nuts, .hmc, .mala, .randomWalk].contains(self) }

  /// Whether its bias is predicted by the stationary law of its step, so that a learning rate can be chosen for it.
  var hasStationaryLaw: Bool { [.ula, .sgld, .sgworld, .sgworldCV, .calm].contains(self) }

  /// Whether the mode is looked for first.
  var usesControlVariates: Bool { self == .sgworldCV || self == .calm }

  /// How its draws and passes over the data are made of its steps.
  func clock(exampleCount: Int, batchSize: Int) -> SamplerClock {
    let epoch = (exampleCount + batchSize - 1) / batchSize
    let (stepsPerEpoch, stepsPerDraw): (Int?, Int) =
      switch self {
      case .nuts, .hmc: (nil, 1)
      case .mala, .randomWalk, .ula: (1, 1)
      case .sgld, .sghmc, .sgnht, .psgld: (epoch, 1)
      case .sgworld, .sgworldCV, .calm: (epoch, epoch)
      case .cyclicalSGLD: (epoch, 1000)
      }
    return SamplerClock(name: rawValue, stepsPerEpoch: stepsPerEpoch, stepsPerDraw: stepsPerDraw)
  }
}

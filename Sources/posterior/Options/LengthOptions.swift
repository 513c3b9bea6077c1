import ArgumentParser

/// How many chains run, and how long: in draws, or in passes over the data.
struct LengthOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Chains (in a sweep, at each point).", valueName: "c"))
  var chains = 4

  @Option(
    help: ArgumentHelp(
      """
      Draws that each chain keeps. Default: 1000 in sample; in sweep as many as take about two minutes in all, in \
      bias ten seconds; in stationary 160 relaxation times, 30000000 steps in all at most.
      """, valueName: "n"))
  var draws: Int?

  @Option(help: ArgumentHelp("The same in passes over the data, in place of --draws.", valueName: "e"))
  var epochs: Int?

  @Option(
    help: ArgumentHelp(
      """
      Draws of each chain that are thrown away first; samplers without a learning rate are tuned in them. Default: \
      1000 in sample; in sweep and bias a tenth of what is kept; in stationary three relaxation times, at most a third \
      of what is kept.
      """, valueName: "n"))
  var warmUp: Int?

  @Option(help: ArgumentHelp("The same in passes over the data, in place of --warm-up.", valueName: "e"))
  var warmUpEpochs: Int?

  func validate() throws {
    for (name, value) in [("--chains", chains), ("--draws", draws), ("--epochs", epochs)] {
      try require(name, atLeast: 1, value)
    }
    try require("--warm-up", atLeast: 0, warmUp)
    try require("--warm-up-epochs", atLeast: 0, warmUpEpochs)
    if draws != nil, epochs != nil {
      throw ValidationError("--draws and --epochs exclude each other: give one of them")
    }
    if warmUp != nil, warmUpEpochs != nil {
      throw ValidationError("--warm-up and --warm-up-epochs exclude each other: give one of them")
    }
  }

  /// The passes over the data that a chain records, and throws away first if that is given, where a draw takes so many.
  func epochs(_ usual: Int, perDraw epochs: Int) -> (epochs: Int, warmUp: Int?) {
    (draws.map { $0 * epochs } ?? self.epochs ?? usual, warmUp.map { $0 * epochs } ?? warmUpEpochs)
  }

  /// The draws that a chain keeps; nil where the options leave it open.
  func draws(_ clock: SamplerClock) throws(Failure) -> Int? {
    if let draws { return draws }
    guard let epochs else { return nil }
    return max(1, try clock.steps(epochs, "--epochs", insteadGive: "--draws") / clock.stepsPerDraw)
  }

  /// The draws that a chain throws away first; nil where the options leave it open.
  func warmUp(_ clock: SamplerClock) throws(Failure) -> Int? {
    if let warmUp { return warmUp }
    guard let warmUpEpochs else { return nil }
    let steps = try clock.steps(warmUpEpochs, "--warm-up-epochs", insteadGive: "--warm-up")
    return (steps + clock.stepsPerDraw - 1) / clock.stepsPerDraw
  }
}

/// How a sampler's draws and passes over the data are made of its steps.
struct SamplerClock: Sendable {
  /// The sampler's name.
  let name: String
  /// The steps of a pass over the data; nil where that is not known before.
  let stepsPerEpoch: Int?
  /// The steps between two draws.
  let stepsPerDraw: Int

  /// The steps of some passes over the data.
  fileprivate func steps(_ epochs: Int, _ option: String, insteadGive other: String) throws(Failure) -> Int {
    if let stepsPerEpoch {
      let most = 1_000_000_000_000
      guard epochs <= most / max(1, stepsPerEpoch) else {
        throw Failure(
          .usage, "\(option) \(epochs) is more than \(most) steps, \(stepsPerEpoch) in a pass over the data")
      }
      return epochs * stepsPerEpoch
    }
    throw Failure(
      .usage,
      "\(option) has no meaning for \(name), whose draws are no given share of a pass over the data: give \(other)")
  }
}

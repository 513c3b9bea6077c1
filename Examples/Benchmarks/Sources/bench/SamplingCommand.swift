import ArgumentParser
import PeerCases
import PosteriorDiagnostics

/// Times samplers on the peers' cases, every position kept.
struct SamplingCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sampling", abstract: "Time samplers on the peers' cases; a line of JSON for each.")

  @Argument(help: "The cases: letters of A to D.") var cases = "ABCD"
  @Option(help: "The folder of the peers' data; simulated data unless given.") var data: String?
  @Option(help: "The number of chains, instead of the case's own.") var chains: Int?
  @Option(help: "Chains that run at a time.") var threads = 1
  @OptionGroup var options: RunOptions
  @Option(help: "The modes to time, separated by commas; all unless given.") var modes: String?
  @Flag(help: "The built-in models only.") var builtIn = false

  func validate() throws {
    guard chains ?? 1 >= 1, threads >= 1 else { throw ValidationError("--chains and --threads must be at least 1") }
  }

  func run() async throws {
    for letter in cases.map(String.init) {
      let problem = try data.map { try PeerCase(letter, data: $0) } ?? PeerCase(simulated: letter, withTruth: true)
      switch problem.settings.kind {
      case .linear:
        try await time(problem.linearRegression, "swift", problem)
        if !builtIn {
          try await time(UserLinearRegression(x: problem.design, y: problem.responses), "swift-user", problem)
        }
        // Small logistic regression: the same design, with the responses' signs for labels.
        try await time(problem.signRegression, "swift-logistic", problem)
      case .logistic:
        try await time(problem.logisticRegression, "swift", problem)
        if !builtIn {
          try await time(UserLogisticRegression(design: problem.design, y: problem.responses), "swift-user", problem)
        }
      case .mlp: try await time(problem.network, "swift", problem)
      }
      if let single = problem.singlePrecision { try await time(single, "swift-single", problem) }
      if !builtIn { try await time(problem.written(), "swift-written", problem) }
    }
  }

  /// Times all samplers on one model.
  private func time(_ model: some Posterior, _ peer: String, _ problem: PeerCase) async throws {
    let rate = LearningRate.constant(problem.settings.learningRate)
    let temperature = problem.settings.kind == .mlp ? 0.0 : 1
    func langevin<Model: Posterior, Batching: Minibatching, Integrator: LangevinIntegrator>(
      _ model: Model, _ batching: Batching, _ integrator: Integrator
    ) -> LangevinSampler<MinibatchGradient<Model, Batching>, Integrator> {
      LangevinSampler(
        gradient: MinibatchGradient(model, batching, batchSize: problem.settings.batchSize), integrator: integrator,
        learningRate: rate, temperature: temperature)
    }
    let timer = SamplingTimer(
      problem: problem, peer: peer, chains: chains ?? problem.settings.chains,
      steps: options.scaled(problem.settings.steps), threads: threads, repeats: options.repeats,
      modes: modes.map { Set($0.split(separator: ",").map(String.init)) })
    try await timer.time(langevin(model, WithReplacement(), EulerMaruyama()), "with-replacement")
    // SGLD, and SGWORLD with a draw a step.
    try await timer.time(langevin(model, FreshSubset(), EulerMaruyama()), "fresh")
    try await timer.time(langevin(model, ReshuffledEpochs(), EulerMaruyama()), "reshuffled")
    guard let anchor = problem.truth?.mean else { return }
    try await timer.time(langevin(model.anchored(at: anchor), ReshuffledEpochs(), LeimkuhlerMatthews()), "calm")
  }
}

/// What the rows of one model have in common.
private struct SamplingTimer {
  let problem: PeerCase
  let peer: String
  let chains: Int
  let steps: Int
  let threads: Int
  let repeats: Int
  let modes: Set<String>?

  /// Times a sampler and prints its row.
  func time(_ sampler: some PosteriorSampler, _ mode: String) async throws {
    guard modes?.contains(mode) ?? true else { return }
    let starts = [[Double]](repeating: problem.start, count: chains)
    var timing = Timing()
    var draws: Draws?
    for run in 0...repeats {
      draws = nil
      let start = Moment.now
      draws = try await sampler.draws(from: starts, count: steps, seed: UInt64(run), threads: threads)
      if run > 0 { timing.add(since: start) }
    }
    var row = SamplingRow(
      peer: peer, problem, mode: mode, chains: chains, steps: steps, cores: threads, timing)
    if let draws { row.note(draws, of: problem) }
    try row.printLine()
  }
}

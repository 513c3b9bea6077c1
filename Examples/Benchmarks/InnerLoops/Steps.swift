import Benchmark
import PeerCases
import PosteriorDiagnostics

/// One step of each sampler on each case, on simulated data.
func steps() throws {
  let linear = try ["A", "B"].map { try PeerCase(simulated: $0, withTruth: true) }
  for problem in linear { steps(of: problem.linearRegression, problem) }
  let logistic = try PeerCase(simulated: "C", exampleCount: 10_000, withTruth: true)
  steps(of: logistic.logisticRegression, logistic)
  let network = try PeerCase(simulated: "D")
  steps(of: network.network, network)
}

private func steps<Model: Posterior>(of model: Model, _ problem: PeerCase) {
  let (settings, anchor) = (problem.settings, problem.truth?.mean ?? problem.start)
  let (rate, batchSize) = (LearningRate.constant(settings.learningRate), settings.batchSize)
  // The network is descended, not sampled: from afar noise would make it diverge.
  let temperature = settings.kind == .mlp ? 0.0 : 1
  func time(_ name: String, _ sampler: some PosteriorSampler) {
    Benchmark("\(problem.letter): a step of \(name)") { benchmark in
      var random = GSLRandom(seed: 1)
      var state = try sampler.start(at: problem.start, using: &random)
      benchmark.startMeasurement()
      try sampler.advance(&state, steps: benchmark.scaledIterations.count, using: &random)
      blackHole(state)
    }
  }
  time("SGLD", SGLD(model, learningRate: rate, batchSize: batchSize, temperature: temperature))
  time("SGWORLD", SGWORLD(model, learningRate: rate, batchSize: batchSize, temperature: temperature))
  time("CALM", CALM(model, anchor: anchor, learningRate: rate, batchSize: batchSize, temperature: temperature))
  // Underdamped and preconditioned samplers take steps on other scales, and the network is left to descend.
  if settings.kind == .mlp { return }
  let small = LearningRate.constant(1e-2 * settings.learningRate)
  time("SGHMC", SGHMC(model, learningRate: small, batchSize: batchSize))
  time("SGNHT", SGNHT(model, learningRate: small, batchSize: batchSize))
  time("preconditioned SGLD", PreconditionedSGLD(model, learningRate: small, batchSize: batchSize))
}

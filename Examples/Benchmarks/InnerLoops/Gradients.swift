import Benchmark
import PeerCases
import PosteriorDiagnostics

/// The gradient of one minibatch, its examples drawn at random once.
func gradients() throws {
  for letter in ["A", "B", "C", "D"] {
    let problem = try PeerCase(simulated: letter, exampleCount: letter == "C" ? 10_000 : nil)
    switch problem.settings.kind {
    case .linear: gradient(of: problem.linearRegression, problem)
    case .logistic: gradient(of: problem.logisticRegression, problem)
    case .mlp: gradient(of: problem.network, problem)
    }
  }
}

private func gradient(of model: some Posterior, _ problem: PeerCase) {
  Benchmark("\(problem.letter): a minibatch's gradient") { benchmark in
    var random = GSLRandom(seed: 1)
    let examples = random.subset(problem.settings.batchSize, of: problem.settings.exampleCount)
    var gradient = [Double](repeating: 0, count: model.dimension)
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations {
      var span = gradient.mutableSpan
      model.addLogLikelihoodGradient(
        ofExamples: examples.span, at: problem.start.span, relativeTo: nil, scaledBy: 1e-6, to: &span)
    }
    blackHole(gradient)
  }
}

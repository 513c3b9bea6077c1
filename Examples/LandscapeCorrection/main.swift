// Does it pay to correct reshuffled epochs for the landscape they see? To first order in η they sample U + (η/4) tr Cov(ĝ_b): here
// that term is taken off the prior, a linear gradient, with and without control variates.
import Foundation
import PosteriorDiagnostics
import PosteriorModels

// 1000 examples: a constant and two standard normals, unit noise, prior N(0, 100 I); minibatches of 10.
var random = GSLRandom(seed: 1)
let columns = random.normals(3000)
let design = Matrix(columnCount: 3, elements: (0..<1000).flatMap { [1, columns[3 * $0], columns[3 * $0 + 1]] })
let model = LinearRegression(
  design: design, responses: (0..<1000).map { 1 + 2 * design[$0, 1] - design[$0, 2] + columns[3 * $0 + 2] },
  noiseStandardDeviation: 1, prior: .normal(standardDeviation: 10))
let exact = try model.exactPosterior()

/// A model whose prior's potential has −½(θ − θ*)ᵀA(θ − θ*) − bᵀ(θ − θ*) added.
struct Tilted<Model: Posterior>: Posterior {
  let model: Model
  let center: [Double]
  let slope: [Double]
  let curvature: Matrix

  /// (η/4) tr Cov(ĝ_b) of minibatches of B taken off a model, as it is at its mode θ*.
  init(_ model: Model, at mode: [Double], learningRate: Double, batchSize: Int) {
    let (n, d) = (model.exampleCount, model.dimension)
    let gradients = (0..<n).map { model.exampleGradient(of: $0, at: mode) }
    let hessians = (0..<n).map { i in hessianByDifferences(at: mode) { model.exampleGradient(of: i, at: $0) } }
    let mean = (1 / Double(n)) * hessians.dropFirst().reduce(hessians[0], +)
    let meanGradient = (0..<d).map { j in gradients.reduce(0) { $0 + $1[j] } / Double(n) }
    var slope = [Double](repeating: 0, count: d)
    var curvature = Matrix(rowCount: d, columnCount: d)
    // Cov(ĝ_b) = N²(N − B)/(B(N − 1)) · the examples' covariance.
    let factor = Double(n * (n - batchSize)) / Double(batchSize * (n - 1)) * learningRate / 2
    for (gradient, hessian) in zip(gradients, hessians) {
      let difference = hessian - mean
      curvature = curvature + factor * (difference * difference)
      for (j, value) in (difference * zip(gradient, meanGradient).map(-)).enumerated() { slope[j] += factor * value }
    }
    (self.model, center, self.slope, self.curvature) = (model, mode, slope, curvature)
  }

  var dimension: Int { model.dimension }
  var exampleCount: Int { model.exampleCount }

  func logPrior(at position: Span<Double>) -> Double {
    let x = (0..<dimension).map { position[$0] - center[$0] }
    return model.logPrior(at: position) + slope.dot(x) + 0.5 * x.dot(curvature * x)
  }

  func addLogPriorGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    model.addLogPriorGradient(at: position, to: &gradient)
    gradient.add(1, times: slope.span)
    gradient.add(1, times: (curvature * (0..<dimension).map { position[$0] - center[$0] }).span)
  }

  func logLikelihood(of example: Int, at position: Span<Double>) -> Double {
    model.logLikelihood(of: example, at: position)
  }

  func addLogLikelihoodGradient(
    of example: Int, at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>
  ) { model.addLogLikelihoodGradient(of: example, at: position, scaledBy: scale, to: &gradient) }
}

/// KL to the model's own posterior, of reshuffled epochs on a model that may be another.
func divergence(
  _ model: some Posterior, _ integrator: some LinearIntegrator, learningRate: Double
) throws -> String {
  let gradient = MinibatchGradient(model, ReshuffledEpochs(), batchSize: 10)
  do {
    let law = try AffineDynamics(gradient, integrator, mode: model.mode(from: exact.mean).position)
      .stationaryLaw(learningRate: learningRate)
    return String(format: "%.1e", try law.klDivergence(from: exact))
  } catch is StationaryLawError {
    return "unstable"
  }
}

print("KL to the posterior of reshuffled epochs, by the stationary law")
let header = ["ηN", "plain", "plain, corrected", "cv", "cv, corrected"]
for (name, integrator) in [
  ("Euler–Maruyama", EulerMaruyama()), ("Leimkuhler–Matthews", LeimkuhlerMatthews()),
] as [(String, any LinearIntegrator)] {
  print("\n" + name)
  print(header.map { $0.padding(toLength: 18, withPad: " ", startingAt: 0) }.joined())
  for scaled in [0.0003, 0.001, 0.003, 0.01, 0.03] {
    let rate = scaled / 1000
    let anchored = model.anchored(at: exact.mean)
    let cells = [
      "\(scaled)", try divergence(model, integrator, learningRate: rate),
      try divergence(
        Tilted(model, at: exact.mean, learningRate: rate, batchSize: 10), integrator, learningRate: rate),
      try divergence(anchored, integrator, learningRate: rate),
      try divergence(
        Tilted(anchored, at: exact.mean, learningRate: rate, batchSize: 10), integrator, learningRate: rate),
    ]
    print(cells.map { $0.padding(toLength: 18, withPad: " ", startingAt: 0) }.joined())
  }
}

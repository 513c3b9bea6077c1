// The whole product of minibatching, gradient estimator and integrator on one regression: KL to the posterior by the stationary
// law, without simulating a chain.
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
let mode = try model.exactPosterior().mean
let anchored = model.anchored(at: mode)
let scaledRates = [0.001, 0.01, 0.03, 0.1]
let friction = 2 * 1000.0.squareRoot()

/// A row of the table: KL at ηN = 0.001, 0.01, 0.03 and 0.1.
func show(_ name: String, _ gradient: some GradientEstimator, _ integrator: some LinearIntegrator) throws {
  let sampler = try AffineDynamics(gradient, integrator, mode: mode)
  let cells = scaledRates.map { scaled in
    do throws(StationaryLawError) {
      let law = try sampler.stationaryLaw(learningRate: scaled / 1000)
      return String(format: "%.2e (%.0e)", law.kl, law.error.kl)
    } catch {
      return "unstable"
    }
  }
  print(([name] + cells).map { $0.padding(toLength: 18, withPad: " ", startingAt: 0) }.joined())
}

func rows(_ name: String, _ batching: some Minibatching, _ integrator: some LinearIntegrator) throws {
  try show(name + "plain", MinibatchGradient(model, batching, batchSize: 10), integrator)
  try show(name + "cv", MinibatchGradient(anchored, batching, batchSize: 10), integrator)
  try show(name + "svrg", SVRGGradient(model, batching, batchSize: 10), integrator)
}

func rows(_ name: String, _ integrator: some LinearIntegrator) throws {
  print("\n" + name)
  try rows("  replace  ", WithReplacement(), integrator)
  try rows("  fresh    ", FreshSubset(), integrator)
  try rows("  reshuf.  ", ReshuffledEpochs(), integrator)
  try rows("  symm.    ", SymmetricReshuffledEpochs(), integrator)
  try show("  full", FullGradient(model), integrator)
}

print("KL to the posterior at ηN = \(scaledRates), and its standard error from the orders averaged over")
try rows("EulerMaruyama", EulerMaruyama())
try rows("EpochwiseEulerMaruyama", EpochwiseEulerMaruyama())
try rows("LeimkuhlerMatthews", LeimkuhlerMatthews())
try rows("BAOAB", BAOAB(friction: friction))
try rows("UBU", UBU(friction: friction))

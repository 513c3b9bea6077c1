// Control variates smoothed over the posterior, against those at its mode: how far samplers are from posteriors that are
// not normal, measured beside chains of the posterior itself under the same noise, and what a step takes.
//     swift run -c release NextSampler [EPOCHS]
import Foundation
import PosteriorDiagnostics
import PosteriorModels

let epochs = CommandLine.arguments.dropFirst().first.flatMap(Int.init) ?? 500

/// A model of one's own: linear regression with Student-t noise of ν degrees of freedom and scale 1. A design, and the log
/// likelihood as a function of the linear predictor with its two derivatives, are all that a generalised linear model is
/// asked for. Its likelihood is not log-concave.
struct StudentRegression: GeneralizedLinearModel {
  let design: Matrix
  let responses: [Double]
  let nu = 4.0

  func logPrior(at position: Span<Double>) -> Double { 0 }
  func addLogPriorGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {}

  func logLikelihood(of example: Int, atPredictor predictor: Double) -> Double {
    let residual = responses[example] - predictor
    return -0.5 * (nu + 1) * log1p(residual * residual / nu)
  }

  func score(of example: Int, atPredictor predictor: Double) -> Double {
    let residual = responses[example] - predictor
    return (nu + 1) * residual / (nu + residual * residual)
  }

  func curvature(of example: Int, atPredictor predictor: Double) -> Double {
    let square = (responses[example] - predictor) * (responses[example] - predictor)
    return (nu + 1) * (nu - square) / ((nu + square) * (nu + square))
  }
}

/// CALM, the same with smoothed control variates, and both underdamped, with the learning rate of each where CALM's is
/// given. With γ = 2√λ and η = η²λ/2, λ the smallest curvature at the mode, UBU forgets as fast as CALM does.
func samplers<Model: Posterior>(
  batchSize: Int, smallestCurvature: Double
) -> [(sampler: SamplerFamily<Model>, rate: (_ calm: Double) -> Double)] {
  let (integrator, ubu) = (LeimkuhlerMatthews(), UBU(friction: 2 * smallestCurvature.squareRoot()))
  let underdamped = { (calm: Double) in 0.5 * calm * calm * smallestCurvature }
  func anchored(_ name: String, _ integrator: some LinearIntegrator) -> SamplerFamily<Model> {
    .langevin(name, batchSize: batchSize, integrator) { (site) throws(SamplingError) in
      MinibatchGradient(site.model.anchored(at: try site.mode()), ReshuffledEpochs(), batchSize: batchSize)
    }
  }
  func smoothed(_ name: String, _ integrator: some LinearIntegrator) -> SamplerFamily<Model> {
    .langevin(name, batchSize: batchSize, integrator) { (site) throws(SamplingError) in
      MinibatchGradient(try site.model.smoothed(at: try site.mode()), ReshuffledEpochs(), batchSize: batchSize)
    }
  }
  return [
    (anchored("calm", integrator), { $0 }), (smoothed("calm-smoothed", integrator), { $0 }),
    (anchored("ubu", ubu), underdamped), (smoothed("ubu-smoothed", ubu), underdamped),
  ]
}

/// KL(normal with the draws' moments ‖ normal with the posterior's) at hM = ηλM, λ the largest curvature at the mode, M
/// the minibatches of an epoch and η the learning rate of CALM.
func study<Model: Posterior>(_ title: String, _ model: Model, batchSize: Int, _ lengths: [Double]) async throws {
  let curvatures = try SymmetricEigen(model.mode().hessian).values
  guard let smallest = curvatures.first, let largest = curvatures.last else { return }
  let steps = Double(model.exampleCount / batchSize)
  print("\n\(title): N = \(model.exampleCount), d = \(model.dimension), B = \(batchSize)")
  for length in lengths {
    let calm = length / largest / steps
    print(String(format: "  hM = %g, η = %.3g", length, calm))
    for (sampler, rate): (SamplerFamily<Model>, (Double) -> Double) in samplers(
      batchSize: batchSize, smallestCurvature: smallest)
    {
      let bias = try await BiasMeasurement(
        model: model, sampler: sampler, learningRate: rate(calm), settings: .init(epochs: epochs)
      ).run(threads: 2)
      guard let kl = bias.kl else { continue }
      let value = kl.resolved ? String(format: "%8.2g", kl.estimate) : String(format: "< %.2g", kl.upper)
      print(
        "    " + "\(sampler)".padding(toLength: 16, withPad: " ", startingAt: 0) + value
          + String(format: "  [%.2g, %.2g]", kl.lower, kl.upper))
      for warning in bias.warnings { print("      \(warning)") }
    }
  }
}

/// The time of a step of both samplers.
func time(_ title: String, _ model: some Posterior, batchSize: Int) throws {
  let mode = try model.mode().position
  func nanoseconds(_ gradient: some GradientEstimator) throws -> Double {
    let sampler = LangevinSampler(
      gradient: gradient, integrator: LeimkuhlerMatthews(), learningRate: 1e-6, stepsPerDraw: 1)
    var random = GSLRandom(seed: 1)
    var state = try sampler.start(at: mode, using: &random)
    let steps = 200_000
    let start = ContinuousClock.now
    try sampler.advance(&state, steps: steps, using: &random)
    return (ContinuousClock.now - start) / .nanoseconds(1) / Double(steps)
  }
  let anchored = try nanoseconds(
    MinibatchGradient(model.anchored(at: mode), ReshuffledEpochs(), batchSize: batchSize))
  let smoothed = try nanoseconds(
    MinibatchGradient(try model.smoothed(at: mode), ReshuffledEpochs(), batchSize: batchSize))
  print(String(format: "  %@: calm %.0f, calm-smoothed %.0f", title, anchored, smoothed))
}

/// Rows of a column of ones and standard normal ones.
func rows(_ count: Int, _ d: Int, _ random: inout GSLRandom) -> Matrix {
  Matrix(columnCount: d, elements: (0..<count).flatMap { _ in [1] + random.normals(d - 1) })
}

/// Labels of logistic regression at known coefficients.
func simulated(_ coefficients: [Double], count: Int, seed: UInt64, prior: Prior) -> LogisticRegression {
  var random = GSLRandom(seed: seed)
  let design = rows(count, coefficients.count, &random)
  let labels = (design * coefficients).map { random.uniform() < 1 / (1 + exp(-$0)) ? 1 : 0 }
  return LogisticRegression(design: design, labels: labels, prior: prior)
}

let rare = simulated([-5, 1, 1], count: 400, seed: 2, prior: .normal(standardDeviation: 3))
try await study(
  "Logistic, \(rare.labels.reduce(0, +)) events", rare, batchSize: 8, [4, 12])

let common = simulated(
  [-0.5, 1.2, -0.8, 0.3, 0.1], count: 1000, seed: 2, prior: .normal(standardDeviation: 10))
try await study("Logistic, common events", common, batchSize: 20, [12])

var random = GSLRandom(seed: 5)
let design = rows(40, 3, &random)
let student = StudentRegression(
  design: design, responses: (design * [1, -1, 0.5]).map { $0 + random.normal() / (random.uniform()).squareRoot() })
try await study("Student-t", student, batchSize: 4, [4])

print("\nNanoseconds a step:")
try time("N = 1000, d = 5, B = 20", common, batchSize: 20)
let wide = simulated(
  [Double](repeating: 0.1, count: 50), count: 20_000, seed: 3, prior: .normal(standardDeviation: 10))
try time("N = 20 000, d = 50, B = 100", wide, batchSize: 100)

// Two posteriors without a closed form: how far eight samplers are from them, at the same learning rates, measured beside
// chains of the posterior itself under the same noise. One posterior is close to normal, the other is not.
import Foundation
import PosteriorDiagnostics
import PosteriorModels

typealias Family = SamplerFamily<LogisticRegression>

/// Euler–Maruyama, or another scheme, on the gradients of minibatches, plain or with control variates at the mode.
func family(
  _ name: String, _ batching: some Minibatching, controlled: Bool, batchSize: Int,
  _ integrator: some LinearIntegrator = EulerMaruyama()
) -> Family {
  guard controlled else {
    return .langevin(name, batchSize: batchSize, integrator) {
      MinibatchGradient($0.model, batching, batchSize: batchSize)
    }
  }
  return .langevin(name, batchSize: batchSize, integrator) { (site) throws(SamplingError) in
    MinibatchGradient(site.model.anchored(at: try site.mode()), batching, batchSize: batchSize)
  }
}

/// The samplers, all but the last on minibatches.
func samplers(batchSize: Int) -> [Family] {
  [
    family("SGLD", FreshSubset(), controlled: false, batchSize: batchSize),
    family("SGLD-CV", FreshSubset(), controlled: true, batchSize: batchSize),
    family("SGWORLD", ReshuffledEpochs(), controlled: false, batchSize: batchSize),
    family("SGWORLD-CV", ReshuffledEpochs(), controlled: true, batchSize: batchSize),
    family("CALM", ReshuffledEpochs(), controlled: true, batchSize: batchSize, LeimkuhlerMatthews()),
    .langevin("SVRG-LD", batchSize: batchSize, EulerMaruyama()) {
      SVRGGradient($0.model, FreshSubset(), batchSize: batchSize)
    },
    .langevin("SAGA-LD", batchSize: batchSize, EulerMaruyama()) {
      SAGAGradient($0.model, FreshSubset(), batchSize: batchSize)
    },
    // What the integrator alone does, without minibatches.
    .langevin("full, LM", LeimkuhlerMatthews()) { FullGradient($0.model) },
  ]
}

/// KL(normal with the draws' moments ‖ normal with the posterior's) of all samplers at h = ηλ, λ the largest curvature at
/// the mode.
func study(_ title: String, _ model: LogisticRegression, batchSize: Int, steps: [Double], epochs: Int) async throws {
  print("\(title): N = \(model.exampleCount), d = \(model.dimension), minibatches of \(batchSize)")
  let largest = try SymmetricEigen(try model.mode().hessian).values.last ?? 1
  for h in steps {
    print(String(format: "  ηλ = %.3g, η = %.3g", h, h / largest))
    for sampler in samplers(batchSize: batchSize) {
      // A pass over the data is one step of the full gradient: it needs more of them.
      let length = "\(sampler)".hasPrefix("full") ? 20 * epochs : epochs
      let measurement = try BiasMeasurement(
        model: model, sampler: sampler, learningRate: h / largest, settings: .init(epochs: length))
      guard let bias = try? await measurement.run(threads: 2), let kl = bias.kl else {
        print("    \(sampler): diverged")
        continue
      }
      let value = kl.resolved ? String(format: "%8.2g", kl.estimate) : String(format: "< %.2g", kl.upper)
      print(
        "    " + "\(sampler)".padding(toLength: 11, withPad: " ", startingAt: 0) + value
          + String(format: "  [%.2g, %.2g]", kl.lower, kl.upper) + (bias.warnings.isEmpty ? "" : "  with warnings:"))
      for warning in bias.warnings { print("      \(warning)") }
    }
  }
}

/// Labels of logistic regression at known coefficients, on a design of a column of ones and standard normal ones.
func simulated(_ coefficients: [Double], count: Int, seed: UInt64, prior: Prior) -> LogisticRegression {
  var random = GSLRandom(seed: seed)
  let d = coefficients.count
  let design = Matrix(columnCount: d, elements: (0..<count).flatMap { _ in [1] + random.normals(d - 1) })
  let labels = (design * coefficients).map { random.uniform() < 1 / (1 + exp(-$0)) ? 1 : 0 }
  return LogisticRegression(design: design, labels: labels, prior: prior)
}

let common = simulated([-0.5, 1.2, -0.8], count: 400, seed: 2, prior: .flat)
try await study("Common events", common, batchSize: 8, steps: [0.02, 0.1], epochs: 1500)

let rare = simulated([-5, 1, 1], count: 400, seed: 2, prior: .normal(standardDeviation: 3))
print("\n\(rare.labels.reduce(0, +)) events in the next")
try await study("Rare events", rare, batchSize: 8, steps: [0.02, 0.1], epochs: 1500)

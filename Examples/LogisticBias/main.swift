// Two posteriors without a closed form: how far eight stochastic-gradient samplers are from a long run of NUTS, at the same
// learning rates; one posterior is close to normal, the other is not.
import Foundation
import PosteriorDiagnostics
import PosteriorModels

/// A posterior, with a long run of NUTS to hold samplers against.
struct Study<Model: Posterior> {
  let model: Model
  let batchSize: Int
  let mode: Mode
  let nuts: Draws
  let reference: MultivariateNormal

  init(_ title: String, _ model: Model, batchSize: Int) async throws {
    (self.model, self.batchSize, mode) = (model, batchSize, try model.mode())
    let starts = [[Double]](repeating: mode.position, count: 4)
    nuts = try await NUTS(model, stepSize: 1).selfTuning().draws(from: starts, count: 5000, threads: 2)
    let d = Double(model.dimension)
    // The moments are held against Laplace's normal first, and are then a reference themselves.
    let laplace = try MultivariateNormal(mean: mode.position, covariance: Cholesky(mode.hessian).inverse)
    let moments = Self.estimate(nuts, against: laplace)
    reference = try MultivariateNormal(mean: moments.mean, covariance: moments.covariance)
    print("\(title): N = \(model.exampleCount), d = \(model.dimension), minibatches of \(batchSize)")
    print(
      String(
        format: "  KL(NUTS ‖ Laplace) %.2g; the reference's own error, d(d + 3)/(4 ESS): %.1g",
        moments.klDivergence()?.estimate ?? .nan, d * (d + 3) / (4 * moments.effectiveSampleSize)))
  }

  static func estimate(_ draws: Draws, against reference: MultivariateNormal) -> MomentEstimate {
    let chains = (0..<draws.chainCount).map { chain in
      var moments = BatchedMoments(reference: reference, drawCount: draws.drawsPerChain)
      for index in 0..<draws.drawsPerChain { moments.add(draws.draw(index, chain: chain)) }
      return moments
    }
    return MomentEstimate(chains, reference: reference)
  }

  /// KL(draws ‖ NUTS) of Langevin dynamics, over 4 chains, a draw an epoch unless said otherwise.
  func divergence(
    _ gradient: some GradientEstimator, _ integrator: some LangevinIntegrator, _ rate: Double, epochs: Int,
    stepsPerDraw: Int? = nil
  ) async -> DivergenceEstimate? {
    let sampler = LangevinSampler(
      gradient: gradient, integrator: integrator, learningRate: .constant(rate),
      stepsPerDraw: stepsPerDraw ?? gradient.stepsPerCycle)
    let starts = [[Double]](repeating: mode.position, count: 4)
    guard let draws = try? await sampler.draws(from: starts, count: epochs, burnIn: epochs / 10, threads: 2) else {
      return nil
    }
    return Self.estimate(draws, against: reference).klDivergence()
  }

  /// All samplers at rates given as h = ηλ, λ the largest curvature at the mode.
  func run(steps: [Double], epochs: Int) async throws {
    let curvature = try SymmetricEigen(mode.hessian).values
    let (largest, friction) = (curvature.last ?? 1, 2 * (curvature.first ?? 1).squareRoot())
    let (model, batch, anchored) = (self.model, batchSize, self.model.anchored(at: mode.position))
    for h in steps {
      let rate = h / largest
      var results: [(name: String, kl: DivergenceEstimate?)] = []
      func add(_ name: String, _ gradient: some GradientEstimator, _ integrator: some LangevinIntegrator) async {
        results.append((name, await divergence(gradient, integrator, rate, epochs: epochs)))
      }
      let euler = EulerMaruyama()
      await add("SGLD", MinibatchGradient(model, FreshSubset(), batchSize: batch), euler)
      await add("SGLD-CV", MinibatchGradient(anchored, FreshSubset(), batchSize: batch), euler)
      await add("SGWORLD", MinibatchGradient(model, ReshuffledEpochs(), batchSize: batch), euler)
      await add("SGWORLD-CV", MinibatchGradient(anchored, ReshuffledEpochs(), batchSize: batch), euler)
      await add("CALM", MinibatchGradient(anchored, ReshuffledEpochs(), batchSize: batch), LeimkuhlerMatthews())
      await add(
        "SMS-UBU", MinibatchGradient(model, SymmetricReshuffledEpochs(), batchSize: batch), UBU(friction: friction))
      await add("SVRG-LD", SVRGGradient(model, FreshSubset(), batchSize: batch), euler)
      await add("SAGA-LD", SAGAGradient(model, FreshSubset(), batchSize: batch), euler)
      // What the integrator alone does, without minibatches.
      let full = await divergence(
        FullGradient(model), LeimkuhlerMatthews(), rate, epochs: epochs / 4, stepsPerDraw: 16)
      results.append(("full, LM", full))
      print(String(format: "  ηλ = %.3g, η = %.3g: KL(draws ‖ NUTS), smallest first", h, rate))
      for (name, kl) in results.sorted(by: { $0.kl?.estimate ?? .infinity < $1.kl?.estimate ?? .infinity }) {
        let words = kl.map { kl in
          (kl.resolved ? String(format: "%8.2g", kl.estimate) : String(format: "< %.2g", kl.upper))
            + String(format: "  [%.2g, %.2g]", kl.lower, kl.upper)
        }
        print("    " + name.padding(toLength: 11, withPad: " ", startingAt: 0) + (words ?? "diverged"))
      }
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
try await Study("Common events", common, batchSize: 8).run(steps: [0.1, 0.3], epochs: 5000)

let rare = simulated([-5, 1, 1], count: 400, seed: 2, prior: .normal(standardDeviation: 3))
print()
print("\(rare.labels.reduce(0, +)) events in the next")
try await Study("Rare events", rare, batchSize: 8).run(steps: [0.1, 0.3], epochs: 5000)
print(
  """

  Where the posterior is close to normal CALM is the best by far. With few events it keeps little of its lead over the other \
  control variates: the full gradient's KL ("full, LM") shows that what is left is minibatch noise, which grows with the \
  distance from the mode, and a skewed posterior is often far from it.
  """)

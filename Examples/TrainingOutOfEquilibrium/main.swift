// Docs/TrainingOutOfEquilibrium.md in code: from the network to the fluctuation theorems, in about half a minute. An argument sets the
// steps of the long run: with the 30000000 of the paper it takes minutes.
import Foundation
import PosteriorModels
import StochasticThermodynamics

let steps = CommandLine.arguments.count > 1 ? Int(CommandLine.arguments[1]) ?? 0 : 4_000_000
guard steps >= 1_000_000 else {
  print("the number of steps must be at least 1000000, not '\(CommandLine.arguments[1])'")
  exit(64)
}

/// "1.23e-4 ± 5e-6".
func words(_ value: MeasuredValue) -> String { String(format: "%.4g ± %.1g", value.measured, value.standardError) }

print("1. The network and its minimum")
let model = TanhNetworkRegression.bump()
let minimum = try model.mode(starts: 20).position
let curvatures = try SymmetricEigen(model.hessian(at: minimum)).values
print(
  "\(model.exampleCount) examples, \(model.dimension) weights; curvatures",
  curvatures.map { String(format: "%.0f", $0) })

print("\n2. Fresh subsets: prediction")
let (rate, batchSize) = (1e-7, 10)
let state = try StationaryState(
  of: model, FreshSubset(), mode: minimum, learningRate: rate, batchSize: batchSize)
print(String(format: "the slowest direction relaxes in %.3g steps", state.relaxationTicks))
print(String(format: "mean entropy production of a step: %.3e", state.meanEntropyProduction))

print("\n3. Fresh subsets: \(steps) steps")
let sgd = SGD(model, FreshSubset(), learningRate: .constant(rate), batchSize: batchSize)
let seen = try await StationaryMeasurement.run(sgd, .init(state), settings: .init(ticks: steps))
print("covariance, measured over predicted:", words(seen.relativeCovariance))
print("diffusion matrix, measured over predicted:", words(seen.relativeDiffusion))
if let entropy = seen.meanEntropyProduction { print("mean entropy production of a step:", words(entropy)) }
for (integral, detailed) in zip(seen.integralFluctuations, seen.detailedFluctuations) {
  print(
    "segments of \(integral.segmentLength): ⟨e^−σ⟩ − 1 = \(words(integral.excess)),",
    "slope of ln P(σ)/P(−σ) = \(words(detailed.slope))")
}
if let current = seen.current {
  print(String(format: "%@: %.1f standard deviations", current.verdict.rawValue, current.significance))
}

print("\n4. Reshuffled epochs: the effective landscape")
let epochState = try StationaryState(
  of: model, ReshuffledEpochs(), mode: minimum, learningRate: rate, batchSize: batchSize)
let shuffled = SGD(model, ReshuffledEpochs(), learningRate: .constant(rate), batchSize: batchSize)
let epochs = try await StationaryMeasurement.run(shuffled, .init(epochState), settings: .init(ticks: steps / 20))
func distance(_ position: [Double]) -> Double {
  let gaps = zip(epochs.mean, position).map { $0.measured - $1 }
  return gaps.dot(gaps).squareRoot()
}
let (near, far) = (distance(epochState.mode), distance(minimum))
print(
  String(
    format: "the mean is %.2e from the minimum and %.2e from the effective one: %.0f times closer", far, near,
    far / near))
print("covariance, measured over predicted:", words(epochs.relativeCovariance))
print(String(format: "it is %.1e times that of fresh subsets", epochState.covariance.trace / state.covariance.trace))

print("\n5. Powers of the learning rate")
/// The slope of ln y against ln x, and its standard error, by weighted least squares.
func slope(_ points: [(x: Double, y: Double, relativeError: Double)]) -> String {
  let weights = points.map { 1 / ($0.relativeError * $0.relativeError) }
  let total = weights.reduce(0, +)
  let (u, v) = (points.map { log($0.x) }, points.map { log($0.y) })
  let middle = weights.dot(u) / total
  let spread = zip(weights, u).reduce(0) { $0 + $1.0 * ($1.1 - middle) * ($1.1 - middle) }
  let value = points.indices.reduce(0) { $0 + weights[$1] * (u[$1] - middle) * v[$1] } / spread
  let error = 1.96 / spread.squareRoot()
  return String(format: "%.3f, 95 %% interval [%.3f, %.3f]", value, value - error, value + error)
}
func powers(_ name: String, _ batching: some Minibatching) async throws {
  var random = GSLRandom(seed: 3)
  var (noise, widths): ([(Double, Double, Double)], [(Double, Double, Double)]) = ([], [])
  for eta in [1.25e-8, 2.5e-8, 5e-8] {
    let there = try StationaryState(of: model, batching, mode: minimum, learningRate: eta, batchSize: batchSize)
    let ticks = 8000
    let sampled = try batching.sampledDiffusion(
      of: model, at: there.mode, learningRate: eta, batchSize: batchSize, ticks: ticks, using: &random)
    // The mean of ln Dⱼⱼ has at most the error of one of them.
    let size = sampled.diagonal.reduce(0) { $0 + log($1) } / Double(model.dimension)
    noise.append((eta, exp(size), (2 / Double(ticks)).squareRoot()))
  }
  // The cloud takes as long to see as its slowest direction takes to relax, so at larger rates; theory is an expansion in them. Its width is tr(Σ Σ₀⁻¹), with the
  // Σ₀ of one rate for all.
  let yardstick = try StationaryState(of: model, batching, mode: minimum, learningRate: 1e-7, batchSize: batchSize)
  let inverse = try Cholesky(yardstick.covariance).inverse
  for eta in [0.25e-7, 0.5e-7, 1e-7] {
    let there = try StationaryState(of: model, batching, mode: minimum, learningRate: eta, batchSize: batchSize)
    let sampler = SGD(model, batching, learningRate: .constant(eta), batchSize: batchSize)
    let long = Double(steps) / 4_000_000 * 10 * there.relaxationTicks
    let cloud = try await StationaryMeasurement.run(
      sampler, .init(there, segmentLengths: []), settings: .init(ticks: Int(long)))
    let relative = cloud.relativeCovariance
    let width = (inverse * cloud.covariance.measured).trace
    widths.append((eta, width, relative.standardError / relative.measured))
  }
  print("\(name): D ∝ η to the power \(slope(noise)); Σ to the power \(slope(widths))")
}
try await powers("fresh subsets", FreshSubset())
try await powers("reshuffled epochs", ReshuffledEpochs())

print("\n6. Equilibrium engineered: the same rate, and noise of temperature 10⁻⁵ on top")
func current(_ name: String, _ batching: some Minibatching) async throws {
  let theory = try StationaryState(
    of: model, batching, mode: minimum, learningRate: rate, batchSize: batchSize, temperature: 1e-5)
  let sampler = SGD(
    model, batching, learningRate: .constant(rate), batchSize: batchSize, temperature: 1e-5)
  let run = try await StationaryMeasurement.run(
    sampler, .init(theory, segmentLengths: [1]),
    settings: .init(ticks: steps / 2 / sampler.stepsPerDraw))
  let perStep = theory.meanEntropyProduction / Double(sampler.stepsPerDraw)
  guard let test = run.current else { return }
  print(
    String(
      format: "%@: entropy production of a step predicted %.1e; %@, %.1f standard deviations", name, perStep,
      test.verdict.rawValue, test.significance))
}
try await current("SGLD", FreshSubset())
try await current("SGWORLD", ReshuffledEpochs())

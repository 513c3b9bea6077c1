// An integrator (ABOBA.swift) and a minibatching (Stratified.swift) of one's own, in a sampler. Its chains are held against the exact
// posterior, and against the stationary law, which the library finds from the steps themselves.
import Foundation
import PosteriorDiagnostics
import PosteriorModels

// 200 examples in the order of their inputs: a constant and one input, unit noise.
var random = GSLRandom(seed: 1)
let inputs = random.normals(200).sorted()
let noise = random.normals(200)
let model = LinearRegression(
  design: Matrix(columnCount: 2, elements: inputs.flatMap { [1, $0] }),
  responses: zip(inputs, noise).map { 1 + 2 * $0 + $1 }, noiseStandardDeviation: 1,
  prior: .normal(standardDeviation: 10))
let exact = try model.exactPosterior()
let friction = 2 * Double(model.exampleCount).squareRoot()

/// A sampler by one's own integrator and minibatches of 10, whose draws are a cycle apart.
func sampler<Batching: Minibatching, Integrator: LangevinIntegrator>(
  _ batching: Batching, _ integrator: Integrator, rate: Double
) -> LangevinSampler<MinibatchGradient<LinearRegression, Batching>, Integrator> {
  let gradient = MinibatchGradient(model, batching, batchSize: 10)
  return LangevinSampler(
    gradient: gradient, integrator: integrator, learningRate: .constant(rate), stepsPerDraw: gradient.stepsPerCycle)
}

/// How far the stationary laws are from the posterior: no chain is run.
print("KL(law ‖ posterior) ± its error   ηN = 0.01          0.04")
func row(_ name: String, _ batching: some Minibatching, _ integrator: some LinearIntegrator) throws {
  let cells = try [5e-5, 2e-4].map { rate in
    let law = try sampler(batching, integrator, rate: rate).stationaryLaw(around: exact.mean, orders: 4096)
    return String(format: "%.2e ± %.0e", law.kl, law.error.kl)
  }
  print(name.padding(toLength: 33, withPad: " ", startingAt: 0), cells.joined(separator: "   "))
}
try row("stratified, ABOBA", Stratified(), ABOBA(friction: friction))
try row("reshuffled, ABOBA", ReshuffledEpochs(), ABOBA(friction: friction))
try row("stratified, BAOAB", Stratified(), BAOAB(friction: friction))
try row("reshuffled, BAOAB", ReshuffledEpochs(), BAOAB(friction: friction))

let own = sampler(Stratified(), ABOBA(friction: friction), rate: 2e-4)
let law = try own.stationaryLaw(around: exact.mean, orders: 4096)
let draws = try await own.draws(
  from: [[Double]](repeating: exact.mean, count: 4), count: 20_000, burnIn: 200, threads: 2)
let summary = await draws.summary()

print("\nstandard deviation   posterior     law    four chains of stratified ABOBA, ηN = 0.04")
for (j, parameter) in summary.parameters.enumerated() {
  let posterior = exact.covariance[j, j].squareRoot()
  let predicted = law.covariance[j, j].squareRoot()
  let standardErrors = (parameter.sd - predicted) / parameter.mcseSD
  print(
    model.parameterNames[j].padding(toLength: 20, withPad: " ", startingAt: 0),
    String(
      format: "%9.5f %9.5f  %9.5f ± %.5f: %+.1f standard errors from the law", posterior, predicted, parameter.sd,
      parameter.mcseSD, standardErrors))
}

// An integrator (ABOBA.swift) and a minibatching (Stratified.swift) of one's own, in a sampler. Its stationary law, which the library
// finds from the steps themselves, and its chains are held against the exact posterior.
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

// The integrator by itself, on the full gradient: chains against the exact posterior.
func full(temperature: Double) -> LangevinSampler<FullGradient<LinearRegression>, ABOBA> {
  LangevinSampler(
    gradient: FullGradient(model), integrator: ABOBA(friction: friction), learningRate: 2e-5, temperature: temperature,
    stepsPerDraw: 10)
}
let chains = ChainSchedule(count: 10_000, burnIn: 200, threads: 2)
print("\nABOBA on the full gradient, ηN = 0.004")
let check = try await checkSampler(full(temperature: 1), against: exact, chains)
for moment in check.moments { print(moment) }
print(check)

// A mistake: 5 % too much noise. No chain diverges, and R-hat has nothing to say.
print("\nthe same with noise that is 5 % too large")
print(try await checkSampler(full(temperature: 1.05 * 1.05), against: exact, chains))

// Minibatches bias a sampler by its learning rate. A tolerance says how much of that is meant.
let minibatches = sampler(Stratified(), ABOBA(friction: friction), rate: 2e-5)
print("\nstratified ABOBA, ηN = 0.004")
print(try await checkSampler(minibatches, against: exact, chains))
print("within 3 % of a standard deviation:")
print(try await checkSampler(minibatches, against: exact, tolerance: 0.03, chains))

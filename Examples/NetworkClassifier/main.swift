// Two classes that no line separates, by a small tanh network: the probability of each, with its uncertainty.
import Foundation
import PosteriorDiagnostics
import PosteriorModels

/// P(y = 1): high in a band around the line x1 + x2 = 0, low on both sides of it.
func probability(_ x: [Double]) -> Double { 1 / (1 + exp(5 * (abs(x[0] + x[1]) - 1.2))) }

var random = GSLRandom(seed: 6)
let points = (0..<100).map { _ in random.normals(2).map { 1.5 * $0 } }
let labels = points.map { random.uniform() < probability($0) ? 1 : 0 }
let model = NetworkClassifier(
  inputs: Matrix(columnCount: 2, elements: points.flatMap(\.self)), labels: labels, hiddenCount: 2,
  prior: .normal(standardDeviation: 3))

// Chains may differ in the units' order and signs: what they say of P(y = 1) is recorded, not the weights.
let grid: [[Double]] = [[0, 0], [1, -1], [-2, 2], [0.5, 0.2], [1, 1], [-1, -1], [2.5, 0], [-3, 0.5]]
let starts = (0..<4).map { _ in random.normals(model.dimension) }
/// Keeps what is predicted from each draw.
struct Predictions: ChainObserver {
  let predict: @Sendable (_ weights: [Double]) -> [Double]
  var values: [Double] = []

  mutating func observe(_ draw: Span<Double>, report: Span<Double>) {
    values += predict((0..<draw.count).map { draw[$0] })
  }
}

let chains = try await NUTS(model, stepSize: 0.1, maximumTreeDepth: 5).selfTuning(WarmUp(steps: 300)).run(
  from: starts, ChainSchedule(count: 300, threads: 2)
) { _ in
  Predictions { weights in grid.map { 1 / (1 + exp(-model.network.outputs(for: $0, at: weights)[0])) } }
}
let predictions = Draws(
  parameterNames: grid.map { "x = (\($0[0]), \($0[1]))" }, chainCount: 4, values: chains.flatMap(\.values))
let summary = await predictions.summary()

print("P(y = 1)           truth   mean ±    sd   90 % interval   R-hat   ESS")
for (p, x) in zip(summary.parameters, grid) {
  print(
    p.name.padding(toLength: 17, withPad: " ", startingAt: 0),
    String(format: "%6.3f %6.3f ± %5.3f [%5.3f, %5.3f]", probability(x), p.mean, p.sd, p.q5, p.q95),
    String(format: "%7.3f %5.0f", p.rHat, p.essBulk))
}
let right = zip(summary.parameters, grid).count { ($0.mean > 0.5) == (probability($1) > 0.5) }
print("On the right side of one half: \(right) of \(grid.count).")

// A curve through noisy points by a small tanh network, with the uncertainty of its predictions.
import Foundation
import PosteriorDiagnostics
import PosteriorModels

func curve(_ x: Double) -> Double { exp(-x * x) }

var random = GSLRandom(seed: 5)
// Thirty inputs in −2 … 2, none of them between 0.2 and 1.2: there the posterior has to guess.
let inputs = (0..<30).map { _ in -2 + 3 * random.uniform() }.map { $0 > 0.2 ? $0 + 1 : $0 }
let responses = inputs.map { curve($0) + 0.1 * random.normal() }
let model = TanhNetworkRegression(
  inputs: Matrix(columnCount: 1, elements: inputs), responses: responses, hiddenCount: 2,
  noiseStandardDeviation: 0.1, prior: .normal(standardDeviation: 2))

// The posterior of the weights has 2!·2² equal parts, one for each order and sign of the units, and a chain may stay near
// one of them. So the weights of two chains need not agree; their predictions must. Those are what is recorded.
let grid = [-2, -1.5, -1, -0.5, 0, 0.7, 1.2, 1.7, 2]
let starts = (0..<4).map { _ in random.normals(model.dimension) }
/// Keeps what is predicted from each draw.
struct Predictions: ChainObserver {
  let predict: @Sendable (_ weights: [Double]) -> [Double]
  var values: [Double] = []

  mutating func observe(_ draw: Span<Double>, report: Span<Double>) {
    values += predict((0..<draw.count).map { draw[$0] })
  }
}

let chains = try await NUTS(model, stepSize: 0.1, maximumTreeDepth: 7).selfTuning(WarmUp(steps: 500)).run(
  from: starts, ChainSchedule(count: 500, threads: 2)
) { _ in
  Predictions { weights in grid.map { model.network.outputs(for: [$0], at: weights)[0] } }
}
let predictions = Draws(parameterNames: grid.map { "f(\($0))" }, chainCount: 4, values: chains.flatMap(\.values))
let summary = await predictions.summary()

print("             truth    mean ±    sd   90 % interval    R-hat   ESS")
for (p, x) in zip(summary.parameters, grid) {
  print(
    p.name.padding(toLength: 10, withPad: " ", startingAt: 0),
    String(format: "%7.2f %7.2f ± %5.2f  [%5.2f, %5.2f]", curve(x), p.mean, p.sd, p.q5, p.q95),
    String(format: "%8.3f %5.0f", p.rHat, p.essBulk))
}
let covered = zip(summary.parameters, grid).count { $0.q5 <= curve($1) && curve($1) <= $0.q95 }
print("\(covered) of \(grid.count) intervals hold the curve; they widen where there are no data, around 0.7.")

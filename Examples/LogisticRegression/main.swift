// Logistic regression: labels simulated from known coefficients, which the posterior should cover.
import Foundation
import PosteriorDiagnostics
import PosteriorModels

var random = GSLRandom(seed: 2)
let truth = [-0.5, 1.2, -0.8]
let names = ["intercept", "x1", "x2"]
// A column of ones is the intercept; the label is 1 with probability 1/(1 + exp(−xᵀβ)).
let design = Matrix(columnCount: 3, elements: (0..<500).flatMap { _ in [1] + random.normals(2) })
let labels = (design * truth).map { random.uniform() < 1 / (1 + exp(-$0)) ? 1 : 0 }

// A weakly informative prior. With a flat one, classes that a line separates would have no posterior at all.
let model = LogisticRegression(
  design: design, labels: labels, prior: .studentT(degrees: 4, scale: 2.5), parameterNames: names)
let starts = (0..<4).map { _ in random.normals(3) }
let draws = try await NUTS(model, stepSize: 1).selfTuning().draws(
  from: starts, count: 1000, threads: 2)
let summary = await draws.summary()

print("parameter   truth    mean ±    sd   R-hat   ESS")
for (p, known) in zip(summary.parameters, truth) {
  print(
    p.name.padding(toLength: 10, withPad: " ", startingAt: 0),
    String(format: "%6.2f %7.3f ± %5.3f %7.3f %5.0f", known, p.mean, p.sd, p.rHat, p.essBulk))
}
let distance = zip(summary.parameters, truth).map { abs($0.mean - $1) / $0.sd }.max() ?? 0
print(String(format: "The truth is within %.1f posterior standard deviations of the mean.", distance))

// What the model says of a new example is the mean of its probability over the draws.
let x = [1, 1, 0.5]
let all = (0..<draws.chainCount).flatMap { c in (0..<draws.drawsPerChain).map { draws.draw($0, chain: c) } }
let probability = all.reduce(0) { $0 + 1 / (1 + exp(-x.dot($1))) } / Double(all.count)
print(String(format: "P(y = 1 | x1 = 1, x2 = 0.5) = %.3f; the truth %.3f", probability, 1 / (1 + exp(-x.dot(truth)))))

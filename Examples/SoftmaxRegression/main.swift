// Softmax regression on three classes: labels simulated from known coefficients.
import Foundation
import PosteriorDiagnostics
import PosteriorModels

var random = GSLRandom(seed: 3)
let names = ["intercept", "x1"]
// Class 0 is the reference, with coefficients 0; a row of these for class 1, then one for class 2.
let truth = [0.5, 1.0, -0.5, -1.5]
let design = Matrix(columnCount: 2, elements: (0..<200).flatMap { _ in [1, random.normal()] })
let logits = (design * Array(truth[0..<2]), design * Array(truth[2..<4]))

/// The classes' probabilities, from the logits of classes 1 and 2.
func probabilities(_ z1: Double, _ z2: Double) -> [Double] {
  let weights = [1, exp(z1), exp(z2)]
  return weights.map { $0 / weights.reduce(0, +) }
}
let labels = zip(logits.0, logits.1).map { z1, z2 in
  let (p, u) = (probabilities(z1, z2), random.uniform())
  return u < p[0] ? 0 : u < p[0] + p[1] ? 1 : 2
}

let model = SoftmaxRegression(
  design: design, labels: labels, classCount: 3, prior: .normal(standardDeviation: 5), columnNames: names)
let starts = (0..<4).map { _ in random.normals(model.dimension) }
let draws = try await NUTS(model, stepSize: 1).selfTuning().draws(
  from: starts, count: 500, threads: 2)
let summary = await draws.summary()

print("parameter         truth    mean ±    sd   R-hat   ESS")
for (p, known) in zip(summary.parameters, truth) {
  print(
    p.name.padding(toLength: 16, withPad: " ", startingAt: 0),
    String(format: "%6.2f %7.3f ± %5.3f %7.3f %5.0f", known, p.mean, p.sd, p.rHat, p.essBulk))
}
let distance = zip(summary.parameters, truth).map { abs($0.mean - $1) / $0.sd }.max() ?? 0
print(String(format: "The truth is within %.1f posterior standard deviations of the mean.", distance))

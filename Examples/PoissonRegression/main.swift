// Poisson regression: counts over different exposures, simulated from known coefficients.
import Foundation
import PosteriorDiagnostics
import PosteriorModels

var random = GSLRandom(seed: 4)
let truth = [0.3, 0.7, -0.4]
let names = ["ln rate", "x1", "x2"]
// An example is watched for a time t, and counts y ~ Poisson(t exp(xᵀβ)) events.
let design = Matrix(columnCount: 3, elements: (0..<300).flatMap { _ in [1] + random.normals(2) })
let exposures = (0..<300).map { _ in 0.5 + 2 * random.uniform() }
let counts = zip(design * truth, exposures).map { logRate, time in
  // Events come one by one, after waiting times of mean 1/rate.
  var (count, clock) = (0, -log(random.uniform()))
  while clock < time * exp(logRate) {
    count += 1
    clock -= log(random.uniform())
  }
  return count
}

let model = PoissonRegression(
  design: design, counts: counts, exposures: exposures, prior: .normal(standardDeviation: 5), parameterNames: names)
let starts = (0..<4).map { _ in random.normals(3).map { 0.3 * $0 } }
let draws = try await NUTS(model, stepSize: 0.1).selfTuning().draws(
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

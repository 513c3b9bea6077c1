// Linear regression with unknown noise: NUTS on the diabetes data, held against the posterior's closed form.
import Foundation
import PosteriorData
import PosteriorDiagnostics
import PosteriorModels

let data = try RegressionData(.diabetes, target: "progression", features: Table.diabetesFeatures)
// Flat priors on the coefficients and on ln σ, which is the last parameter.
let model = LinearRegressionUnknownNoise(
  design: data.design, responses: data.responses, coefficientNames: data.parameterNames)

// Four chains from scattered starts. Each finds its own step size and scales before its first draw.
var random = GSLRandom(seed: 1)
let starts = (0..<4).map { _ in [150, 0, 0, 0, 0, 0, 4].map { $0 + random.normal() } }
let draws = try await NUTS(model, stepSize: 1).selfTuning().draws(
  from: starts, count: 2000, threads: 2)
let summary = await draws.summary()

let exact = try model.exactPosterior()  // normal–inverse-gamma
print("parameter     exact mean ± sd      NUTS mean ± sd    R-hat    ESS")
var worst = 0.0  // the largest error of a mean, in its Monte Carlo standard errors
for (j, p) in summary.parameters.enumerated() {
  let (mean, sd) = (exact.mean[j], exact.standardDeviations[j])
  print(
    p.name.padding(toLength: 10, withPad: " ", startingAt: 0),
    String(format: "%10.3f ± %-6.3f %10.3f ± %-6.3f %7.3f %6.0f", mean, sd, p.mean, p.sd, p.rHat, p.essBulk))
  worst = max(worst, abs(p.mean - mean) / p.mcseMean)
}
print(String(format: "The means are within %.1f Monte Carlo standard errors of the exact ones.", worst))

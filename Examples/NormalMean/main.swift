// The mean of normal observations with a known spread: the closed form, and a sampler held against it.
import Foundation
import PosteriorDiagnostics
import PosteriorModels

var random = GSLRandom(seed: 7)
let (truth, noise) = (3.0, 2.0)
let observations = (0..<50).map { _ in truth + noise * random.normal() }
let model = GaussianMean(
  observations: observations, noiseStandardDeviation: noise, prior: .normal(standardDeviation: 10))

// The prior is conjugate, so the posterior is a normal distribution too.
let exact = try model.exactPosterior()
let (low, high) = (exact.quantile(ofParameter: 0, at: 0.05), exact.quantile(ofParameter: 0, at: 0.95))
let (mean, sd) = (exact.mean[0], exact.standardDeviations[0])
print(String(format: "exact: %.4f ± %.4f, 90 %% in [%.3f, %.3f]", mean, sd, low, high))
print("The interval \(low <= truth && truth <= high ? "holds" : "misses") the true mean \(truth).")

// Any sampler draws from it as well. MALA's best learning rate here is about the posterior's variance, 0.08.
let starts = [[0.0], [2], [4], [6]]
let draws = try await MALA(model, learningRate: 0.08).draws(
  from: starts, count: 10_000, burnIn: 100, threads: 2)
let p = await draws.summary().parameters[0]
print(
  String(format: "MALA:  %.4f ± %.4f, 90 %% in [%.3f, %.3f]", p.mean, p.sd, p.q5, p.q95),
  String(format: "(R-hat %.3f, ESS %.0f)", p.rHat, p.essBulk))
let errors = abs(p.mean - mean) / p.mcseMean
print(String(format: "MALA's mean is %.1f Monte Carlo standard errors from the exact one.", errors))

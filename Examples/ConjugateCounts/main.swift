// Shares and rates from counts: three posteriors that are known exactly, so that no chain is needed.
import Foundation
import PosteriorModels

/// A line for each parameter: truth, exact mean ± sd, and the central 95 % interval.
func show(_ title: String, _ posterior: some ExactPosterior, truth: [Double]) {
  print(title)
  for (j, name) in posterior.parameterNames.enumerated() {
    let (low, high) = (posterior.quantile(ofParameter: j, at: 0.025), posterior.quantile(ofParameter: j, at: 0.975))
    print(
      " ", name.padding(toLength: 12, withPad: " ", startingAt: 0),
      String(
        format: "truth %.3f  posterior %.3f ± %.3f, 95 %% in [%.3f, %.3f]", truth[j], posterior.mean[j],
        posterior.standardDeviations[j], low, high),
      low <= truth[j] && truth[j] <= high ? "holds the truth" : "misses the truth")
  }
}

var random = GSLRandom(seed: 8)

// A probability θ under Beta(1, 1), which is flat, after 40 trials.
let successes = (0..<40).count { _ in random.uniform() < 0.3 }
let share = try BetaBernoulli(successes: successes, failures: 40 - successes)
show("Beta–Bernoulli: \(successes) successes in 40 trials", share, truth: [0.3])

// A rate λ under gamma(2, 1), after the counts of 25 days. A Poisson process has exponential waiting times.
let counts = (0..<25).map { _ in
  var (count, clock) = (0, -log(random.uniform()))
  while clock < 4.2 {
    count += 1
    clock -= log(random.uniform())
  }
  return count
}
let rate = try GammaPoisson(counts: counts, priorShape: 2, priorRate: 1)
show("gamma–Poisson: \(counts.reduce(0, +)) events in 25 days", rate, truth: [4.2])

// Three shares under a flat Dirichlet, after 120 votes.
var votes = [0, 0, 0]
for _ in 0..<120 {
  let u = random.uniform()
  votes[u < 0.5 ? 0 : u < 0.85 ? 1 : 2] += 1
}
let shares = try DirichletMultinomial(counts: votes, parameterNames: ["red", "green", "blue"])
show("Dirichlet–multinomial: \(votes) of 120 votes", shares, truth: [0.5, 0.35, 0.15])

// What has no closed form follows from independent draws.
let ahead = (0..<20_000).count { _ in
  let draw = shares.draw(using: &random)
  return draw[0] > draw[1]
}
print(String(format: "P(red is ahead of green) = %.3f", Double(ahead) / 20_000))

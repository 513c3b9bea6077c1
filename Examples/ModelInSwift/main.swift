// A model in Swift: counts in groups, simulated, whose log rates are drawn around a common one.
import Foundation
import PosteriorDiagnostics
import PosteriorModels

var random = GSLRandom(seed: 6)
let (mean, deviation, slope) = (0.5, 0.6, 0.8)
let logRates = random.normals(8).map { mean + deviation * $0 }
let groups = (0..<400).map { $0 % 8 }
let doses = random.normals(400)
let counts = zip(groups, doses).map { group, dose in
  // Events come one by one, after waiting times of mean 1.
  let rate = exp(logRates[group] + slope * dose)
  var (count, clock) = (0, -log(random.uniform()))
  while clock < rate {
    count += 1
    clock -= log(random.uniform())
  }
  return count
}

let model = try WrittenModel { model in
  let group = model.column("group", groups.map { "ward \($0 + 1)" })
  let dose = model.column("dose", doses)
  let count = model.column("count", counts)
  let mu = model.parameter("mu", .normal(0, 2))
  let tau = model.parameter("tau", .halfNormal(1))
  let a = model.parameter("a", .normal(mu, tau), by: group)
  let b = model.parameter("b", .normal(0, 1))
  model.observe(count, .poissonLog(a[group] + b * dose))
}
print(model)

let starts = (0..<4).map { _ in random.normals(model.dimension).map { 0.1 * $0 } }
let positions = try await NUTS(model, stepSize: 0.1).selfTuning().draws(from: starts, count: 1000, threads: 2)
let summary = await positions.reported(by: model).summary()  // τ, not ln τ
let truth = ["mu": mean, "tau": deviation, "b": slope].merging(
  logRates.enumerated().map { ("a[ward \($0 + 1)]", $1) }
) { $1 }
print("\nparameter   truth    mean ±    sd   R-hat   ESS")
for p in summary.parameters {
  guard let known = truth[p.name] else { continue }
  print(
    p.name.padding(toLength: 10, withPad: " ", startingAt: 0),
    String(format: "%6.2f %7.3f ± %5.3f %7.3f %5.0f", known, p.mean, p.sd, p.rHat, p.essBulk))
}

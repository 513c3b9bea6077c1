import Foundation
import Fuzzing
import Testing

@testable import PosteriorModels

/// Mixtures and counts with bounds: truncation, censoring, hurdles.
@Suite struct LanguageMixtureTests {
  private func model(_ text: String, _ table: ModelTable = LanguageTables.counts) throws -> ModelGraph {
    try ModelReading(text: text, file: "m.model", table: table).model
  }

  private let y: [Double] = [2, 0, 5, 1, 3, 0]
  private let x: [Double] = [0.5, -1, 2, 1.5, 0, -0.5]

  private func logNormal(_ x: Double, _ mean: Double, _ sd: Double) -> Double {
    -0.5 * ((x - mean) / sd) * ((x - mean) / sd) - log(sd) - 0.5 * log(2 * Double.pi)
  }
  private func phi(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }
  private func expectEqual(_ a: Double, _ b: Double) { #expect(abs(a - b) <= 1e-12 * max(1, abs(b)), "\(a) \(b)") }

  @Test func mixturesWithBounds() throws {
    let model = try model("mu ~ normal(0, 1)\nx ~ mix(0.3, normal(mu, 1), normal(0, 2)) in (-1, inf)")
    var expected = logNormal(0.4, 0, 1)
    for value in x {
      let density = 0.3 * exp(logNormal(value, 0.4, 1)) + 0.7 * exp(logNormal(value, 0, 2))
      expected += log(density / (0.3 * phi(1.4) + 0.7 * phi(0.5)))
    }
    expectEqual(model.plainLogDensity(at: [0.4]), expected)
  }

  @Test func mixturesOfParametersWithBounds() throws {
    let model = try model("mu ~ mix(0.3, normal(0, 1), normal(3, 1)) in (0, inf)\nx ~ normal(mu, 1)")
    let mu = exp(0.2)
    var expected = 0.2 + log(0.3 * exp(logNormal(mu, 0, 1)) + 0.7 * exp(logNormal(mu, 3, 1)))
    expected -= log(0.3 * 0.5 + 0.7 * phi(3))
    for value in x { expected += logNormal(value, mu, 1) }
    expectEqual(model.plainLogDensity(at: [0.2]), expected)
  }

  /// Values above 1.5 are known only to be above it.
  @Test func censoring() throws {
    let text = """
      mu ~ normal(0, 1)
      w = x * (x < 1.5) + 1.5 * (x >= 1.5)
      w ~ mix(Phi(mu - 1.5), point(1.5), normal(mu, 1) in (-inf, 1.5))
      """
    var expected = logNormal(0.4, 0, 1)
    for value in x { expected += value >= 1.5 ? log(1 - phi(1.1)) : logNormal(value, 0.4, 1) }
    expectEqual(try model(text).plainLogDensity(at: [0.4]), expected)
  }

  @Test func countsWithoutZeros() throws {
    let text = "p ~ beta(1, 1)\nlam ~ exponential(1)\ny ~ mix(p, point(0), poisson(lam) in (1, inf))"
    let (p, lam) = (1 / (1 + exp(-0.5)), exp(-0.3))
    var expected = log(p) + log(1 - p) - 0.3 - lam
    for count in y {
      let poisson = count * -0.3 - lam - lgamma(count + 1) - log1p(-exp(-lam))
      expected += count == 0 ? log(p) : log(1 - p) + poisson
    }
    expectEqual(try model(text).plainLogDensity(at: [0.5, -0.3]), expected)
  }

  @Test func boundedCounts() throws {
    let text = "lam ~ exponential(1)\ny ~ poisson(lam) in (0, 6)"
    let lam = exp(-0.3)
    func poisson(_ count: Double) -> Double { count * -0.3 - lam - lgamma(count + 1) }
    let mass = log((0...6).reduce(0) { $0 + exp(poisson(Double($1))) })
    let expected = -0.3 - lam + y.reduce(0) { $0 + poisson($1) - mass }
    expectEqual(try model(text).plainLogDensity(at: [-0.3]), expected)
  }
}

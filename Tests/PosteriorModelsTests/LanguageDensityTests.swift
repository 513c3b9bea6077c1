import Foundation
import Fuzzing
import Testing

@testable import PosteriorModels

/// Log densities of models as written, against their formulas.
@Suite struct LanguageDensityTests {
  private let halfLogTwoPi = 0.5 * log(2 * Double.pi)

  private func logNormal(_ x: Double, _ mean: Double, _ sd: Double) -> Double {
    -0.5 * ((x - mean) / sd) * ((x - mean) / sd) - log(sd) - halfLogTwoPi
  }

  private func logHalfCauchy(_ x: Double, _ scale: Double) -> Double {
    log(2 / (.pi * scale * (1 + (x / scale) * (x / scale))))
  }

  private func expectEqual(_ a: Double, _ b: Double) { #expect(abs(a - b) <= 1e-12 * max(1, abs(b)), "\(a) \(b)") }

  private let y: [Double] = [28, 8, -3, 7, -1, 1, 18, 12]
  private let sigma: [Double] = [15, 10, 16, 11, 9, 11, 10, 18]
  /// Levels in the order of their names: the rows 0, 1, 4, 5, 7, 2, 3, 6.
  private let rows = [0, 1, 4, 5, 7, 2, 3, 6]

  @Test func eightSchools() throws {
    let text = """
      # eight_schools.model
      mu ~ normal(0, 5)
      tau ~ half_cauchy(5)
      theta[school] ~ normal(mu, tau)
      y ~ normal(theta[school], sigma)
      """
    let written = try ModelReading(text: text, file: "eight_schools.model", table: LanguageTables.schools)
    #expect(written.model.dimension == 10)
    #expect(written.exampleCount == 8)
    let position = [1.5, 0.3] + (0..<8).map { Double($0) - 2.5 }
    let tau = exp(0.3)
    var expected = logNormal(1.5, 0, 5) + logHalfCauchy(tau, 5) + 0.3
    for (level, row) in rows.enumerated() {
      expected += logNormal(position[2 + level], 1.5, tau) + logNormal(y[row], position[2 + level], sigma[row])
    }
    expectEqual(written.model.plainLogDensity(at: position), expected)
    let report = written.model.plainReport(at: position)
    #expect(report["theta[Choate]"] == -2.5)
    #expect(report["theta[St. Paul's]"] == 4.5)
    #expect(report["tau"] == tau)
  }

  @Test func eightSchoolsNoncentred() throws {
    let text = """
      theta[school] = mu + tau * z[school]
      z[school] ~ normal(0, 1)
      mu ~ normal(0, 5)
      tau ~ half_cauchy(5)
      y ~ normal(theta[school], sigma)
      """
    let written = try ModelReading(text: text, file: "eight_schools.model", table: LanguageTables.schools)
    let z = (0..<8).map { 0.25 * Double($0) - 1 }
    let position = z + [1.5, 0.3]
    let tau = exp(0.3)
    var expected = logNormal(1.5, 0, 5) + logHalfCauchy(tau, 5) + 0.3
    for (level, row) in rows.enumerated() {
      expected += logNormal(z[level], 0, 1) + logNormal(y[row], 1.5 + tau * z[level], sigma[row])
    }
    expectEqual(written.model.plainLogDensity(at: position), expected)
    expectEqual(written.model.plainReport(at: position)["theta[Deerfield]"] ?? .nan, 1.5 + tau * z[1])
  }

  @Test func mixture() throws {
    let text = """
      mu: ordered[2]
      s: positive[2]
      mu ~ normal(0, 2)
      s ~ half_normal(2)
      theta ~ beta(5, 5)
      y ~ mix(theta, normal(mu[1], s[1]), normal(mu[2], s[2]))
      """
    let written = try ModelReading(text: text, file: "mixture.model", table: LanguageTables.schools)
    let position = [-1, 0.5, 0.2, -0.3, 0.4]
    let mu = [-1, -1 + exp(0.5)]
    let sd = [exp(0.2), exp(-0.3)]
    let theta = 1 / (1 + exp(-0.4))
    var expected = 0.5 + 0.2 - 0.3 + log(theta) + log(1 - theta)
    for k in 0..<2 { expected += logNormal(mu[k], 0, 2) + logNormal(sd[k], 0, 2) + log(2) }
    expected += 4 * log(theta) + 4 * log(1 - theta) + lgamma(10) - 2 * lgamma(5)
    for value in y {
      expected += log(
        theta * exp(logNormal(value, mu[0], sd[0])) + (1 - theta) * exp(logNormal(value, mu[1], sd[1])))
    }
    expectEqual(written.model.plainLogDensity(at: position), expected)
  }

  @Test func poissonHierarchy() throws {
    let text = """
      y ~ poisson_log(a[group] + b * x)
      a[group] ~ normal(mu + g * u, tau)  # u is of groups
      mu ~ normal(0, 1)
      g ~ normal(0, 0.1)
      b ~ normal(0, 1)
      tau ~ half_normal(1)
      """
    let written = try ModelReading(text: text, file: "counts.model", table: LanguageTables.counts)
    let position = [0.1, 0.2, 0.3, 0.4, -0.05, 0.6, -0.7]
    let tau = exp(-0.7)
    var expected = -0.7 + logNormal(0.4, 0, 1) + logNormal(-0.05, 0, 0.1) + logNormal(0.6, 0, 1)
    expected += logNormal(tau, 0, 1) + log(2)
    for level in 0..<3 { expected += logNormal(position[level], 0.4 - 0.05 * Double(10 + 10 * level), tau) }
    let (counts, x): ([Double], [Double]) = ([2, 0, 5, 1, 3, 0], [0.5, -1, 2, 1.5, 0, -0.5])
    for (row, count) in counts.enumerated() {
      let eta: Double = position[row / 2] + 0.6 * x[row]
      expected += count * eta - exp(eta) - lgamma(count + 1)
    }
    #expect(written.summary.parameters.map(\.name) == ["a", "mu", "g", "b", "tau"])
    expectEqual(written.model.plainLogDensity(at: position), expected)
  }
}

import Foundation
import PosteriorDiagnostics
import PosteriorModels
import Testing

/// The distance between a sample and a quantile function.
@Suite struct OneDimensionalQuantileWassersteinTests {
  private func expect(_ value: Double, _ expected: Double, within tolerance: Double) {
    #expect(abs(value / expected - 1) <= tolerance, "\(value) is not \(expected)")
  }

  private let x = [0.5, -1.2, 3.3, 0.6, 2.0]

  private func normal(_ u: Double) -> Double { 0.3 + 1.5 * SpecialFunctions.normalQuantile(u) }
  private func studentT(_ u: Double) -> Double { SpecialFunctions.studentTQuantile(u, degrees: 3) }
  private func gamma(_ u: Double) -> Double { SpecialFunctions.gammaQuantile(u, shape: 2.5, scale: 1) }

  /// scipy.integrate.quad of |x₍ᵢ₎ − t|ᵖ times the density of norm(.3, 1.5), t(3) and gamma(2.5), between their
  /// quantiles at i/5.
  @Test func againstScipy() {
    func between(_ quantile: (Double) -> Double, _ order: WassersteinDistance.Order) -> Double {
      WassersteinDistance.between(x, quantile: quantile, order: order)
    }
    expect(between(normal, .one), 0.7771890654893708, within: 1e-8)
    expect(between(normal, .two), 0.9196745704834146, within: 1e-8)
    expect(between(gamma, .one), 1.46, within: 1e-8)
    expect(between(gamma, .two), 1.6274157389636845, within: 1e-8)
    expect(between(studentT, .one), 1.1368652256790017, within: 1e-7)
    expect(between(studentT, .two), 1.5058166847160233, within: 1e-6)
  }

  /// One draw x: W₂² = (x − μ)² + σ², and for the standard normal W₁ = x(2Φ(x) − 1) + 2φ(x).
  @Test(arguments: [-8, 0, 0.7, 3.0]) func oneDraw(_ x: Double) {
    let one = WassersteinDistance.between([x], quantile: SpecialFunctions.normalQuantile, order: .one)
    let density = exp(-0.5 * x * x) / (2 * Double.pi).squareRoot()
    expect(one, x * (2 * SpecialFunctions.normalCDF(x) - 1) + 2 * density, within: 1e-8)
    expect(
      WassersteinDistance.between([x], quantile: normal, order: .two),
      ((x - 0.3) * (x - 0.3) + 2.25).squareRoot(), within: 1e-8)
  }

  /// The uniform on (0, 1) against its own midpoints: W₂² = 1/(12n²), W₁ = 1/(4n).
  @Test(arguments: [1, 2, 3, 10, 1000]) func uniform(_ n: Int) {
    let midpoints = (0..<n).map { (Double($0) + 0.5) / Double(n) }
    expect(
      WassersteinDistance.between(midpoints, quantile: { $0 }, order: .two), 1 / (12.0.squareRoot() * Double(n)),
      within: 1e-9)
    expect(
      WassersteinDistance.between(midpoints, quantile: { $0 }, order: .one), 1 / (4 * Double(n)), within: 1e-9)
  }

  /// A normal's own quantiles, moved and stretched: W₂² → μ² + (σ − 1)², W₁ of a shift → its size.
  @Test func normalsAgainstClosedForms() {
    let n = 20_000
    let quantiles = (0..<n).map { SpecialFunctions.normalQuantile((Double($0) + 0.5) / Double(n)) }
    let moved = quantiles.map { 0.7 + 1.4 * $0 }
    let two = WassersteinDistance.between(moved, quantile: SpecialFunctions.normalQuantile, order: .two)
    expect(two * two, 0.49 + 0.16, within: 1e-3)
    expect(
      WassersteinDistance.between(
        quantiles.map { $0 - 0.7 }, quantile: SpecialFunctions.normalQuantile, order: .one), 0.7, within: 1e-4)
    // Between samples the shift is exact.
    expect(WassersteinDistance.between(quantiles, quantiles.map { $0 - 0.7 }, order: .one), 0.7, within: 1e-12)
    let between = WassersteinDistance.between(quantiles, moved, order: .two)
    expect(between * between, 0.49 + 0.16, within: 1e-3)
  }

  /// For n uniform draws E[W₂²] = 1/(6n), whatever n (Bobkov & Ledoux, Mem. AMS 261, 2019).
  @Test(arguments: [1, 4, 50]) func drawsAgainstTheirOwnDistribution(_ n: Int) {
    var random = GSLRandom(seed: 72)
    let squares = (0..<2000).map { _ -> Double in
      let draws = (0..<n).map { _ in random.uniform() }
      return pow(WassersteinDistance.between(draws, quantile: { $0 }, order: .two), 2)
    }
    let mean = squares.reduce(0, +) / 2000
    let variance = squares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 1999
    #expect(abs(mean - 1 / (6 * Double(n))) < 4 * (variance / 2000).squareRoot())
  }

  /// Finite as long as the moment exists: t with ν degrees has W₂² = ν/(ν − 2) from zero.
  @Test func heavyTails() {
    for degrees in [2.5, 3, 4, 10] {
      let two = WassersteinDistance.between(
        [0], quantile: { SpecialFunctions.studentTQuantile($0, degrees: degrees) }, order: .two)
      expect(two * two, degrees / (degrees - 2), within: 1e-5)
    }
    let cauchy = { (u: Double) in tan(Double.pi * (u - 0.5)) }
    #expect(WassersteinDistance.between([0, 1], quantile: cauchy, order: .one) == .infinity)
    #expect(WassersteinDistance.between([0, 1], quantile: cauchy, order: .two) == .infinity)
  }

  /// As the exact posteriors give it, bounded supports included.
  @Test func betaPosterior() throws {
    let beta = try BetaBernoulli(successes: 3, failures: 1, priorAlpha: 0.5, priorBeta: 0.5)
    let two = WassersteinDistance.between([0.4], quantile: { beta.quantile(ofParameter: 0, at: $0) }, order: .two)
    let bias = beta.mean[0] - 0.4
    expect(two * two, bias * bias + beta.covariance[0, 0], within: 1e-8)
  }
}

import Foundation

/// The effective sample size of the mean of several chains of equal length, from their autocovariance.
///
///     ESS = mn/τ,   τ = −1 + 2 Σ P̂ₖ,   P̂ₖ = ρ̂₂ₖ + ρ̂₂ₖ₊₁
///
/// ρ̂ₜ = 1 − (W − s̄ₜ)/V̂ with s̄ₜ the chains' mean autocovariance at lag t, W the mean within-chain
/// variance and V̂ the pooled one: chains that disagree lower it. The sum runs over Geyer's initial monotone sequence:
/// while the sums of pairs are positive, each no larger than the one before. Antithetic chains may have an ESS above
/// mn, at most mn log₁₀(mn).
///
/// Vehtari, Gelman, Simpson, Carpenter & Bürkner, Bayesian Analysis 16 (2021) 667–718, doi:10.1214/20-BA1221,
/// section 3.2; Geyer, Statistical Science 7 (1992) 473–483, doi:10.1214/ss/1177011137.
struct EffectiveSampleSize: Sendable {
  private let chainCount: Int
  private let length: Int
  private var autocovariance: Autocovariance

  init(_ split: SplitChains) {
    chainCount = split.chainCount
    length = split.length
    autocovariance = Autocovariance(chainCount: chainCount, length: length)
  }

  /// The effective sample size of series that stand one after another.
  mutating func callAsFunction(_ series: [Double]) -> Double {
    self(series.span, starts: (0..<chainCount).map { $0 * length }) { $0 }
  }

  /// The effective sample size of a function of the split chains' draws.
  @inline(__always)
  mutating func callAsFunction(_ chains: Matrix, _ transform: (Double) -> Double) -> Double {
    self(chains.elements.span, starts: SplitChains(chains).starts, transform)
  }

  /// Constant series count in full.
  @inline(__always)
  private mutating func callAsFunction(
    _ source: Span<Double>, starts: [Int], _ transform: (Double) -> Double
  ) -> Double {
    let means = autocovariance.analyze(source, starts: starts, transform)
    return sampleSize(means)
  }

  private mutating func sampleSize(_ means: [Double]) -> Double {
    let count = Double(chainCount * length)
    let n = Double(length)
    if autocovariance(0) == 0, means.isConstant, autocovariance.isZero { return count }
    let within = autocovariance(0) * n / (n - 1)
    let pooled = within * (n - 1) / n + means.variance
    guard pooled > 0, pooled.isFinite else { return .nan }
    let sum = initialMonotoneSequence(within: within, pooled: pooled)
    return count / max(sum, 1 / log10(count))
  }

  /// τ, by the steps of Stan's and ArviZ's code.
  private mutating func initialMonotoneSequence(within: Double, pooled: Double) -> Double {
    // rho[t] for as many lags as the pairs stay positive.
    var rho = [1.0, 1 - (within - autocovariance(1)) / pooled]
    var (even, odd) = (rho[0], rho[1])
    var lag = 1
    while lag < length - 3, even + odd > 0 {
      even = 1 - (within - autocovariance(lag + 1)) / pooled
      odd = 1 - (within - autocovariance(lag + 2)) / pooled
      rho += even + odd >= 0 ? [even, odd] : [0, 0]
      lag += 2
    }
    // The last pair is left out, but for its even part when that is positive: it lowers an antithetic chain's variance.
    let last = lag - 1
    if even > 0 { rho[last] = even }
    var pair = 2
    while pair + 1 < last {
      if rho[pair] + rho[pair + 1] > rho[pair - 2] + rho[pair - 1] {
        let mean = (rho[pair - 2] + rho[pair - 1]) / 2
        rho[pair] = mean
        rho[pair + 1] = mean
      }
      pair += 2
    }
    return -1 + 2 * rho[..<last].reduce(0, +) + rho[last]
  }
}

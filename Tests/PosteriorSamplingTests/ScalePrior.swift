import Foundation

@testable import PosteriorSampling

/// A prior of a positive parameter σ that is sampled as ln σ, the Jacobian included:
///
///     ln p(ln σ) = ln p(σ) + ln σ
///
/// ``half(_:)`` makes the half-normal, half-t, half-Cauchy and exponential (half-Laplace) priors of the symmetric ones.
struct ScalePrior: Sendable, Hashable {
  /// The symmetric prior folded at 0; nil when the prior is flat in ln σ.
  let symmetric: Prior?

  /// p(σ) ∝ 1/σ: flat in ln σ, and improper.
  static let flatInLogarithm = ScalePrior(symmetric: nil)

  /// p(σ) = 2p(x = σ) on σ > 0, for a normalised symmetric density p; of the flat prior, p(σ) ∝ 1.
  static func half(_ prior: Prior) -> ScalePrior { ScalePrior(symmetric: prior) }

  /// ln p(ln σ) = ln p(σ) + ln σ.
  func logDensity(ofLogarithm logSigma: Double) -> Double {
    guard let symmetric else { return 0 }
    if symmetric == .flat { return logSigma }
    return symmetric.peak + symmetric.logDensityOverPeak(exp(logSigma)) + log(2) + logSigma
  }

  /// d ln p(ln σ) / d ln σ.
  func derivative(ofLogarithm logSigma: Double) -> Double {
    guard let symmetric else { return 0 }
    let sigma = exp(logSigma)
    return sigma * symmetric.derivative(at: sigma) + 1
  }
}

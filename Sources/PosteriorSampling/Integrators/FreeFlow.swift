import Foundation

/// The exact motion of underdamped Langevin dynamics without a force over a time t, at friction γ and temperature T:
///
///     v' = e^(−γt)v + noise,   θ' = θ + v(1 − e^(−γt))/γ + noise
///
/// The noises are jointly normal, given here by their Cholesky factor: that of θ first, of which v's takes a share.
@usableFromInline
struct FreeFlow: Sendable, Codable {
  @usableFromInline let time: Double
  /// e^(−γt).
  @usableFromInline let kept: Double
  /// (1 − e^(−γt))/γ.
  @usableFromInline let drift: Double
  @usableFromInline let positionNoise: Double
  @usableFromInline let sharedNoise: Double
  @usableFromInline let velocityNoise: Double

  @usableFromInline
  init(time: Double, friction: Double, temperature: Double) {
    let x = friction * time
    let lost = -expm1(-x)
    self.time = time
    kept = 1 - lost
    drift = lost / friction
    let positionVariance = Self.positionVariance(x) / (friction * friction)
    let covariance = lost * lost / friction
    let velocityVariance = -expm1(-2 * x)
    positionNoise = (temperature * positionVariance).squareRoot()
    sharedNoise = positionVariance > 0 ? temperature.squareRoot() * covariance / positionVariance.squareRoot() : 0
    let rest = positionVariance > 0 ? velocityVariance - covariance * covariance / positionVariance : velocityVariance
    velocityNoise = (temperature * max(0, rest)).squareRoot()
  }

  /// 2x − 3 + 4e^(−x) − e^(−2x), which is 2x³/3 for small x: there by its series, as its terms cancel.
  private static func positionVariance(_ x: Double) -> Double {
    guard x < 0.5 else { return 2 * x - 3 + 4 * exp(-x) - exp(-2 * x) }
    var (power, sum) = (-x * x * x / 6, 0.0)
    for k in 3..<24 {
      sum += power * (4 - exp2(Double(k)))
      power *= -x / Double(k + 1)
    }
    return sum
  }
}

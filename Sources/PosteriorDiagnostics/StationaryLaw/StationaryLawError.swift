/// Why a sampler has no stationary law, or none that can be computed.
public enum StationaryLawError: Error, Equatable, CustomStringConvertible {
  /// The chain has no stationary covariance at a learning rate; it has one up to about `limit`.
  case unstable(learningRate: Double, limit: Double)

  /// Curvatures so far apart that rounding hides how a chain comes to rest along the flattest direction.
  case illConditioned(conditionNumber: Double)

  /// The linear equations are too many: a state of `size` numbers, of at most `limit`.
  case tooLarge(size: Int, limit: Int)

  /// The position is not a mode: why.
  case notAMode(String)

  /// The sampler's step is not affine in its state: why.
  case notAffine(String)

  /// No learning rate is predicted to come within a target KL.
  case noLearningRate(target: Double)

  /// The reason in one line, and the remedy where there is one.
  public var description: String {
    switch self {
    case .unstable(let rate, let limit):
      "no stationary law at learning rate \(rate): the chain is unstable past about \(limit)"
    case .illConditioned(let number):
      "the posterior's curvatures are \(number) apart, so far that no step in double precision bears both; standardise "
        + "what they belong to"
    case .tooLarge(let size, let limit):
      "the sampler's state of \(size) numbers exceeds the \(limit) that a stationary law is solved for"
    case .notAMode(let reason): "the position is not a mode of the posterior: \(reason)"
    case .notAffine(let reason): reason
    case .noLearningRate(let target): "no learning rate is predicted to give a KL of \(target)"
    }
  }
}

import Foundation

/// The learning rate η of each step, in the convention θ ← θ − η∇U + √(2η)ξ with U = −ln posterior.
///
/// Welling & Teh's ε, and the step size of Turing, R's sgmcmc and TensorFlow Probability, is 2η; BlackJAX, posteriors
/// and SGMCMCJax use η as here.
public enum LearningRate: Sendable, Hashable {
  /// The same η at every step.
  case constant(Double)

  /// η = a(b + t)^−γ at step t = 0, 1, … (Welling & Teh 2011); ½ < γ ≤ 1 makes the chain converge to the
  /// posterior.
  case polynomial(a: Double, b: Double, gamma: Double)

  /// η = (peak/2)(1 + cos πr) with r = (t mod L)/L in cycles of L steps (Zhang et al. 2020): each begins at the peak
  /// and ends near zero.
  case cosineCycles(peak: Double, stepsPerCycle: Int)

  /// η at step t, from 0.
  @inlinable
  public func callAsFunction(_ step: Int) -> Double {
    switch self {
    case .constant(let rate): rate
    case .polynomial(let a, let b, let gamma): a * pow(b + Double(step), -gamma)
    case .cosineCycles(let peak, let length): 0.5 * peak * (1 + cos(.pi * Double(step % length) / Double(length)))
    }
  }

  /// A precondition's check: rates are positive and finite.
  @usableFromInline
  var isValid: Bool {
    switch self {
    case .constant(let rate): rate > 0 && rate.isFinite
    case .polynomial(let a, let b, let gamma):
      a > 0 && a.isFinite && b > 0 && b.isFinite && gamma >= 0 && gamma.isFinite
    case .cosineCycles(let peak, let length): peak > 0 && peak.isFinite && length > 0
    }
  }
}

extension LearningRate: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// A constant rate, so that a number can be written where a learning rate is wanted.
  public init(floatLiteral value: Double) { self = .constant(value) }

  /// A constant rate, so that a number can be written where a learning rate is wanted.
  public init(integerLiteral value: Int) { self = .constant(Double(value)) }
}

/// A distribution that models are written with: its name, its arguments, and its density as an expression.
///
/// Names, arguments and parametrisations are Stan's: scales are standard deviations.
package struct Distribution: Sendable {
  /// The name in models, such as `normal`.
  package let name: String
  /// The arguments' names, in order.
  package let arguments: [String]
  /// Where the density is not 0.
  package let support: Support
  /// What each argument must be.
  package let domains: [Domain]
  /// The logarithm of the density, or of the probability, of x: normalised in x and in every argument.
  package let logDensity: @Sendable (_ graph: inout Graph, _ x: Node, _ arguments: [Node]) -> Node
  /// P(X ≤ x), where it is known in closed form: what truncation divides by.
  package let cumulative: (@Sendable (_ graph: inout Graph, _ x: Node, _ arguments: [Node]) -> Node)?

  /// Where a distribution has its values.
  package enum Support: Hashable, Sendable {
    case real, positive, unit
    /// Above an argument.
    case above(argument: Int)
    /// Between two arguments.
    case between(Int, Int)
    /// 0 or 1.
    case binary
    /// 0, 1, 2, …
    case counts
    /// 0, …, n, with n an argument.
    case countsUpTo(argument: Int)
    /// 1, …, K, of a vector argument's K (categorical_logit), or of its K − 1 (ordered_logistic).
    case categories
    /// A vector of positive numbers whose sum is 1.
    case simplex
    /// A vector of real numbers.
    case vector

    /// Whether values are whole numbers.
    package var isDiscrete: Bool {
      switch self {
      case .binary, .counts, .countsUpTo, .categories: true
      default: false
      }
    }
  }

  /// What an argument must be.
  package enum Domain: Hashable, Sendable {
    case real, positive, unit, vector
    /// A whole number, 0 or more: data.
    case count
    /// A lower triangular matrix, or a positive definite one: data.
    case matrix
  }
}

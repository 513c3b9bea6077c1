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
  ///
  /// x and each argument are a node, or the nodes of a vector's elements where examples have a vector each.
  package let logDensity: @Sendable (_ graph: inout Graph, _ x: [Node], _ arguments: [[Node]]) -> Node
  /// P(X ≤ x), where it is known: what truncation divides by.
  package let cumulative: (@Sendable (_ graph: inout Graph, _ x: Node, _ arguments: [Node]) -> Node)?

  /// The argument in which ``cumulative`` has no derivative, so that it is a known number where that is used.
  package let shape: Int?

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
    case real, positive, unit
    /// A vector, the same for all examples.
    case vector
    /// A vector of positive numbers.
    case positives
    /// A vector, or one for each example.
    case vectors
    /// Probabilities whose sum is 1, or some for each example.
    case simplexes
    /// A whole number, 0 or more: data.
    case count
    /// A positive definite matrix.
    case covariance
    /// A lower triangular matrix with a positive diagonal.
    case cholesky

    /// Whether it is a vector.
    package var isVector: Bool { [.vector, .positives].contains(self) || mayVary }
    /// Whether it is a vector that each example may have its own of.
    package var mayVary: Bool { self == .vectors || self == .simplexes }
    /// Whether it is a matrix.
    package var isMatrix: Bool { self == .covariance || self == .cholesky }
  }

  /// The log density of one number, or of a whole vector, under arguments of a node each.
  package func logDensity(_ graph: inout Graph, _ x: Node, _ arguments: [Node]) -> Node {
    logDensity(&graph, [x], arguments.map { [$0] })
  }
}

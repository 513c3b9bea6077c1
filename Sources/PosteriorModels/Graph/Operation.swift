/// A node of a ``Graph``: one quantity of a model.
package struct Node: Hashable, Sendable {
  /// The node's place in the graph's list. A node's operands stand before it.
  package let index: Int
}

/// How many values a node has.
package enum Extent: Hashable, Sendable {
  /// One value.
  case one
  /// As many values as a vector has: levels of a factor, or elements of a parameter.
  case vector(Int)
  /// A value for each example.
  case rows

  /// The extent of two operands together: one value goes with any number of values.
  func joined(_ other: Extent) -> Extent {
    if self == .one { return other }
    precondition(other == .one || other == self, "\(self) does not go with \(other)")
    return self
  }
}

/// What a node is: a leaf, or a function of other nodes. Functions of several values act on each by itself unless said
/// otherwise.
package enum Operation: Hashable, Sendable {
  /// A number. Its extent is one value.
  case constant(Double)
  /// A column of the table: a number for each example.
  case column(Int)
  /// A vector of known numbers.
  case knownVector(Int)
  /// Coordinates of the unconstrained position, from a first one on: one value, or a vector.
  case parameter(first: Int)
  /// A function of one operand.
  case unary(UnaryFunction, Node)
  /// A function of two operands.
  case binary(BinaryFunction, Node, Node)
  /// The operand's one value for each element of a vector, or for each example.
  case repeated(Node)
  /// The second operand where the first is not 0, the third elsewhere.
  case select(Node, Node, Node)
  /// The elements of a vector at the places that a map gives for each example, or for each element of another vector.
  case gather(Node, map: Int)
  /// The adjoint of gather: sums of the operand's values over all that have the same place. A vector.
  case scatter(Node, map: Int)
  /// One element of a vector.
  case element(Node, Int)
  /// Consecutive elements of a vector.
  case slice(Node, first: Int)
  /// The adjoint of element and slice: a vector of 0 but for the operand's values, from a first place on.
  case embed(Node, first: Int)
  /// Operands of one value or of several, one after another. A vector.
  case concatenate([Node])
  /// The sum of a vector's elements, or of the values of all examples. One value.
  case sum(Node)
  /// Sums of a vector's elements up to each, from the front or from the back. A vector.
  case cumulativeSum(Node, fromBack: Bool)
  /// Σₖ columnₖ · vectorₖ: a value for each example.
  case product(columns: [Int], Node)
  /// The adjoint of product: Σ columnₖ · operand over all examples, for each k. A vector.
  case productSum(columns: [Int], Node)
}

/// A function of one number.
package enum UnaryFunction: String, Hashable, Sendable, CaseIterable {
  case negate, reciprocal, square, exp, expm1, log, log1p, sqrt, abs, sign
  case sin, cos, arctangent, tanh
  /// 1/(1 + e^−x).
  case logistic
  /// ln(1 + eˣ).
  case softplus
  /// ln |Γ(x)|, and its derivative.
  case logGamma, digamma
  /// The standard normal distribution function Φ, and its logarithm.
  case normalCDF, logNormalCDF
}

/// A function of two numbers. Comparisons are 1 where they hold and 0 elsewhere.
package enum BinaryFunction: String, Hashable, Sendable, CaseIterable {
  case add, subtract, multiply, divide, power, minimum, maximum
  /// ln(eˣ + eʸ).
  case logAddExp
  case less, lessOrEqual, equal
  /// The gamma distribution's function P(a, x) of x and the shape a, and 1 − P(a, x). Their derivative in the shape
  /// is not among the functions.
  case gammaCDF, gammaTail
  /// Student's distribution function of z and ν. Its derivative in ν is not among the functions.
  case studentCDF
}

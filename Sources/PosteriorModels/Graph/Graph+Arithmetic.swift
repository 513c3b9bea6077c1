// Functions of single values, which act on vectors and examples element by element. Constants are folded.

extension Graph {
  /// A function of one operand.
  package mutating func apply(_ function: UnaryFunction, _ x: Node) -> Node {
    if let value = value(x) { return constant(function(value)) }
    switch (function, operation(x)) {
    case (.negate, .unary(.negate, let inner)), (.reciprocal, .unary(.reciprocal, let inner)),
      (.log, .unary(.exp, let inner)):
      return inner
    case (.negate, .binary(.subtract, let a, let b)): return subtract(b, a)
    case (.square, .unary(.negate, let inner)): return apply(.square, inner)
    default: return node(.unary(function, x), extent(x))
    }
  }

  /// A function of two operands.
  package mutating func apply(_ function: BinaryFunction, _ x: Node, _ y: Node) -> Node {
    switch function {
    case .add: add(x, y)
    case .subtract: subtract(x, y)
    case .multiply: multiply(x, y)
    case .divide: divide(x, y)
    case .power: power(x, y)
    default: plain(function, x, y)
    }
  }

  /// x + y.
  package mutating func add(_ x: Node, _ y: Node) -> Node {
    if value(x) == 0 { return y }
    if value(y) == 0 { return x }
    if case .unary(.negate, let inner) = operation(y) { return subtract(x, inner) }
    if case .unary(.negate, let inner) = operation(x) { return subtract(y, inner) }
    // Operands of a commutative function in one order, so that the same sum is one node.
    return x.index <= y.index ? plain(.add, x, y) : plain(.add, y, x)
  }

  /// x − y.
  package mutating func subtract(_ x: Node, _ y: Node) -> Node {
    if value(y) == 0 { return x }
    if value(x) == 0 { return negate(y) }
    if x == y { return constant(0) }
    if case .unary(.negate, let inner) = operation(y) { return add(x, inner) }
    return plain(.subtract, x, y)
  }

  /// −x.
  package mutating func negate(_ x: Node) -> Node { apply(.negate, x) }

  /// x · y.
  package mutating func multiply(_ x: Node, _ y: Node) -> Node {
    for (a, b) in [(x, y), (y, x)] {
      guard let factor = value(a) else { continue }
      if factor == 1 { return b }
      if factor == -1 { return negate(b) }
      if factor == 0 { return constant(0) }
      // c · (k · z) = (c k) · z.
      if case .binary(.multiply, let inner, let rest) = operation(b), let known = value(inner) {
        return multiply(constant(factor * known), rest)
      }
      if case .unary(.negate, let inner) = operation(b) { return multiply(constant(-factor), inner) }
    }
    if x == y { return apply(.square, x) }
    if case .unary(.negate, let inner) = operation(x) { return negate(multiply(inner, y)) }
    if case .unary(.negate, let inner) = operation(y) { return negate(multiply(x, inner)) }
    return x.index <= y.index ? plain(.multiply, x, y) : plain(.multiply, y, x)
  }

  /// x / y. A divisor of one value is inverted once, a known one beforehand.
  package mutating func divide(_ x: Node, _ y: Node) -> Node {
    if let divisor = value(y) {
      if divisor == 1 { return x }
      if let value = value(x) { return constant(value / divisor) }
      if (1 / divisor).isNormal { return multiply(constant(1 / divisor), x) }
    }
    if extent(y) == .one, extent(x) != .one { return multiply(apply(.reciprocal, y), x) }
    if value(x) == 1 { return apply(.reciprocal, y) }
    return plain(.divide, x, y)
  }

  /// x to the power y.
  package mutating func power(_ x: Node, _ y: Node) -> Node {
    switch value(y) {
    case 0: return constant(1)
    case 1: return x
    case 2: return apply(.square, x)
    case 3: return multiply(x, apply(.square, x))
    case 0.5: return apply(.sqrt, x)
    case -1: return apply(.reciprocal, x)
    default: return plain(.power, x, y)
    }
  }

  /// The second where the first is not 0, else the third.
  package mutating func select(_ condition: Node, _ x: Node, _ y: Node) -> Node {
    if let value = value(condition) { return value != 0 ? x : y }
    if x == y { return x }
    return node(.select(condition, x, y), extent(condition).joined(extent(x)).joined(extent(y)))
  }

  private mutating func plain(_ function: BinaryFunction, _ x: Node, _ y: Node) -> Node {
    if let a = value(x), let b = value(y) { return constant(function(a, b)) }
    return node(.binary(function, x, y), extent(x).joined(extent(y)))
  }
}

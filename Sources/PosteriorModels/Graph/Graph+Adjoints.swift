// What each kind of node hands on to its operands on the way back.

extension Graph {
  /// The part of each operand's adjoint that comes from a node: adjoint · ∂node/∂operand.
  ///
  /// - Parameters:
  ///   - node: A node that depends on parameters.
  ///   - adjoint: Its own adjoint, of its extent or one value for all.
  mutating func adjointParts(of node: Node, _ adjoint: Node) -> [(operand: Node, part: Node)] {
    switch operation(node) {
    case .constant, .column, .knownVector, .parameter: return []
    case .unary(let function, let x):
      return [(x, unaryPart(function, x, node, adjoint))]
    case .binary(let function, let x, let y):
      return binaryParts(function, x, y, node, adjoint)
    case .repeated(let x): return [(x, adjoint)]
    case .select(let condition, let x, let y):
      let zero = constant(0)
      return [(x, select(condition, adjoint, zero)), (y, select(condition, zero, adjoint))]
    case .gather(let x, let map):
      return [(x, scatter(repeated(adjoint, asOf: node), map: map))]
    case .scatter(let x, let map): return [(x, gather(repeated(adjoint, asOf: node), map: map))]
    case .element(let x, let place): return [(x, embed(adjoint, first: place, count: vectorCount(x)))]
    case .slice(let x, let first):
      return [(x, embed(repeated(adjoint, asOf: node), first: first, count: vectorCount(x)))]
    case .embed(let x, let first):
      let whole = repeated(adjoint, asOf: node)
      if case .vector(let count) = extent(x) { return [(x, slice(whole, first: first, count: count))] }
      return [(x, element(whole, first))]
    case .concatenate(let parts): return concatenatedParts(parts, repeated(adjoint, asOf: node))
    case .sum(let x): return [(x, repeated(adjoint, asOf: x))]
    case .cumulativeSum(let x, let fromBack):
      return [(x, cumulativeSum(repeated(adjoint, asOf: node), fromBack: !fromBack))]
    case .product(let columns, let x):
      return [(x, productSum(columns: columns, repeated(adjoint, asOf: node)))]
    case .productSum(let columns, let x):
      return [(x, product(columns: columns, repeated(adjoint, asOf: node)))]
    }
  }

  /// One value for each of a node's.
  mutating func repeated(_ value: Node, asOf node: Node) -> Node { repeated(value, as: extent(node)) }

  private mutating func concatenatedParts(_ parts: [Node], _ adjoint: Node) -> [(operand: Node, part: Node)] {
    var first = 0
    var result: [(operand: Node, part: Node)] = []
    for part in parts {
      if case .vector(let count) = extent(part) {
        result.append((part, slice(adjoint, first: first, count: count)))
        first += count
      } else {
        result.append((part, element(adjoint, first)))
        first += 1
      }
    }
    return result
  }

  private mutating func unaryPart(_ function: UnaryFunction, _ x: Node, _ y: Node, _ adjoint: Node) -> Node {
    switch function {
    case .negate: return negate(adjoint)
    case .reciprocal: return negate(multiply(adjoint, apply(.square, y)))
    case .square: return multiply(multiply(constant(2), adjoint), x)
    case .exp: return multiply(adjoint, y)
    case .expm1: return multiply(adjoint, add(y, constant(1)))
    case .log: return divide(adjoint, x)
    case .log1p: return divide(adjoint, add(x, constant(1)))
    case .sqrt: return divide(multiply(constant(0.5), adjoint), y)
    case .abs: return multiply(adjoint, apply(.sign, x))
    case .sign: return constant(0)
    case .sin: return multiply(adjoint, apply(.cos, x))
    case .cos: return negate(multiply(adjoint, apply(.sin, x)))
    case .arctangent: return divide(adjoint, add(constant(1), apply(.square, x)))
    case .tanh: return multiply(adjoint, subtract(constant(1), apply(.square, y)))
    case .logistic: return multiply(adjoint, multiply(y, subtract(constant(1), y)))
    case .softplus: return multiply(adjoint, apply(.logistic, x))
    case .logGamma: return multiply(adjoint, apply(.digamma, x))
    case .digamma: preconditionFailure("the derivative of digamma is not among the functions")
    case .normalCDF:
      let density = apply(.exp, subtract(constant(-halfLogTwoPi), multiply(constant(0.5), apply(.square, x))))
      return multiply(adjoint, density)
    case .logNormalCDF:
      // φ(x)/Φ(x), from logarithms: both may be near 0.
      let logDensity = subtract(constant(-halfLogTwoPi), multiply(constant(0.5), apply(.square, x)))
      return multiply(adjoint, apply(.exp, subtract(logDensity, y)))
    }
  }

  private mutating func binaryParts(
    _ function: BinaryFunction, _ x: Node, _ y: Node, _ value: Node, _ adjoint: Node
  ) -> [(operand: Node, part: Node)] {
    switch function {
    case .add: return [(x, adjoint), (y, adjoint)]
    case .subtract: return [(x, adjoint), (y, negate(adjoint))]
    case .multiply: return [(x, multiply(adjoint, y)), (y, multiply(adjoint, x))]
    case .divide:
      let share = divide(adjoint, y)
      return [(x, share), (y, negate(multiply(share, value)))]
    case .power:
      let byBase = multiply(adjoint, multiply(y, power(x, subtract(y, constant(1)))))
      return [(x, byBase), (y, multiply(adjoint, multiply(value, apply(.log, x))))]
    case .minimum, .maximum:
      let zero = constant(0)
      let first = function == .minimum ? apply(.lessOrEqual, x, y) : apply(.lessOrEqual, y, x)
      return [(x, select(first, adjoint, zero)), (y, select(first, zero, adjoint))]
    case .logAddExp:
      // eˣ/(eˣ + eʸ).
      let share = apply(.logistic, subtract(x, y))
      return [(x, multiply(adjoint, share)), (y, multiply(adjoint, subtract(constant(1), share)))]
    case .less, .lessOrEqual, .equal: return []
    case .gammaCDF: return [(x, multiply(adjoint, gammaDensity(x, shape: y)))]
    case .gammaTail: return [(x, negate(multiply(adjoint, gammaDensity(x, shape: y))))]
    case .studentCDF: return [(x, multiply(adjoint, studentDensity(x, degrees: y)))]
    }
  }
}

/// ½ ln 2π.
let halfLogTwoPi = 0.918938533204672741780329736406

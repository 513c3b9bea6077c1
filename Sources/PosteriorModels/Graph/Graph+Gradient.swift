// Derivatives by the chain rule from the back (reverse accumulation), as nodes of the same graph.

extension Graph {
  /// The derivatives of a quantity: of one value, or of the sum of its values over all examples or elements.
  ///
  /// Sums over examples, such as the derivative by a parameter that each example depends on, are the nodes sum, scatter
  /// and productSum.
  ///
  /// - Parameters:
  ///   - quantity: The quantity.
  ///   - dimension: The number d of coordinates of the unconstrained position.
  /// - Returns: A vector of d elements: a derivative for each coordinate.
  package mutating func gradient(of quantity: Node, dimension: Int) -> Node {
    var adjoints = [quantity.index: constant(1)]
    var total: Node?
    let depends = dependsOnParameters()
    for index in stride(from: quantity.index, through: 0, by: -1) where depends[index] {
      let node = Node(index: index)
      guard let adjoint = adjoints[index].map({ repeated($0, asOf: node) }) else { continue }
      if case .parameter(let first) = operation(node) {
        let piece = embed(adjoint, first: first, count: dimension)
        total = total.map { add($0, piece) } ?? piece
      } else {
        for (operand, part) in adjointParts(of: node, adjoint) where depends[operand.index] {
          let own = isBroadcast(operand, in: node) ? sum(repeated(part, asOf: node)) : part
          adjoints[operand.index] = adjoints[operand.index].map { add($0, own) } ?? own
        }
      }
    }
    return total ?? knownVector([Double](repeating: 0, count: dimension))
  }

  /// Whether one value went with many in a node, so that its adjoint is a sum over them.
  private func isBroadcast(_ operand: Node, in node: Node) -> Bool {
    guard extent(operand) == .one else { return false }
    switch operation(node) {
    case .unary, .binary, .select, .repeated: return true
    default: return false
    }
  }

  /// Whether each node depends on a parameter.
  package func dependsOnParameters() -> [Bool] {
    var depends: [Bool] = []
    for node in nodes {
      if case .parameter = operation(node) {
        depends.append(true)
      } else {
        depends.append(operands(of: node).contains { depends[$0.index] })
      }
    }
    return depends
  }

  /// A node's operands.
  package func operands(of node: Node) -> [Node] {
    switch operation(node) {
    case .constant, .column, .knownVector, .parameter: []
    case .unary(_, let x), .repeated(let x), .gather(let x, _), .scatter(let x, _), .element(let x, _),
      .slice(let x, _), .embed(let x, _), .sum(let x), .cumulativeSum(let x, _), .product(_, let x),
      .productSum(_, let x):
      [x]
    case .binary(_, let x, let y): [x, y]
    case .select(let condition, let x, let y): [condition, x, y]
    case .concatenate(let parts): parts
    }
  }
}

/// c(v − b) of a vector v and numbers b and c, with Σ (v − b) · c(v − b) and Σ (v − b): what the derivatives
/// of normal levels are made of. They are one instruction.
struct Deviations {
  /// c(v − b).
  let product: Node
  let vector: Node
  let center: Node
  let factor: Node
  /// Σ (v − b) · c(v − b), and Σ (v − b) where it is wanted.
  let productSum: Node
  let sum: Node?
  /// v − b and the vector that the first sum is of, which nothing else uses, and both sums.
  let absorbed: [Node]

  /// The ones of a graph's nodes.
  ///
  /// - Parameters:
  ///   - graph: The graph.
  ///   - needed: Which nodes the program computes.
  ///   - levels: After how many passes over examples.
  static func all(_ graph: Graph, needed: [Bool], levels: [Int]) -> [Deviations] {
    var users: [Node: [Node]] = [:]
    for node in graph.nodes where needed[node.index] {
      for operand in graph.operands(of: node) { users[operand, default: []].append(node) }
    }
    return graph.nodes.compactMap { node in
      guard needed[node.index], case .vector = graph.extent(node),
        case .binary(.multiply, let x, let y) = graph.operation(node)
      else { return nil }
      let found = Deviations(graph, node, x, y, users) ?? Deviations(graph, node, y, x, users)
      let isTogether = found?.absorbed.allSatisfy { levels[$0.index] == levels[node.index] } ?? false
      return isTogether ? found : nil
    }
  }

  private init?(_ graph: Graph, _ product: Node, _ deviation: Node, _ factor: Node, _ users: [Node: [Node]]) {
    guard graph.extent(factor) == .one, case .binary(.subtract, let vector, let center) = graph.operation(deviation),
      graph.extent(vector) == graph.extent(product), graph.extent(center) == .one
    else { return nil }
    var others = Set(users[deviation, default: []])
    others.remove(product)
    guard let square = others.first(where: { Self.isProduct(graph, $0, of: deviation, product) }),
      users[square]?.count == 1, let productSum = users[square]?.first, graph.operation(productSum) == .sum(square)
    else { return nil }
    others.remove(square)
    sum = others.first
    guard others.count <= 1, sum.map({ graph.operation($0) == .sum(deviation) }) ?? true else { return nil }
    // Nothing that is made of a sum may come before the instruction.
    let isFirst = sum.map { users[$0, default: []].allSatisfy { $0.index > product.index } } ?? true
    guard isFirst else { return nil }
    (self.product, self.vector, self.center, self.factor) = (product, vector, center, factor)
    self.productSum = productSum
    absorbed = [deviation, square, productSum] + [sum].compactMap(\.self)
  }

  private static func isProduct(_ graph: Graph, _ node: Node, of x: Node, _ y: Node) -> Bool {
    guard case .binary(.multiply, let a, let b) = graph.operation(node) else { return false }
    return (a, b) == (x, y) || (a, b) == (y, x)
  }
}

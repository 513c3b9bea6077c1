/// The difference between a graph's nodes at the position and the same nodes at a fixed one θ*.
///
/// The difference of a linear function is that function of its operands' differences. So sums over examples of a
/// function of the position become sums of its difference, whose part at θ* is one known number for each example.
struct AnchoredGradient {
  private(set) var graph: Graph
  private let position: [Double]
  private let depends: [Bool]
  /// Each node at θ*.
  private var there: [Node: Node] = [:]
  /// Each node's difference; none where it is 0.
  private var differences: [Node: Node] = [:]

  /// A folded model's gradient of the log posterior in which the examples' parts are ∇ℓ(θ) − ∇ℓ(θ*), and
  /// the sum of ∇ℓ(θ*) over all examples is added once.
  ///
  /// - Parameters:
  ///   - model: The model, folded.
  ///   - position: θ*.
  ///   - sum: Σ ∇ℓ(θ*).
  /// - Returns: The node, in a graph without what no parameter changes.
  static func made(of model: ModelGraph, at position: [Double], sum: [Double]) -> (graph: Graph, root: Node) {
    var graph = model.graph
    var root = graph.gradient(of: model.prior, dimension: model.dimension)
    if let likelihood = model.likelihood {
      let total = graph.sum(likelihood)
      let gradient = graph.gradient(of: total, dimension: model.dimension)
      var anchored = AnchoredGradient(graph, at: position)
      let difference = anchored.difference(of: gradient)
      graph = anchored.graph
      root = graph.add(root, graph.knownVector(sum))
      if let difference { root = graph.add(root, difference) }
    }
    var simplified = GraphSimplification(graph, knowsSums: false)
    let images = simplified.rewrite([root])
    return (simplified.graph, images[0])
  }

  private init(_ graph: Graph, at position: [Double]) {
    self.graph = graph
    self.position = position
    depends = graph.dependsOnParameters()
  }

  private mutating func difference(of root: Node) -> Node? {
    let needed = graph.needed(for: [root])
    for node in graph.nodes where needed[node.index] && depends[node.index] {
      let extent = graph.extent(node)
      there[node] = graph.repeated(anchored(node), as: extent)
      if let difference = difference(node) { differences[node] = graph.repeated(difference, as: extent) }
    }
    return differences[root]
  }

  private func there(_ node: Node) -> Node { there[node] ?? node }

  private mutating func anchored(_ node: Node) -> Node {
    if case .parameter(let first) = graph.operation(node) {
      guard case .vector(let count) = graph.extent(node) else { return graph.constant(position[first]) }
      return graph.knownVector(Array(position[first..<first + count]))
    }
    let operands = graph.operands(of: node).map { there($0) }
    return graph.node(like: graph.operation(node), of: operands, graph.extent(node))
  }

  private mutating func difference(_ node: Node) -> Node? {
    let operation = graph.operation(node)
    switch operation {
    case .constant, .column, .knownVector: return nil
    case .unary(.negate, let x): return differences[x].map { graph.negate($0) }
    case .binary(.add, let x, let y):
      guard let a = differences[x], let b = differences[y] else { return differences[x] ?? differences[y] }
      return graph.add(a, b)
    case .binary(.subtract, let x, let y):
      guard let b = differences[y] else { return differences[x] }
      return differences[x].map { graph.subtract($0, b) } ?? graph.negate(b)
    case .binary(.multiply, let x, let y) where !depends[x.index]: return differences[y].map { graph.multiply(x, $0) }
    case .binary(.multiply, let x, let y) where !depends[y.index]: return differences[x].map { graph.multiply($0, y) }
    case .concatenate(let parts):
      let operands = parts.map { part in
        differences[part] ?? graph.repeated(graph.constant(0), as: graph.extent(part))
      }
      return graph.node(like: operation, of: operands, graph.extent(node))
    case .repeated(let x), .gather(let x, _), .scatter(let x, _), .element(let x, _), .slice(let x, _),
      .embed(let x, _), .sum(let x), .cumulativeSum(let x, _), .product(_, let x), .productSum(_, let x):
      return differences[x].map { graph.node(like: operation, of: [$0], graph.extent(node)) }
    case .parameter, .unary, .binary, .select: return graph.subtract(node, there(node))
    }
  }
}

internal import CPosteriorKernels

/// Which nodes a program computes, when, and which of them vanish into the instructions of others.
struct ProgramPlan {
  /// How many passes over examples must come before a node.
  private(set) var levels: [Int]
  /// The nodes that the result is made of.
  let needed: [Bool]
  /// Nodes that are part of another node's instruction.
  private(set) var absorbed: Set<Node> = []
  /// Sums of vectors of which some are 0 but for a part: their terms.
  private(set) var placedSums: [Node: [Node]] = [:]
  /// Sums, differences and products that take a product or difference into their instruction.
  private(set) var fusions: [Node: Fusion] = [:]
  /// Sums over examples of products of two values.
  private(set) var dots: [Node: (Node, Node)] = [:]
  /// Sums over examples of a few columns times a product of the same and perhaps one more.
  private(set) var productsTwice: [Node: Node] = [:]
  /// Multiples of deviations that are made together with their sums.
  private(set) var deviations: [Node: Deviations] = [:]
  /// Sums over examples less a product, which take the sum's last step into their instruction.
  private(set) var finishes: Set<Node> = []
  private var uses: [Int]

  /// What the program computes.
  let root: Node

  init(_ graph: Graph, root: Node) {
    self.root = root
    needed = graph.needed(for: [root])
    levels = Array(repeating: 0, count: graph.count)
    uses = Array(repeating: 0, count: graph.count)
    uses[root.index] = 1
    for node in graph.nodes where needed[node.index] {
      let operands = graph.operands(of: node)
      for operand in operands { uses[operand.index] += 1 }
      let most = operands.map { levels[$0.index] }.max() ?? 0
      levels[node.index] = most + (graph.sumsExamples(node) ? 1 : 0)
    }
    for found in Deviations.all(graph, needed: needed, levels: levels) {
      deviations[found.product] = found
      absorbed.formUnion(found.absorbed)
    }
    for node in graph.nodes.reversed() where needed[node.index] && !absorbed.contains(node) {
      findPlacedSum(graph, node)
      findDot(graph, node)
      findProductTwice(graph, node)
      findFactors(graph, node)
      findFusion(graph, node)
    }
  }

  /// The nodes of examples that the sums after so many passes are made of, in order.
  func exampleNodes(_ graph: Graph, level: Int) -> [Node] {
    var wanted = Array(repeating: false, count: graph.count)
    for node in sums(graph, level: level) { wanted[graph.operands(of: node)[0].index] = true }
    for index in stride(from: graph.count - 1, through: 0, by: -1) where wanted[index] {
      for operand in graph.operands(of: Node(index: index)) where graph.extent(operand) == .rows {
        wanted[operand.index] = true
      }
    }
    return graph.nodes.filter { wanted[$0.index] }
  }

  /// The sums over examples that come from the pass after `level` others.
  func sums(_ graph: Graph, level: Int) -> [Node] {
    graph.nodes.filter { node in
      needed[node.index] && levels[node.index] == level + 1 && graph.sumsExamples(node)
        && !graph.sumsRepeated(node)
    }
  }

  /// Terms of a sum of vectors, through sums that are used nowhere else.
  private func terms(_ graph: Graph, _ node: Node, isRoot: Bool) -> (terms: [Node], inner: [Node]) {
    guard case .binary(.add, let x, let y) = graph.operation(node), isRoot || uses[node.index] == 1 else {
      return ([node], [])
    }
    let (left, right) = (terms(graph, x, isRoot: false), terms(graph, y, isRoot: false))
    return (left.terms + right.terms, left.inner + right.inner + (isRoot ? [] : [node]))
  }

  private mutating func findPlacedSum(_ graph: Graph, _ node: Node) {
    guard case .vector = graph.extent(node), case .binary(.add, _, _) = graph.operation(node) else { return }
    let (terms, inner) = terms(graph, node, isRoot: true)
    let placed = terms.filter { if case .embed = graph.operation($0) { uses[$0.index] == 1 } else { false } }
    guard !placed.isEmpty else { return }
    placedSums[node] = terms
    absorbed.formUnion(inner)
    absorbed.formUnion(placed)
  }

  private mutating func findDot(_ graph: Graph, _ node: Node) {
    guard case .sum(let x) = graph.operation(node), graph.extent(x) == .rows, uses[x.index] == 1 else { return }
    switch graph.operation(x) {
    case .binary(.multiply, let a, let b): dots[node] = (a, b)
    case .unary(.square, let a): dots[node] = (a, a)
    default: return
    }
    absorbed.insert(x)
  }

  private mutating func findProductTwice(_ graph: Graph, _ node: Node) {
    guard case .productSum(let columns, let x) = graph.operation(node), uses[x.index] == 1,
      case .product(let longer, _) = graph.operation(x), longer.count <= 8, longer.starts(with: columns)
    else { return }
    productsTwice[node] = x
  }

  /// A vector and one number behind it, as a product's factors, are put where it wants them.
  private mutating func findFactors(_ graph: Graph, _ node: Node) {
    guard case .product(_, let x) = graph.operation(node), case .concatenate(let parts) = graph.operation(x),
      uses[x.index] == 1, parts.count == 2, graph.extent(parts[0]) != .one, graph.extent(parts[1]) == .one
    else { return }
    absorbed.insert(x)
  }

  private mutating func findFusion(_ graph: Graph, _ node: Node) {
    guard placedSums[node] == nil, deviations[node] == nil,
      let fusion = Fusion(graph, node, isSingle: { uses[$0.index] == 1 })
    else { return }
    fusions[node] = fusion
    absorbed.insert(fusion.inner)
    guard fusion.opcode == CPK_SUBTRACT_PRODUCT, case .vector = graph.extent(node), let sum = fusion.operands.last,
      graph.extent(sum) == graph.extent(node), graph.sumsExamples(sum), !graph.sumsRepeated(sum), uses[sum.index] == 1
    else { return }
    finishes.insert(node)
    absorbed.insert(sum)
  }
}

extension Graph {
  /// Whether a node is a sum over examples of the same value for each.
  func sumsRepeated(_ node: Node) -> Bool {
    guard case .sum(let x) = operation(node), case .repeated = operation(x) else { return false }
    return extent(x) == .rows
  }
}

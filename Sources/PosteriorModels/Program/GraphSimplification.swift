/// A graph written anew without what no parameter changes, and with single values taken out of vectors and of sums over
/// examples.
///
/// - What depends on no parameter becomes a constant, a known vector or a column.
/// - A function of repeated values is the function of one value, repeated.
/// - Σ s xᵢ over examples, with s of one value, becomes s Σ xᵢ.
/// - a + b₁x₁ + b₂x₂ of columns and coordinates that stand together becomes one product (``gatheredSum(_:)``).
struct GraphSimplification {
  /// The graph as written anew.
  var graph: Graph
  let source: Graph
  /// Whether sums over examples of what no parameter changes are known: not where they go by minibatch.
  let knowsSums: Bool
  private var known: [KnownValue?]
  private var images: [Node?]
  /// How many nodes each is an operand of.
  private var parents: [Int]
  /// Sums that are only terms of another sum.
  private var innerSums: Set<Node> = []

  init(_ source: Graph, knowsSums: Bool) {
    self.source = source
    self.knowsSums = knowsSums
    graph = Graph(rowCount: source.rowCount)
    known = Array(repeating: nil, count: source.count)
    images = Array(repeating: nil, count: source.count)
    parents = Array(repeating: 0, count: source.count)
  }

  /// The nodes of the new graph that stand for nodes of the old one.
  mutating func rewrite(_ roots: [Node]) -> [Node] {
    let needed = source.needed(for: roots)
    var isKnown = Array(repeating: false, count: source.count)
    for node in source.nodes where needed[node.index] {
      let operands = source.operands(of: node)
      for operand in Set(operands) { parents[operand.index] += 1 }
      isKnown[node.index] = canBeKnown(node) && operands.allSatisfy { isKnown[$0.index] }
      guard isKnown[node.index] else { continue }
      known[node.index] = source.knownValue(of: node, operands.compactMap { known[$0.index] })
    }
    for node in source.nodes where needed[node.index] && source.isSum(node) {
      innerSums.formUnion(source.operands(of: node).filter { isSingle($0) && source.isSum($0) })
    }
    for node in source.nodes where needed[node.index] && !isKnown[node.index] {
      images[node.index] = graph.repeated(rewritten(node), as: source.extent(node))
    }
    return roots.map { image($0) }
  }

  private func canBeKnown(_ node: Node) -> Bool {
    if case .parameter = source.operation(node) { return false }
    return knowsSums || !source.sumsExamples(node)
  }

  /// A node's image, made now if its value is known.
  private mutating func image(_ node: Node) -> Node {
    if let image = images[node.index] { return image }
    guard let value = known[node.index] else { preconditionFailure("node \(node.index) comes after its use") }
    let image: Node
    if value.values.count == 1 {
      image = graph.repeated(graph.constant(value.values[0]), as: value.extent)
    } else {
      image = value.extent == .rows ? graph.column(value.values) : graph.knownVector(value.values)
    }
    images[node.index] = image
    return image
  }

  /// The image without repetition.
  mutating func stripped(_ node: Node) -> Node {
    let image = image(node)
    if case .repeated(let value) = graph.operation(image) { return value }
    return image
  }

  private func isSingle(_ node: Node) -> Bool { parents[node.index] == 1 }

  /// Whether a sum is only a term of another one.
  func isInner(_ node: Node) -> Bool { innerSums.contains(node) }

  /// Whether no parameter changes a node.
  func isKnown(_ node: Node) -> Bool { known[node.index] != nil }

  /// A product plus or minus a column, as a product with one more column: a residual, say.
  private mutating func longerProduct(_ function: BinaryFunction, _ x: Node, _ y: Node, isSingle: [Bool]) -> Node? {
    guard !knowsSums, function == .add || function == .subtract else { return nil }
    for (product, other, isSingle, isFirst) in [(x, y, isSingle[0], true), (y, x, isSingle[1], false)] {
      guard isSingle, case .product(let columns, let factors) = graph.operation(product), columns.count % 8 != 0,
        case .column(let place) = graph.operation(other), graph.columns[place].allSatisfy(\.isFinite)
      else { continue }
      let sign = graph.constant(function == .add ? 1 : -1)
      let all = graph.concatenate([factors, sign])
      let sum = graph.product(columns: columns + [place], all)
      return function == .subtract && !isFirst ? graph.negate(sum) : sum
    }
    return nil
  }

  private mutating func rewritten(_ node: Node) -> Node {
    let (extent, operation) = (source.extent(node), graph.adopted(source.operation(node), from: source))
    switch operation {
    case .unary(_, let x):
      if let sum = gatheredSum(node) { return sum }
      return graph.node(like: operation, of: [stripped(x)], extent)
    case .binary(let function, let x, let y):
      if let sum = gatheredSum(node) { return sum }
      let (a, b) = (stripped(x), stripped(y))
      return longerProduct(function, a, b, isSingle: [isSingle(x), isSingle(y)]) ?? graph.apply(function, a, b)
    case .select(let condition, let x, let y):
      return graph.node(like: operation, of: [stripped(condition), stripped(x), stripped(y)], extent)
    case .repeated(let x): return image(x)
    case .slice(let x, _) where source.extent(x) == extent: return stripped(x)
    case .gather(let x, _), .element(let x, _), .slice(let x, _):
      let values = stripped(x)
      return graph.extent(values) == .one ? values : graph.node(like: operation, of: [values], extent)
    case .embed(let x, _) where source.extent(x) == extent: return image(x)
    case .sum(let x), .scatter(let x, _), .productSum(_, let x):
      return factoredSum(image(x)) { $0.node(like: operation, of: [$1], extent) }
    default: return graph.node(like: operation, of: source.operands(of: node).map { image($0) }, extent)
    }
  }

  /// A linear function of values, with factors of one value and signs taken out of it.
  private mutating func factoredSum(_ values: Node, _ sum: (inout Graph, Node) -> Node) -> Node {
    let extent = graph.extent(values)
    switch graph.operation(values) {
    case .unary(.negate, let x): return graph.negate(factoredSum(x, sum))
    case .binary(.multiply, let x, let y):
      for (factor, rest) in [(x, y), (y, x)] where graph.extent(factor) == .one && graph.extent(rest) == extent {
        return graph.multiply(factor, factoredSum(rest, sum))
      }
    default: break
    }
    return sum(&graph, values)
  }
}

extension Graph {
  /// Which nodes some roots are made of, themselves among them.
  func needed(for roots: [Node]) -> [Bool] {
    var needed = Array(repeating: false, count: count)
    for root in roots { needed[root.index] = true }
    for index in stride(from: count - 1, through: 0, by: -1) where needed[index] {
      for operand in operands(of: Node(index: index)) { needed[operand.index] = true }
    }
    return needed
  }

  /// Whether a node is a sum over examples.
  func sumsExamples(_ node: Node) -> Bool {
    switch operation(node) {
    case .sum(let x), .scatter(let x, _), .productSum(_, let x): extent(x) == .rows
    default: false
    }
  }
}

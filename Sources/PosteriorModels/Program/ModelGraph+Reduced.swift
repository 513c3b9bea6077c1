extension ModelGraph {
  /// The model with few examples in place of many, where the likelihood of all allows that. It is one that is folded.
  ///
  /// Normal responses with one standard deviation and a linear predictor have Σ r² = |A w|² = |R w|² over all
  /// examples, with A the columns, w their coefficients and A = QR. The rows of R take the examples' place.
  ///
  /// - Returns: A model whose prior, and whose sum of the likelihood over all its examples, are those of this one; nil
  ///   where it is of another kind.
  func reduced() -> ModelGraph? {
    var source = graph
    guard let likelihood, let terms = SquaredResidual(of: likelihood, in: &source) else { return nil }
    let (rows, count) = (source.rowCount, terms.residual.columnCount)
    guard rows >= 4 * count, count <= 256, rows * count <= 200_000_000 / count else { return nil }
    var table = Matrix(rowCount: rows, columnCount: count)
    for (j, column) in terms.residual.parts.flatMap(\.columns).enumerated() {
      for i in 0..<rows { table[i, j] = column[i] }
    }
    guard let upper = try? table.upperFactor() else { return nil }
    var copy = GraphCopy(of: source, rowCount: count)
    guard let prior = copy.image(of: self.prior), let scale = copy.image(of: terms.scale) else { return nil }
    var coefficients: [Node] = []
    for part in terms.residual.parts {
      guard let image = copy.image(of: part.coefficients) else { return nil }
      coefficients.append(image)
    }
    let places = (0..<count).map { copy.graph.place(ofColumn: upper.column($0)) }
    let residual = copy.graph.product(columns: places, copy.graph.concatenate(coefficients))
    var sum = copy.graph.multiply(scale, copy.graph.apply(.square, residual))
    if let constant = terms.constant {
      guard let image = copy.image(of: constant) else { return nil }
      // k of each of N examples, as as much of each of the few.
      let share = copy.graph.constant(Double(rows) / Double(count))
      sum = copy.graph.add(sum, copy.graph.multiply(share, image))
    }
    return ModelGraph(graph: copy.graph, dimension: dimension, prior: prior, likelihood: sum, reported: [])
  }
}

/// Copies what does not go by example into a graph of another number of examples.
private struct GraphCopy {
  var graph: Graph
  private let source: Graph
  private var images: [Int: Node] = [:]

  init(of source: Graph, rowCount: Int) {
    self.source = source
    graph = Graph(rowCount: rowCount)
  }

  /// The copy of a node; nil where it rests on examples.
  mutating func image(of root: Node) -> Node? {
    let needed = source.needed(for: [root])
    for node in source.nodes where needed[node.index] && images[node.index] == nil {
      guard source.extent(node) != .rows, let copy = copied(node) else { return nil }
      images[node.index] = copy
    }
    return images[root.index]
  }

  private mutating func copied(_ node: Node) -> Node? {
    if source.sumsExamples(node) { return nil }
    let operation = graph.adopted(source.operation(node), from: source)
    let operands = source.operands(of: node).compactMap { images[$0.index] }
    return graph.repeated(graph.node(like: operation, of: operands, source.extent(node)), as: source.extent(node))
  }
}

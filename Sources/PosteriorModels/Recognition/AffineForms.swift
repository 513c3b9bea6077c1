/// The nodes of a graph whose values are affine in the position, with their forms.
///
/// The graph is one without what no parameter changes: see ``GraphSimplification``.
struct AffineForms {
  let graph: Graph
  private var forms: [Node: AffineForm] = [:]

  /// The forms of some nodes, and of all that these are made of.
  init(_ graph: Graph, of roots: [Node]) {
    self.graph = graph
    let needed = graph.needed(for: roots)
    for node in graph.nodes where needed[node.index] { forms[node] = form(of: node) }
  }

  /// A node's form, or nil where the node is not affine.
  subscript(_ node: Node) -> AffineForm? { forms[node] }

  private func form(of node: Node) -> AffineForm? {
    switch graph.operation(node) {
    case .constant(let value): return AffineForm(constant: [value])
    case .column(let place): return AffineForm(constant: graph.columns[place])
    case .knownVector(let place): return AffineForm(constant: graph.vectors[place])
    case .parameter(let first): return parameter(first, count: graph.size(graph.extent(node)))
    case .unary(.negate, let x): return forms[x]?.scaled(by: [-1])
    case .binary(let function, let x, let y): return form(of: function, x, y)
    case .repeated(let x): return forms[x]
    case .gather(let x, let map): return forms[x]?.picked(graph.maps[map].places.map { Int($0) })
    case .element(let x, let place): return forms[x]?.picked([place])
    case .slice(let x, let first): return forms[x]?.picked(Array(first..<first + graph.size(graph.extent(node))))
    case .concatenate(let parts): return concatenated(parts)
    case .sum(let x) where graph.extent(x) != .rows:
      let count = graph.size(graph.extent(x))
      return forms[x]?.mapped { numbers in
        [numbers.count == count ? numbers.reduce(0, +) : Double(count) * numbers[0]]
      }
    case .product(let columns, let x): return forms[x].map { product(columns, $0) }
    case .unary, .select, .scatter, .embed, .sum, .cumulativeSum, .productSum: return nil
    }
  }

  private func parameter(_ first: Int, count: Int) -> AffineForm {
    var form = AffineForm(constant: [0])
    for k in 0..<count { form.slopes[first + k] = (0..<count).map { $0 == k ? 1 : 0 } }
    return form
  }

  private func form(of function: BinaryFunction, _ x: Node, _ y: Node) -> AffineForm? {
    guard let a = forms[x], let b = forms[y] else { return nil }
    switch function {
    case .add: return a + b
    case .subtract: return a + b.scaled(by: [-1])
    case .multiply where a.isKnown: return b.scaled(by: a.constant)
    case .multiply where b.isKnown: return a.scaled(by: b.constant)
    case .divide where b.isKnown: return a.divided(by: b.constant)
    default: return nil
    }
  }

  private func concatenated(_ parts: [Node]) -> AffineForm? {
    var whole = AffineForm(constant: [])
    for part in parts {
      guard let form = forms[part] else { return nil }
      let count = graph.size(graph.extent(part))
      func expanded(_ numbers: [Double]) -> [Double] {
        numbers.count == count ? numbers : [Double](repeating: numbers[0], count: count)
      }
      let before = [Double](repeating: 0, count: whole.constant.count)
      for coordinate in Set(whole.slopes.keys).union(form.slopes.keys) {
        whole.slopes[coordinate, default: before] += expanded(form.slopes[coordinate] ?? [0])
      }
      whole.constant += expanded(form.constant)
    }
    return whole
  }

  /// Σₖ columnₖ · vectorₖ.
  private func product(_ columns: [Int], _ vector: AffineForm) -> AffineForm {
    vector.mapped { factors in
      var sum = [0.0]
      for (k, column) in columns.enumerated() {
        let factor = factors.count == 1 ? factors[0] : factors[k]
        if factor == 0 { continue }
        let part = AffineForm(constant: graph.columns[column]).scaled(by: [factor])
        sum = (AffineForm(constant: sum) + part).constant
      }
      return sum
    }
  }
}

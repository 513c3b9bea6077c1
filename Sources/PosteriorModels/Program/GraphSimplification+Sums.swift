// Sums of columns times coordinates as products of rows.

extension GraphSimplification {
  /// A sum by example whose terms are several coordinates that stand together, each times a column or alone, as their
  /// product with these columns, and the other terms.
  ///
  /// - Returns: The sum; nil where it has fewer than three such terms, or is part of another.
  mutating func gatheredSum(_ node: Node) -> Node? {
    guard knowsSums, source.extent(node) == .rows, source.isSum(node), !isInner(node) else { return nil }
    var (columns, others) = ([Int: [Double]](), [(node: Node, isNegative: Bool)]())
    for (term, isNegative) in terms(of: node, isNegative: false) {
      let image = stripped(term)
      if let (coordinate, column) = multiple(image), columns[coordinate] == nil {
        columns[coordinate] = isNegative ? column.map(-) : column
      } else {
        others.append((image, isNegative))
      }
    }
    let coordinates = columns.keys.sorted()
    guard let first = coordinates.first, coordinates.count >= 3, coordinates.last == first + coordinates.count - 1
    else { return nil }
    let places = coordinates.map { graph.place(ofColumn: columns[$0, default: []]) }
    var sum = graph.product(columns: places, graph.parameter(first: first, count: coordinates.count))
    for (other, isNegative) in others { sum = isNegative ? graph.subtract(sum, other) : graph.add(sum, other) }
    return sum
  }

  /// A sum's terms, through sums that are part of it alone.
  private func terms(of node: Node, isNegative: Bool) -> [(node: Node, isNegative: Bool)] {
    func inner(_ x: Node, _ isNegative: Bool) -> [(node: Node, isNegative: Bool)] {
      isInner(x) && !isKnown(x) ? terms(of: x, isNegative: isNegative) : [(x, isNegative)]
    }
    switch source.operation(node) {
    case .binary(.add, let x, let y): return inner(x, isNegative) + inner(y, isNegative)
    case .binary(.subtract, let x, let y): return inner(x, isNegative) + inner(y, !isNegative)
    case .unary(.negate, let x): return inner(x, !isNegative)
    default: return [(node, isNegative)]
    }
  }

  /// The coordinate and the column whose product a node is: of a coordinate alone, ones.
  private func multiple(_ node: Node) -> (coordinate: Int, column: [Double])? {
    switch graph.operation(node) {
    case .parameter(let first) where graph.extent(node) == .one:
      return (first, [Double](repeating: 1, count: graph.rowCount))
    case .binary(.multiply, let x, let y):
      for (factor, column) in [(x, y), (y, x)] {
        guard case .parameter(let first) = graph.operation(factor), graph.extent(factor) == .one,
          case .column(let place) = graph.operation(column), graph.columns[place].allSatisfy(\.isFinite)
        else { continue }
        return (first, graph.columns[place])
      }
      return nil
    default: return nil
    }
  }
}

extension Graph {
  /// Whether a node is a sum or difference by example.
  func isSum(_ node: Node) -> Bool {
    guard extent(node) == .rows else { return false }
    switch operation(node) {
    case .binary(.add, _, _), .binary(.subtract, _, _), .unary(.negate, _): return true
    default: return false
    }
  }
}

/// A quantity by example that is linear in columns of the table: Σ coefficients · columns.
struct LinearForm {
  /// A node of one value with its column, or a vector with a column for each element.
  var parts: [(coefficients: Node, columns: [[Double]])]

  /// The form of a node, or nil where the node is no such thing.
  init?(of node: Node, in graph: inout Graph) {
    let ones = [Double](repeating: 1, count: graph.rowCount)
    guard graph.extent(node) == .rows else {
      guard graph.extent(node) == .one else { return nil }
      parts = [(node, [ones])]
      return
    }
    switch graph.operation(node) {
    case .column(let place): parts = [(graph.constant(1), [graph.columns[place]])]
    case .repeated(let value): parts = [(value, [ones])]
    case .product(let columns, let vector): parts = [(vector, columns.map { graph.columns[$0] })]
    case .unary(.negate, let x):
      guard let form = LinearForm(of: x, in: &graph) else { return nil }
      self = form.scaled(by: graph.constant(-1), in: &graph)
    case .binary(.add, let x, let y), .binary(.subtract, let x, let y):
      guard let first = LinearForm(of: x, in: &graph), let second = LinearForm(of: y, in: &graph) else { return nil }
      let isSum = graph.operation(node) == .binary(.add, x, y)
      parts = first.parts + second.scaled(by: graph.constant(isSum ? 1 : -1), in: &graph).parts
    case .binary(.multiply, let x, let y):
      if graph.extent(x) == .one || graph.extent(y) == .one {
        let (factor, rest) = graph.extent(x) == .one ? (x, y) : (y, x)
        guard let form = LinearForm(of: rest, in: &graph) else { return nil }
        self = form.scaled(by: factor, in: &graph)
      } else {
        let (place, rest): (Int, Node)
        if case .column(let column) = graph.operation(x) {
          (place, rest) = (column, y)
        } else if case .column(let column) = graph.operation(y) {
          (place, rest) = (column, x)
        } else {
          return nil
        }
        guard let form = LinearForm(of: rest, in: &graph) else { return nil }
        let factors = graph.columns[place]
        parts = form.parts.map { ($0.coefficients, $0.columns.map { zip($0, factors).map(*) }) }
      }
    default: return nil
    }
  }

  /// The form times one value.
  func scaled(by factor: Node, in graph: inout Graph) -> LinearForm {
    var form = self
    for place in parts.indices {
      form.parts[place].coefficients = graph.multiply(factor, parts[place].coefficients)
    }
    return form
  }

  /// How many columns there are.
  var columnCount: Int { parts.reduce(0) { $0 + $1.columns.count } }
}

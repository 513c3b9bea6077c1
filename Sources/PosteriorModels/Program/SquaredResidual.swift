/// A log likelihood that is k + h r² by example, with k and h of one value and r linear in columns: that of normal
/// responses with one standard deviation.
struct SquaredResidual {
  /// k; nil for 0.
  var constant: Node?
  /// h.
  var scale: Node
  /// r.
  var residual: LinearForm

  /// The terms of a node, or nil where it is no such thing.
  init?(of node: Node, in graph: inout Graph) {
    guard graph.extent(node) == .rows else { return nil }
    switch graph.operation(node) {
    case .unary(.square, let x):
      guard let form = LinearForm(of: x, in: &graph) else { return nil }
      self.init(constant: nil, scale: graph.constant(1), residual: form)
    case .unary(.negate, let x):
      guard let inner = SquaredResidual(of: x, in: &graph) else { return nil }
      self = inner.times(graph.constant(-1), in: &graph)
    case .binary(.multiply, let x, let y):
      let (factor, rest) = graph.extent(x) == .one ? (x, y) : (y, x)
      guard graph.extent(factor) == .one, let inner = SquaredResidual(of: rest, in: &graph) else { return nil }
      self = inner.times(factor, in: &graph)
    case .binary(.add, let x, let y), .binary(.subtract, let x, let y):
      let isSum = graph.operation(node) == .binary(.add, x, y)
      let minus = graph.constant(-1)
      if let other = graph.single(y), let inner = SquaredResidual(of: x, in: &graph) {
        self = inner
        add(isSum ? other : graph.multiply(minus, other), in: &graph)
      } else if let other = graph.single(x), let inner = SquaredResidual(of: y, in: &graph) {
        self = isSum ? inner : inner.times(minus, in: &graph)
        add(other, in: &graph)
      } else {
        return nil
      }
    default: return nil
    }
  }

  private init(constant: Node?, scale: Node, residual: LinearForm) {
    self.constant = constant
    self.scale = scale
    self.residual = residual
  }

  private func times(_ factor: Node, in graph: inout Graph) -> SquaredResidual {
    SquaredResidual(
      constant: constant.map { graph.multiply(factor, $0) }, scale: graph.multiply(factor, scale), residual: residual)
  }

  private mutating func add(_ node: Node, in graph: inout Graph) {
    constant = constant.map { graph.add($0, node) } ?? node
  }
}

extension Graph {
  /// The one value of a node that has the same for every example.
  fileprivate func single(_ node: Node) -> Node? {
    if extent(node) == .one { return node }
    if case .repeated(let value) = operation(node) { return value }
    return nil
  }
}

/// An expression that is written with operators, such as a distribution's density: a node, and the graph that it
/// belongs to.
///
/// A number stands for a constant: `log(2 * x) + 1`.
struct Term {
  let node: Node
  private let sheet: Sheet

  /// The graph while terms are written: shared by all of them.
  fileprivate final class Sheet {
    var graph: Graph
    init(_ graph: Graph) { self.graph = graph }
  }

  fileprivate init(_ node: Node, _ sheet: Sheet) {
    self.node = node
    self.sheet = sheet
  }

  /// Writes an expression of some nodes into a graph.
  static func write(_ graph: inout Graph, _ nodes: [Node], _ body: ([Term]) -> Term) -> Node {
    let sheet = Sheet(Graph(rowCount: 0))
    swap(&sheet.graph, &graph)
    defer { swap(&sheet.graph, &graph) }
    return body(nodes.map { Term($0, sheet) }).node
  }

  /// A constant, beside this term.
  func constant(_ value: Double) -> Term { Term(sheet.graph.constant(value), sheet) }

  /// A function of this term.
  func callAsFunction(_ function: UnaryFunction) -> Term { Term(sheet.graph.apply(function, node), sheet) }

  /// A function of this term and another.
  func apply(_ function: BinaryFunction, _ other: Term) -> Term {
    Term(sheet.graph.apply(function, node, other.node), sheet)
  }

  /// The first where this term is not 0, else the second.
  func select(_ x: Term, _ y: Term) -> Term { Term(sheet.graph.select(node, x.node, y.node), sheet) }

  /// What a change of the graph makes of this term's node.
  func with(_ change: (inout Graph, Node) -> Node) -> Term { Term(change(&sheet.graph, node), sheet) }

  static func + (x: Term, y: Term) -> Term { x.apply(.add, y) }
  static func - (x: Term, y: Term) -> Term { x.apply(.subtract, y) }
  static func * (x: Term, y: Term) -> Term { x.apply(.multiply, y) }
  static func / (x: Term, y: Term) -> Term { x.apply(.divide, y) }
  static prefix func - (x: Term) -> Term { x(.negate) }
  static func + (x: Term, y: Double) -> Term { x + x.constant(y) }
  static func + (x: Double, y: Term) -> Term { y.constant(x) + y }
  static func - (x: Term, y: Double) -> Term { x - x.constant(y) }
  static func - (x: Double, y: Term) -> Term { y.constant(x) - y }
  static func * (x: Double, y: Term) -> Term { y.constant(x) * y }
  static func / (x: Double, y: Term) -> Term { y.constant(x) / y }
}

func log(_ x: Term) -> Term { x(.log) }
func log1p(_ x: Term) -> Term { x(.log1p) }
func exp(_ x: Term) -> Term { x(.exp) }
func square(_ x: Term) -> Term { x(.square) }
func abs(_ x: Term) -> Term { x(.abs) }
func logGamma(_ x: Term) -> Term { x(.logGamma) }
func softplus(_ x: Term) -> Term { x(.softplus) }
func normalCDF(_ x: Term) -> Term { x(.normalCDF) }
func gammaCDF(_ x: Term, _ shape: Term) -> Term { x.apply(.gammaCDF, shape) }
func studentCDF(_ z: Term, _ degrees: Term) -> Term { z.apply(.studentCDF, degrees) }

internal import CPosteriorKernels

/// Two functions of values as one instruction, each rounded as before.
struct Fusion {
  let opcode: Int
  /// The node that has no instruction of its own.
  let inner: Node
  let operands: [Node]

  /// What a node takes in: a product into a sum or difference, a difference into a product.
  ///
  /// - Parameters:
  ///   - graph: The graph.
  ///   - node: The outer node.
  ///   - isSingle: Whether a node is used once.
  init?(_ graph: Graph, _ node: Node, isSingle: (Node) -> Bool) {
    guard case .binary(let function, let x, let y) = graph.operation(node) else { return nil }
    func parts(_ inner: BinaryFunction, of operand: Node) -> (Node, Node)? {
      guard case .binary(inner, let a, let b) = graph.operation(operand), isSingle(operand),
        graph.extent(operand) == graph.extent(node)
      else { return nil }
      return (a, b)
    }
    func single(_ operand: Node) -> Bool { isSingle(operand) && graph.extent(operand) == graph.extent(node) }
    switch function {
    case .add:
      for (product, term) in [(x, y), (y, x)] {
        guard let (a, b) = parts(.multiply, of: product) else { continue }
        self.init(opcode: CPK_MULTIPLY_ADD, inner: product, operands: [a, b, term])
        return
      }
    case .subtract:
      if let (a, b) = parts(.multiply, of: x) {
        self.init(opcode: CPK_MULTIPLY_SUBTRACT, inner: x, operands: [a, b, y])
        return
      }
      if let (a, b) = parts(.multiply, of: y) {
        self.init(opcode: CPK_SUBTRACT_PRODUCT, inner: y, operands: [a, b, x])
        return
      }
    case .multiply:
      for (difference, factor) in [(x, y), (y, x)] {
        guard let (a, b) = parts(.subtract, of: difference) else { continue }
        self.init(opcode: CPK_MULTIPLY_DIFFERENCE, inner: difference, operands: [factor, a, b])
        return
      }
    default: break
    }
    if function == .subtract, case .unary(let inner, let z) = graph.operation(y), single(y) {
      if inner == .exp {
        self.init(opcode: CPK_SUBTRACT_EXP, inner: y, operands: [x, z])
        return
      }
      if inner == .logistic {
        self.init(opcode: CPK_SUBTRACT_LOGISTIC, inner: y, operands: [x, z])
        return
      }
    }
    return nil
  }

  private init(opcode: Int, inner: Node, operands: [Node]) {
    self.opcode = opcode
    self.inner = inner
    self.operands = operands
  }
}

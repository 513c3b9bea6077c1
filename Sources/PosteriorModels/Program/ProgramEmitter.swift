internal import CPosteriorKernels

/// Writes the instructions of a plan.
struct ProgramEmitter {
  typealias Operand = ProgramCode.Operand

  let graph: Graph
  let plan: ProgramPlan
  /// Whether the program goes through all examples in order, and not through a minibatch.
  let isInOrder: Bool
  var code = ProgramCode()
  /// Scalars and vectors.
  var globals: [Node: Operand] = [:]
  /// What sums over examples add up in.
  var accumulators: [Node: Operand] = [:]
  /// Products' factors with zeros behind them.
  var factors: [Node: Operand] = [:]
  /// Vectors made of repeated values.
  private var copies: [Node: Operand] = [:]
  /// A block's values.
  var registers: [Node: Operand] = [:]
  /// A block's places.
  var places: [Int: Operand] = [:]
  /// Where numbers are in rows, once that is known.
  let cells: [RowStorage.Cell: Int]
  /// Maps whose equal places stand together in passes over all examples.
  let runs: Set<Int>
  /// Places of rows from a multiple of four on that are loaded together, and their registers.
  var wantedFours: Set<Int> = []
  var fours: [Int: ProgramCode.Slot] = [:]

  /// The program of a node of one value or a vector.
  ///
  /// - Parameters:
  ///   - root: The node.
  ///   - graph: Its graph.
  ///   - isInOrder: Whether the program goes through all examples in order, and not through a minibatch.
  ///   - storage: Where numbers are, if that is known: then neighbours are loaded together.
  /// - Returns: The instructions, and where the result is.
  static func program(
    of root: Node, in graph: Graph, isInOrder: Bool, storage: RowStorage? = nil
  ) -> (code: ProgramCode, result: ProgramCode.Slot) {
    let plan = ProgramPlan(graph, root: root)
    var emitter = ProgramEmitter(graph: graph, plan: plan, isInOrder: isInOrder, storage: storage)
    for level in 0...emitter.plan.levels[root.index] { emitter.emit(level: level) }
    let operand = emitter.operand(root)
    let result =
      if case .slot(let slot) = operand.memory, operand.varies { slot } else { emitter.copied(root, operand) }
    emitter.code.endStage(isOverExamples: false)
    return (emitter.code, result)
  }

  private init(graph: Graph, plan: ProgramPlan, isInOrder: Bool, storage: RowStorage?) {
    self.graph = graph
    cells = storage?.cellPlaces ?? [:]
    runs = storage?.runs ?? []
    self.plan = plan
    self.isInOrder = isInOrder
  }

  private mutating func emit(level: Int) {
    if level == 0 { emitParameters() }
    for node in graph.nodes where plan.needed[node.index] && plan.levels[node.index] == level {
      if graph.extent(node) != .rows, !plan.absorbed.contains(node) { emitGlobal(node) }
    }
    let sums = plan.sums(graph, level: level)
    if sums.isEmpty { return }
    let examples = plan.exampleNodes(graph, level: level).filter { !plan.absorbed.contains($0) }
    for node in examples { prepare(node) }
    let slot = makeAccumulators(sums)
    code.endStage(isOverExamples: false)
    registers = [:]
    places = [:]
    fours = [:]
    findFours(examples + sums)
    for node in examples { emitExamples(node) }
    for sum in sums { accumulate(sum) }
    code.endStage(isOverExamples: true, sums: slot)
  }

  /// The number of elements of a node of one value or a vector.
  func size(_ node: Node) -> Int { graph.size(graph.extent(node)) }

  /// An operand as it is: of one value where that is repeated.
  mutating func operand(_ node: Node) -> Operand {
    if let operand = globals[node] ?? registers[node] { return operand }
    switch graph.operation(node) {
    case .constant(let value): return code.constant([value])
    case .knownVector(let place):
      let operand = code.constant(graph.vectors[place])
      return Operand(memory: operand.memory, varies: true)
    case .repeated(let value): return operand(value)
    case .column(let place): return column(place, of: node)
    default: preconditionFailure("node \(node.index) has no place")
    }
  }

  /// An operand with all of its elements in memory.
  mutating func whole(_ node: Node) -> Operand { whole(node, like: node) }

  /// An operand with as many elements in memory as another node has.
  mutating func whole(_ node: Node, like other: Node) -> Operand {
    let operand = operand(node)
    // Of one value there are eight copies.
    if operand.varies || size(other) <= 8 { return operand }
    if node == other, let copy = copies[node] { return copy }
    let copy = Operand(memory: .slot(copied(other, operand)), varies: true)
    if node == other { copies[node] = copy }
    return copy
  }

  private mutating func copied(_ node: Node, _ operand: Operand) -> ProgramCode.Slot {
    let slot = code.slot(size(node))
    code.append(.init(code: CPK_COPY, count: vectors(node), to: slot, operands: [operand]))
    return slot
  }

  /// How many vectors of eight an instruction for a node works on, 0 being as many as the block has.
  func vectors(_ node: Node) -> Int { graph.extent(node) == .rows ? 0 : size(node).roundedUp(to: 8) / 8 }

  /// Appends an instruction with a slot of its own for a node.
  ///
  /// - Returns: The slot as an operand.
  @discardableResult
  mutating func emit(
    _ opcode: Int, for node: Node, length: Int = 0, other: ProgramCode.Number = .number(0), _ operands: [Operand]
  ) -> Operand {
    let isOfExamples = graph.extent(node) == .rows
    let slot = code.slot(isOfExamples ? ProgramCode.blockSize : size(node))
    code.append(
      .init(code: opcode, count: vectors(node), to: slot, length: length, other: other, operands: operands))
    let result = Operand(memory: .slot(slot), varies: graph.extent(node) != .one)
    if isOfExamples { registers[node] = result } else { globals[node] = result }
    return result
  }

  /// A function of values, with another one inside where the plan says so.
  ///
  /// - Returns: Whether the node is one.
  mutating func emitFunction(_ node: Node) -> Bool {
    if let fusion = plan.fusions[node] {
      if plan.finishes.contains(node), let sums = accumulators[fusion.operands[2]] {
        let operands = fusion.operands.prefix(2).map { operand($0) }
        emit(CPK_FINISH_SUBTRACT_PRODUCT, for: node, length: size(node), operands + [sums])
        return true
      }
      let operands = fusion.operands.map { operand($0) }
      emit(fusion.opcode, for: node, operands)
      return true
    }
    switch graph.operation(node) {
    case .unary(let function, let x): emit(function.opcode, for: node, [operand(x)])
    case .binary(let function, let x, let y): emit(function.opcode, for: node, [operand(x), operand(y)])
    case .select(let condition, let x, let y):
      emit(CPK_SELECT, for: node, [operand(condition), operand(x), operand(y)])
    default: return false
    }
    return true
  }
}

extension ProgramCode {
  /// The examples of a block.
  static let blockSize = 64
}

internal import CPosteriorKernels

// Scalars and vectors.

extension ProgramEmitter {
  /// Single coordinates that stand together, all at once.
  mutating func emitParameters() {
    var singles: [Int: Node] = [:]
    for node in graph.nodes where plan.needed[node.index] && graph.extent(node) == .one {
      if case .parameter(let first) = graph.operation(node) { singles[first] = node }
    }
    for first in singles.keys.sorted() where singles[first - 1] == nil {
      var run: [Node] = []
      while let node = singles[first + run.count] { run.append(node) }
      if run.count == 1 { continue }
      let slot = code.slot(8 * run.count)
      code.append(.init(code: CPK_PARAMETERS, to: slot, length: run.count, other: .number(first)))
      for (place, node) in run.enumerated() {
        globals[node] = Operand(memory: .slot(slot), first: 8 * place, varies: false)
      }
    }
  }

  mutating func emitGlobal(_ node: Node) {
    if globals[node] != nil { return }
    if let deviations = plan.deviations[node] { return emit(deviations) }
    if let terms = plan.placedSums[node] { return emitPlacedSum(node, terms) }
    if emitFunction(node) { return }
    switch graph.operation(node) {
    case .parameter(let first): emit(CPK_PARAMETER, for: node, length: size(node), other: .number(first), [])
    case .gather(let x, let map):
      let operands = [whole(x), Operand(memory: .places(map: map), varies: true)]
      emit(CPK_GATHER, for: node, length: size(node), operands)
    case .element(let x, let place): emit(CPK_ELEMENT, for: node, other: .number(place), [whole(x)])
    case .slice(let x, let first):
      var part = whole(x)
      part.first += first
      let to = emit(CPK_PLACE, for: node, length: size(node), [part])
      pad(to, node)
    case .embed: emitPlacedSum(node, [node])
    case .concatenate(let parts): concatenate(parts, node)
    case .cumulativeSum(let x, let fromBack):
      emit(CPK_CUMULATIVE_SUM, for: node, length: size(node), other: .number(fromBack ? 1 : 0), [whole(x)])
    case .sum(let x) where graph.extent(x) != .rows: emit(CPK_SUM, for: node, length: size(x), [whole(x)])
    case .scatter(let x, let map) where graph.extent(x) != .rows:
      let operands = [whole(x), Operand(memory: .places(map: map), varies: true)]
      let to = emit(CPK_ZERO, for: node, length: size(node).roundedUp(to: 8), [])
      append(CPK_SCATTER, to, length: size(x), operands)
      pad(to, node)
    case .sum, .scatter, .productSum: finish(node)
    default: break
    }
  }

  private mutating func emit(_ deviations: Deviations) {
    let node = deviations.product
    let operands = [whole(deviations.vector), operand(deviations.center), operand(deviations.factor)]
    let width = 8 * vectors(node)
    let slot = code.slot(width + 16)
    code.append(.init(code: CPK_DEVIATIONS, to: slot, length: size(node), operands: operands))
    globals[node] = Operand(memory: .slot(slot), varies: true)
    globals[deviations.productSum] = Operand(memory: .slot(slot), first: width, varies: false)
    if let sum = deviations.sum { globals[sum] = Operand(memory: .slot(slot), first: width + 8, varies: false) }
  }

  /// Adds an instruction on a slot that is there.
  func instruction(
    _ opcode: Int, _ to: Operand, first: Int = 0, length: Int, _ operands: [Operand]
  ) -> ProgramCode.Instruction {
    guard case .slot(let slot) = to.memory else { preconditionFailure("instructions write slots") }
    return .init(code: opcode, to: slot, first: to.first + first, length: length, operands: operands)
  }

  private mutating func append(_ opcode: Int, _ to: Operand, first: Int = 0, length: Int, _ operands: [Operand]) {
    code.append(instruction(opcode, to, first: first, length: length, operands))
  }

  /// Repeats a vector's last element behind it.
  private mutating func pad(_ to: Operand, _ node: Node) {
    if graph.extent(node) != .one, size(node) % 8 != 0 { append(CPK_PAD, to, length: size(node), []) }
  }

  private mutating func concatenate(_ parts: [Node], _ node: Node) {
    var first = 0
    let operands = parts.map { whole($0) }
    let slot = code.slot(size(node))
    let to = Operand(memory: .slot(slot), varies: true)
    for (part, operand) in zip(parts, operands) {
      append(CPK_PLACE, to, first: first, length: size(part), [operand])
      first += size(part)
    }
    globals[node] = to
    pad(to, node)
  }

  /// A sum of vectors of which some are 0 but for a part.
  private mutating func emitPlacedSum(_ node: Node, _ terms: [Node]) {
    var parts: [(first: Int, length: Int, operand: Operand)] = []
    for term in terms {
      if plan.absorbed.contains(term) || term == node, case .embed(let values, let first) = graph.operation(term) {
        parts.append((first, size(values), whole(values)))
      } else {
        parts.append((0, size(node), whole(term, like: node)))
      }
    }
    parts.sort { $0.first < $1.first }
    let to = Operand(memory: .slot(code.slot(size(node))), varies: true)
    var end = 0
    let isApart = parts.allSatisfy { part in
      defer { end = part.first + part.length }
      return part.first >= end
    }
    let isCovered = parts.reduce(0) { $0 + $1.length } == size(node)
    if !isApart || !isCovered { append(CPK_ZERO, to, length: size(node).roundedUp(to: 8), []) }
    var place = 0
    while place < parts.count {
      // Single values that stand together are placed by twos and threes.
      let ones = parts[place...].prefix(3).prefix { $0.length == 1 }
      if isApart, isCovered, ones.count > 1 {
        append(CPK_PLACE_ONES, to, first: parts[place].first, length: ones.count, ones.map(\.operand))
        place += ones.count
      } else {
        let part = parts[place]
        append(isApart ? CPK_PLACE : CPK_ADD_TO, to, first: part.first, length: part.length, [part.operand])
        place += 1
      }
    }
    globals[node] = to
    if node != plan.root { pad(to, node) }
  }
}

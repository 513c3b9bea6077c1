internal import CPosteriorKernels

// Values of examples, and sums over them.

extension ProgramEmitter {
  mutating func emitExamples(_ node: Node) {
    if emitFunction(node) { return }
    switch graph.operation(node) {
    case .gather(let x, let map):
      let opcode = isInOrder && runs.contains(map) ? CPK_ROW_GATHER_RUNS : CPK_ROW_GATHER
      emit(opcode, for: node, [whole(x), placesOperand(map)])
    case .product(let columns, _):
      if plan.productsTwice.values.contains(node) { return }
      guard let factors = factors[node] else { preconditionFailure("a product without its factors") }
      emit(CPK_PRODUCT, for: node, length: width(columns), other: .product(columns), [factors, factors])
    default: break
    }
  }

  private func width(_ columns: [Int]) -> Int { columns.count.roundedUp(to: 8) / 8 }

  /// Makes the vectors that values of examples are taken from: products' factors have zeros behind them.
  mutating func prepare(_ node: Node) {
    switch graph.operation(node) {
    case .gather(let x, _): _ = whole(x)
    case .product(let columns, let x):
      if factors[node] != nil { return }
      let slot = code.slot(8 * width(columns))
      var parts = [x]
      if plan.absorbed.contains(x), case .concatenate(let own) = graph.operation(x) { parts = own }
      let operands = parts.map { whole($0) }
      code.append(
        .init(
          code: CPK_FACTORS, to: slot, length: size(parts[0]), other: .number(parts.count - 1), operands: operands))
      factors[node] = Operand(memory: .slot(slot), varies: true)
    default: break
    }
  }

  /// Sets what sums over examples add up in to 0, all at once.
  ///
  /// - Returns: Where they are, together.
  mutating func makeAccumulators(_ sums: [Node]) -> ProgramCode.Slot {
    let sizes = sums.map { sum in
      switch graph.operation(sum) {
      case .productSum(let columns, _): 8 * width(columns)
      case .sum: 8
      default: size(sum).roundedUp(to: 8)
      }
    }
    let total = sizes.reduce(0, +)
    let slot = code.slot(total)
    code.append(.init(code: CPK_ZERO, to: slot, length: total))
    var first = 0
    for (sum, size) in zip(sums, sizes) {
      accumulators[sum] = Operand(memory: .slot(slot), first: first, varies: true)
      first += size
    }
    return slot
  }

  /// Adds a block's values to a sum.
  mutating func accumulate(_ sum: Node) {
    guard let to = accumulators[sum] else { preconditionFailure("a sum without room") }
    if let (a, b) = plan.dots[sum] {
      code.append(instruction(CPK_ROW_DOT, to, length: 0, [operand(a), operand(b)]))
      return
    }
    if let product = plan.productsTwice[sum], case .product(let columns, _) = graph.operation(product) {
      guard let factors = factors[product] else { preconditionFailure("a product without its factors") }
      var added = instruction(CPK_PRODUCT_TWICE, to, length: 1, [factors, factors])
      added.other = .product(columns)
      code.append(added)
      return
    }
    switch graph.operation(sum) {
    case .sum(let x): code.append(instruction(CPK_ROW_SUM, to, length: 0, [operand(x)]))
    case .scatter(let x, let map):
      let opcode = isInOrder && runs.contains(map) ? CPK_ROW_SCATTER_RUNS : CPK_ROW_SCATTER
      code.append(instruction(opcode, to, length: 0, [operand(x), placesOperand(map)]))
    case .productSum(let columns, let x):
      var added = instruction(CPK_PRODUCT_SUM, to, length: width(columns), [operand(x)])
      added.other = .product(columns)
      code.append(added)
    default: break
    }
  }

  /// What a sum over examples comes to.
  mutating func finish(_ sum: Node) {
    if graph.sumsRepeated(sum), case .sum(let x) = graph.operation(sum) {
      let count = emit(CPK_EXAMPLES, for: sum, [])
      emit(CPK_MULTIPLY, for: sum, [count, operand(x)])
      return
    }
    guard let from = accumulators[sum] else { preconditionFailure("a sum without room") }
    if graph.extent(sum) == .one {
      emit(CPK_FINISH_SUM, for: sum, [from])
    } else {
      emit(CPK_FINISH_VECTOR, for: sum, length: size(sum), [from])
    }
  }
}

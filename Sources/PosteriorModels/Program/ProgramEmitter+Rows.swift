internal import CPosteriorKernels

// Numbers of examples: in columns where they go in order, and otherwise loaded from rows where they are first used.

extension ProgramEmitter {
  /// Finds places of rows of which several in four are wanted by nodes.
  mutating func findFours(_ nodes: [Node]) {
    wantedFours = []
    if isInOrder { return }
    var wanted: Set<RowStorage.Cell> = []
    for node in nodes {
      switch graph.operation(node) {
      case .column(let place): wanted.insert(.column(place))
      case .gather(_, let map), .scatter(_, let map): wanted.insert(.map(map))
      default: break
      }
    }
    var counts: [Int: Int] = [:]
    for cell in wanted { if let place = cells[cell] { counts[place / 4, default: 0] += 1 } }
    let last = (cells.values.max() ?? 0) / 4
    // Rows of fewer than four numbers have no four to load.
    let isWhole = last > 0 || cells.count > 2
    for (four, count) in counts where count > 1 && isWhole { wantedFours.insert(four) }
  }

  /// A cell's register in those that are loaded together.
  private mutating func loadedTogether(_ cell: RowStorage.Cell) -> Operand? {
    guard let place = cells[cell], wantedFours.contains(place / 4) else { return nil }
    let first = ProgramCode.blockSize * (place % 4)
    if let slot = fours[place / 4] { return Operand(memory: .slot(slot), first: first, varies: true) }
    let slot = code.slot(4 * ProgramCode.blockSize)
    code.append(.init(code: CPK_LOAD_FOUR, count: 0, to: slot, other: .row(place / 4 * 4)))
    fours[place / 4] = slot
    return Operand(memory: .slot(slot), first: first, varies: true)
  }

  /// A column's values.
  mutating func column(_ place: Int, of node: Node) -> Operand {
    if isInOrder { return Operand(memory: .column(place), varies: true) }
    if let operand = loadedTogether(.column(place)) {
      registers[node] = operand
      return operand
    }
    return emit(CPK_LOAD, for: node, other: .column(place), [])
  }

  /// A map's places.
  mutating func placesOperand(_ map: Int) -> Operand {
    if isInOrder { return Operand(memory: .places(map: map), varies: true) }
    if let operand = places[map] { return operand }
    let numbers = loadedTogether(.map(map))
    let slot = code.slot(ProgramCode.blockSize / 2)
    code.append(
      .init(
        code: numbers == nil ? CPK_LOAD_PLACES : CPK_CONVERT_PLACES, count: 0, to: slot, other: .places(map: map),
        operands: [numbers].compactMap(\.self)))
    let operand = Operand(memory: .slot(slot), varies: true)
    places[map] = operand
    return operand
  }
}

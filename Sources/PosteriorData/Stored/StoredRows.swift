import PosteriorModels

/// A regression's rows, read from a packed set as they are wanted.
final class StoredRows: RegressionRows {
  let names: [String]
  let window: Int
  let memoryForOrder: Int?
  private let memory: RowMemory
  private let table: StoredTable
  /// The names of the columns that are used.
  private let used: Set<String>

  init(_ table: StoredTable, _ layout: DesignLayout, _ precision: DesignPrecision, memory bytes: Int) throws(DataError)
  {
    names = layout.names
    func size(_ memory: Int) -> BlockSize {
      BlockSize(
        rowCount: table.rowCount, designRowSize: precision.size * layout.names.count, most: table.blockRowCount,
        memory: memory)
    }
    let given = size(bytes)
    memory = RowMemory(try BlockReader(table, layout, precision), given)

    self.table = table
    let used = Set((layout.sources + [layout.target]).map { table.columns[$0].name })
    self.used = used
    // A window's blocks stay in memory while others are read: a third of the slots is for it. Few blocks stay in the
    // processor's caches too. Where the order of the rows does harm, so many are taken that it does none.
    let most = max(1, given.slotCount / 3)
    let few = min(8, most)
    let harmless = table.harmlessWindow(atLeast: few, to: used)
    window = harmless.flatMap { $0 <= most ? $0 : nil } ?? few
    memoryForOrder = harmless.map { 3 * $0 * size(.max).slotSize }
  }

  deinit { memory.close() }

  var rowCount: Int { memory.size.rowCount }
  var blockRowCount: Int { memory.size.blockRowCount }
  var rowsInMemory: Int { memory.size.rowsInMemory }
  var failure: (any Error)? { memory.firstFailure }

  func orderedColumns(window: Int) -> [String] { table.orderedColumns(window: window).filter(used.contains) }

  func expect(_ examples: Range<Int>) {
    guard !examples.isEmpty else { return }
    let shift = memory.size.shift
    memory.expect(examples.lowerBound >> shift..<(examples.upperBound - 1) >> shift + 1)
  }

  func lend(_ examples: Span<Int32>, _ body: (LentRows) -> Void) -> Int {
    let most = min(examples.count, 256)
    examples.checkIndices(at: 0..<most, below: rowCount)
    return withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * max(1, most)) { room in
      guard let places = room.baseAddress, most > 0 else { return 0 }
      let slots = places + most
      let lent = memory.borrow(examples.extracting(first: most), places, slots)
      body(
        LentRows(
          design: memory.design, memory.precision, responses: memory.responses, rowCount: memory.size.rowsInMemory,
          places: UnsafeBufferPointer(start: places, count: lent.rows)))
      memory.giveBack(slots, lent.slots)
      return lent.rows
    }
  }

  func lend(block: Int, _ body: (LentRows) -> Void) {
    let rows = memory.size.rows(of: block)
    let first = CollectionOfOne(Int32(rows.lowerBound))
    _ = lend(first.span) { lent in
      let place = Int(lent.places[0])
      body(
        LentRows(
          design: lent.design + place * memory.size.designRowSize, memory.precision,
          responses: lent.responses + place, rowCount: rows.count))
    }
  }
}

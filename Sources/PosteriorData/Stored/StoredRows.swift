import PosteriorModels

/// A regression's rows, read from a packed set as they are wanted.
final class StoredRows: RegressionRows {
  let names: [String]
  let orderedColumns: [String]
  private let memory: RowMemory

  init(_ table: StoredTable, _ layout: DesignLayout, _ precision: DesignPrecision, memory bytes: Int) throws(DataError)
  {
    names = layout.names
    let used = Set(layout.sources + [layout.target]).map { table.columns[$0].name }
    orderedColumns = table.orderedColumns.filter(used.contains)
    memory = RowMemory(
      try BlockReader(table, layout, precision),
      BlockSize(
        rowCount: table.rowCount, designRowSize: precision.size * names.count, most: table.blockRowCount, memory: bytes)
    )
  }

  deinit { memory.close() }

  var rowCount: Int { memory.size.rowCount }
  var blockRowCount: Int { memory.size.blockRowCount }
  var rowsInMemory: Int { memory.size.rowsInMemory }
  var window: Int { max(1, min(8, memory.size.slotCount / 3)) }
  var failure: (any Error)? { memory.firstFailure }

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

import PosteriorSampling

/// Rows of a regression in memory, in either precision.
final class RowsInMemory: RegressionRows {
  let rowCount: Int
  let names: [String]
  private let responses: AlignedNumbers<Double>
  private let doubles: AlignedNumbers<Double>?
  private let singles: AlignedNumbers<Float>?

  init(_ design: Matrix, _ responses: [Double], names: [String], _ precision: DesignPrecision) {
    (rowCount, self.names) = (design.rowCount, names)
    self.responses = AlignedNumbers(responses)
    doubles = precision == .double ? AlignedNumbers(design.elements) : nil
    singles = precision == .single ? AlignedNumbers(design.elements.map { Float($0) }) : nil
  }

  var blockRowCount: Int { 4096 }
  var window: Int { 1 }
  var rowsInMemory: Int { rowCount }
  var memoryForOrder: Int? { nil }
  var failure: (any Error)? { nil }

  func orderedColumns(window: Int) -> [String] { [] }

  func expect(_ examples: Range<Int>) {}

  func lend(_ examples: Span<Int32>, _ body: (LentRows) -> Void) -> Int {
    examples.checkIndices(at: 0..<examples.count, below: rowCount)
    examples.withUnsafeBufferPointer { body(rows(from: 0, rowCount, places: $0)) }
    return examples.count
  }

  func lend(block: Int, _ body: (LentRows) -> Void) {
    let first = block * blockRowCount
    body(rows(from: first, min(blockRowCount, rowCount - first)))
  }

  private func rows(
    from first: Int, _ count: Int, places: UnsafeBufferPointer<Int32> = UnsafeBufferPointer(start: nil, count: 0)
  ) -> LentRows {
    let place = first * names.count
    return if let singles {
      LentRows(
        design: singles.start + place, .single, responses: responses.start + first, rowCount: count, places: places)
    } else {
      LentRows(
        design: (doubles ?? responses).start + place, .double, responses: responses.start + first, rowCount: count,
        places: places)
    }
  }
}

package import PosteriorSampling

/// The rows of a regression, which need not be in memory all at once.
package protocol RegressionRows: StoredExamples {
  /// N.
  var rowCount: Int { get }
  /// A name for each column of the design, and so for each coefficient.
  var names: [String] { get }
  /// How many rows stand together, and are read together.
  var blockRowCount: Int { get }
  /// How many rows there is room for in memory.
  var rowsInMemory: Int { get }
  /// How many blocks, far apart, are best shuffled together.
  var window: Int { get }
  /// The bytes of memory with which windows would have so many blocks that the order does no harm; nil where none do.
  var memoryForOrder: Int? { get }

  /// The columns by which the rows are ordered, so that windows of so many blocks differ; none where rows are as good
  /// as in random order.
  func orderedColumns(window: Int) -> [String]

  /// Lends rows, each with its response: the first ones, as many as there is room for, and one at least.
  ///
  /// - Parameters:
  ///   - examples: Their numbers, each below N.
  ///   - body: Is given memory that holds these rows among others.
  /// - Returns: How many rows were lent.
  func lend(_ examples: Span<Int32>, _ body: (LentRows) -> Void) -> Int

  /// Lends the rows of a block, which is numbered from 0, in their order.
  func lend(block: Int, _ body: (LentRows) -> Void)
}

extension RegressionRows {
  /// The minibatches that are read fastest: blocks of rows that stand together, those of a window shuffled together.
  package var blocks: BlockEpochs { BlockEpochs(blockSize: blockRowCount, window: window) }

  /// Lends rows, each with its response, as many at a time as there is room for.
  func lendAll(_ examples: Span<Int32>, _ body: (LentRows) -> Void) {
    var first = 0
    while first < examples.count { first += lend(examples.extracting(first..<examples.count), body) }
  }
}

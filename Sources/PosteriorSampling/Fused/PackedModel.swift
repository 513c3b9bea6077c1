internal import CPosteriorKernels

/// A model of at most seven parameters in the form that fused steps read: each example a cache line of its own.
///
/// See narrow_linear_gradient.c and narrow_linear_steps.c.
@usableFromInline
package final class PackedModel: Sendable {
  /// The most parameters it may have.
  static let mostParameters = 7

  let dimension: Int
  let exampleCount: Int
  private let rows: AlignedNumbers
  /// What stands in for the responses relative to an anchor, N numbers, and what is subtracted from the gradient, d numbers.
  private let anchor: (values: AlignedNumbers, offset: AlignedNumbers)?
  private let priorPrecision: Double
  private let noisePrecision: Double

  /// Linear regression; nil where the design is too wide.
  package init?(regressionOn design: Matrix, responses: [Double], noisePrecision: Double, priorPrecision: Double) {
    guard design.columnCount <= Self.mostParameters else { return nil }
    let columns = design.columnCount
    (dimension, exampleCount) = (columns, design.rowCount)
    rows = AlignedNumbers(count: 8 * design.rowCount) { rows in
      for i in 0..<design.rowCount {
        for j in 0..<columns { rows[8 * i + j] = design[i, j] }
        rows[8 * i + columns] = responses[i]
      }
    }
    anchor = nil
    self.priorPrecision = priorPrecision
    self.noisePrecision = noisePrecision
  }

  private init(_ model: PackedModel, relativeTo anchor: Anchor) {
    (dimension, exampleCount, rows) = (model.dimension, model.exampleCount, model.rows)
    (priorPrecision, noisePrecision) = (model.priorPrecision, model.noisePrecision)
    precondition(anchor.notes.count == exampleCount, "an anchor with \(anchor.notes.count) notes")
    self.anchor = (AlignedNumbers(anchor.notes), AlignedNumbers(anchor.gradient))
  }

  /// The same with control variates, in a model that has none.
  func relative(to anchor: Anchor) -> PackedModel? {
    self.anchor == nil ? PackedModel(self, relativeTo: anchor) : nil
  }

  /// What C reads: it lives as long as the model.
  func kernel(batchSize: Int) -> cpk_narrow_regression {
    cpk_narrow_regression(
      packed: rows.start, rows: exampleCount, columns: dimension, responses: anchor?.values.start,
      offset: anchor?.offset.start, precision: priorPrecision,
      scale: noisePrecision * Double(exampleCount) / Double(batchSize))
  }

  /// Writes the current minibatch's estimate of ∇U.
  @usableFromInline
  func setPotentialGradient(_ gradient: inout [Double], of minibatches: Minibatches, at position: [Double]) {
    precondition(gradient.count == dimension && position.count == dimension, "vectors of different lengths")
    var model = kernel(batchSize: minibatches.current.count)
    let isDone = minibatches.examples.withUnsafeBufferPointer { examples in
      let minibatch = examples[minibatches.current]
      return cpk_set_narrow_gradient(
        &model, UnsafeBufferPointer(rebasing: minibatch).baseAddress, minibatch.count, position, &gradient)
    }
    precondition(isDone != 0, "an example's index is outside 0..<\(exampleCount)")
  }
}

/// Numbers that never change, at an address that stays and is a multiple of 64 bytes.
final class AlignedNumbers: @unchecked Sendable {
  let start: UnsafePointer<Double>

  /// `count` numbers, 0 unless `write` writes others.
  init(count: Int, _ write: (UnsafeMutablePointer<Double>) -> Void) {
    let room = UnsafeMutableRawPointer.allocate(byteCount: max(64, 8 * count), alignment: 64)
    let numbers = room.bindMemory(to: Double.self, capacity: count)
    numbers.initialize(repeating: 0, count: count)
    write(numbers)
    start = UnsafePointer(numbers)
  }

  convenience init(_ numbers: [Double]) {
    self.init(count: numbers.count) { for i in numbers.indices { $0[i] = numbers[i] } }
  }

  deinit { UnsafeMutableRawPointer(mutating: start).deallocate() }
}

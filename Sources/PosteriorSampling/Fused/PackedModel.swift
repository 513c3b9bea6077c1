internal import CPosteriorKernels

/// A model of at most seven parameters in the form that fused steps read: each example a cache line of its own.
///
/// It gives the model's gradients over minibatches, and the loops of ``FusedSteps``: see packed_steps.h. A model makes
/// it once and has it among its capabilities.
@usableFromInline
package final class PackedModel: OnePassGradient {
  /// Which kernels read it.
  enum Kind { case linear, logistic, poisson, tanhNetwork }

  let kind: Kind
  let dimension: Int
  let exampleCount: Int
  /// Each example's numbers, and how many there are from one example to the next.
  let examples: AlignedNumbers
  let stride: Int
  /// One number for each example: noted at an anchor, or a network's response.
  let notes: AlignedNumbers?
  /// What is subtracted from the gradient relative to an anchor: d numbers.
  let offset: AlignedNumbers?
  /// Known parts of the examples' predictors.
  let shifts: AlignedNumbers?
  let priorPrecision: Double
  /// 1/σ² of the responses' noise, 1 where there is none.
  let noisePrecision: Double

  /// What C reads: it lives as long as the model.
  func kernel(batchSize: Int) -> cpk_packed_model {
    let share = Double(exampleCount) / Double(batchSize)
    let scale =
      switch kind {
      case .linear: noisePrecision * Double(exampleCount) / Double(batchSize)
      case .logistic, .poisson: -share
      case .tanhNetwork: -share * noisePrecision
      }
    return cpk_packed_model(
      packed: examples.start, stride: stride, rows: exampleCount, columns: dimension, notes: notes?.start,
      offset: offset?.start, shifts: shifts?.start, precision: priorPrecision, scale: scale)
  }

  /// Writes the current minibatch's estimate of ∇U.
  @usableFromInline
  package func setPotentialGradient(_ gradient: inout [Double], of minibatches: Minibatches, at position: [Double]) {
    precondition(gradient.count == dimension && position.count == dimension, "vectors of different lengths")
    let kernel = kernel(batchSize: minibatches.current.count)
    let isDone = minibatches.examples.withUnsafeBufferPointer { examples in
      write(&gradient, kernel, UnsafeBufferPointer(rebasing: examples[minibatches.current]), position)
    }
    precondition(isDone, "an example's index is outside 0..<\(exampleCount)")
  }

  private func write(
    _ gradient: UnsafeMutablePointer<Double>, _ kernel: cpk_packed_model, _ minibatch: UnsafeBufferPointer<Int32>,
    _ position: UnsafePointer<Double>
  ) -> Bool {
    var kernel = kernel
    let (start, count) = (minibatch.baseAddress, minibatch.count)
    let isDone =
      switch kind {
      case .linear: cpk_set_linear_gradient(&kernel, start, count, position, gradient)
      case .logistic: cpk_set_logistic_gradient(&kernel, start, count, position, gradient)
      case .poisson: cpk_set_poisson_gradient(&kernel, start, count, position, gradient)
      case .tanhNetwork: cpk_set_tanh_gradient(&kernel, start, count, position, gradient)
      }
    return isDone != 0
  }

  /// Takes steps of a chain, `count` at the most; returns their number.
  func take(_ count: Int, _ scheme: cpk_scheme, _ chain: inout cpk_chain) -> Int {
    var (kernel, scheme) = (kernel(batchSize: chain.minibatches.size), scheme)
    return switch kind {
    case .linear: cpk_take_linear_steps(&kernel, &scheme, &chain, count)
    case .logistic: cpk_take_logistic_steps(&kernel, &scheme, &chain, count)
    case .poisson: cpk_take_poisson_steps(&kernel, &scheme, &chain, count)
    case .tanhNetwork: cpk_take_tanh_steps(&kernel, &scheme, &chain, count)
    }
  }

  /// The contents as they are.
  init(_ contents: Contents) {
    kind = contents.kind
    dimension = contents.dimension
    exampleCount = contents.exampleCount
    examples = contents.examples
    stride = contents.stride
    notes = contents.notes
    offset = contents.offset
    shifts = contents.shifts
    priorPrecision = contents.priorPrecision
    noisePrecision = contents.noisePrecision
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

package import CPosteriorKernels

/// A model of at most seven parameters in the form that fused steps read: each example a cache line of its own.
///
/// It gives the model's gradients over minibatches, and the loops of ``FusedSteps``: see packed_steps.h. A model makes
/// it once and has it among its capabilities.
@usableFromInline
package final class PackedModel: FusedModel {
  /// Which kernels read it.
  package enum Kind { case linear, logistic, poisson, tanhNetwork }

  /// What it is made of.
  let contents: Contents

  private let precisions: AlignedNumbers<Double>
  private let offset: AlignedNumbers<Double>
  private let order: UInt32
  /// The gradient relative to an anchor, of a kind that has no packed one.
  let anchored: (@Sendable (Anchor) -> any OnePassGradient)?

  /// A model of these contents.
  ///
  /// - Parameters:
  ///   - contents: What it is made of.
  ///   - anchored: Makes the gradient relative to an anchor, where the kind has no packed one.
  package init(_ contents: Contents, anchored: (@Sendable (Anchor) -> any OnePassGradient)? = nil) {
    self.contents = contents
    self.anchored = anchored
    let prior = contents.prior
    precisions = AlignedNumbers(prior.precisions.padded)
    offset = AlignedNumbers(prior.pulls.padded)
    order = contents.order.enumerated().reduce(0) { $0 | UInt32($1.element) << UInt32(4 * $1.offset) }
  }

  /// The same model, with another gradient relative to an anchor where it has none itself.
  package func with(anchored: @escaping @Sendable (Anchor) -> any OnePassGradient) -> PackedModel {
    PackedModel(contents, anchored: anchored)
  }

  /// The number of parameters d.
  package var dimension: Int { contents.dimension }
  /// The number of examples N.
  package var exampleCount: Int { contents.exampleCount }

  /// What C reads: it lives as long as the model.
  func kernel(batchSize: Int) -> cpk_packed_model {
    let share = Double(contents.exampleCount) / Double(batchSize)
    let scale =
      switch contents.kind {
      case .linear: contents.noisePrecision * Double(contents.exampleCount) / Double(batchSize)
      case .logistic, .poisson: -share
      case .tanhNetwork: -share * contents.noisePrecision
      }
    return cpk_packed_model(
      packed: contents.examples.start, stride: contents.stride, rows: contents.exampleCount,
      columns: contents.dimension, notes: contents.notes?.start, offset: offset.start,
      shifts: contents.shifts?.start, precisions: precisions.start, scale: scale, order: order)
  }

  /// Writes the current minibatch's estimate of ∇U.
  @usableFromInline
  package func setPotentialGradient(_ gradient: inout [Double], of minibatches: Minibatches, at position: [Double]) {
    precondition(gradient.count == dimension && position.count == dimension, "vectors of different lengths")
    let kernel = kernel(batchSize: minibatches.current.count)
    let isDone = minibatches.examples.withUnsafeBufferPointer { examples in
      write(&gradient, kernel, UnsafeBufferPointer(rebasing: examples[minibatches.current]), position)
    }
    precondition(isDone, "an example's index is outside 0..<\(contents.exampleCount)")
  }

  private func write(
    _ gradient: UnsafeMutablePointer<Double>, _ kernel: cpk_packed_model, _ minibatch: UnsafeBufferPointer<Int32>,
    _ position: UnsafePointer<Double>
  ) -> Bool {
    var kernel = kernel
    let (start, count) = (minibatch.baseAddress, minibatch.count)
    let isDone =
      switch contents.kind {
      case .linear: cpk_set_linear_gradient(&kernel, start, count, position, gradient)
      case .logistic: cpk_set_logistic_gradient(&kernel, start, count, position, gradient)
      case .poisson: cpk_set_poisson_gradient(&kernel, start, count, position, gradient)
      case .tanhNetwork: cpk_set_tanh_gradient(&kernel, start, count, position, gradient)
      }
    return isDone != 0
  }

  package func take(_ count: Int, _ scheme: cpk_scheme, _ chain: inout cpk_chain) -> Int {
    var (kernel, scheme) = (kernel(batchSize: chain.minibatches.size), scheme)
    return switch contents.kind {
    case .linear: cpk_take_linear_steps(&kernel, &scheme, &chain, count)
    case .logistic: cpk_take_logistic_steps(&kernel, &scheme, &chain, count)
    case .poisson: cpk_take_poisson_steps(&kernel, &scheme, &chain, count)
    case .tanhNetwork: cpk_take_tanh_steps(&kernel, &scheme, &chain, count)
    }
  }
}

extension [Double] {
  /// With zeros behind it, eight numbers.
  fileprivate var padded: [Double] { self + [Double](repeating: 0, count: 8 - count) }
}

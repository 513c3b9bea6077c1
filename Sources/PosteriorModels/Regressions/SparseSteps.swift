internal import CPosteriorKernels

/// Steps on a sparse regression with a normal or flat prior: sparse_steps.c.
final class SparseSteps: FusedModel {
  private let likelihood: SparseLikelihood
  /// The prior's.
  private let precision: Double
  /// Each example's score at an anchor, and the examples' gradient there; none without an anchor.
  private let anchored: (notes: [Double], gradient: [Double])?

  init(
    _ likelihood: SparseLikelihood, precision: Double, anchored: (notes: [Double], gradient: [Double])? = nil
  ) {
    (self.likelihood, self.precision, self.anchored) = (likelihood, precision, anchored)
  }

  var dimension: Int { likelihood.design.columnCount }
  var exampleCount: Int { likelihood.design.rowCount }
  var isExactInLawAlone: Bool { true }

  func relative(to anchor: Anchor) -> (any OnePassGradient)? {
    guard anchored == nil else { return nil }
    let notes = likelihood.scores(at: anchor.position)
    return SparseSteps(likelihood, precision: precision, anchored: (notes, anchor.gradient))
  }

  /// Writes the prior's part in all coordinates, and then that of the minibatch's non-zeros.
  func setPotentialGradient(_ gradient: inout [Double], of minibatches: Minibatches, at position: [Double]) {
    precondition(gradient.count == dimension && position.count == dimension, "vectors of different lengths")
    for j in gradient.indices { gradient[j] = precision * position[j] - (anchored?.gradient[j] ?? 0) }
    let count = minibatches.current.count
    let isDone = minibatches.examples.withUnsafeBufferPointer { examples in
      withModel(batchSize: count) { model in
        var (regression, value) = (model.regression, 0.0)
        return gradient.withUnsafeMutableBufferPointer { gradient in
          var pass = cpk_sparse_pass(
            notes: model.notes, scores: nil, gradient: gradient.baseAddress, scale: model.scale)
          let minibatch = UnsafeBufferPointer(rebasing: examples[minibatches.current])
          return cpk_pass_sparse_regression(&regression, minibatch.baseAddress, count, position, &pass, &value)
        }
      }
    }
    precondition(isDone != 0, "an example's index is outside 0..<\(exampleCount)")
  }

  /// Takes steps where they pay: several at a time, whose minibatches have few non-zeros beside d.
  func take(_ count: Int, _ scheme: cpk_scheme, _ chain: inout cpk_chain) -> Int {
    let size = chain.minibatches.size
    guard count > 1, size * (likelihood.design.values.count / exampleCount) < dimension / 4 else { return 0 }
    var scheme = scheme
    return withModel(batchSize: size) { model in
      var model = model
      return cpk_take_sparse_steps(&model, &scheme, &chain, count)
    }
  }

  private func withModel<Result>(batchSize: Int, _ body: (cpk_sparse_model) -> Result) -> Result {
    let scale = -likelihood.precision * Double(exampleCount) / Double(batchSize)
    return likelihood.withKernel { regression in
      var model = cpk_sparse_model(
        regression: regression, notes: nil, offset: nil, precision: precision, scale: scale)
      guard let anchored else { return body(model) }
      return anchored.notes.withUnsafeBufferPointer { notes in
        anchored.gradient.withUnsafeBufferPointer { gradient in
          (model.notes, model.offset) = (notes.baseAddress, gradient.baseAddress)
          return body(model)
        }
      }
    }
  }
}

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
    let isDone = minibatches.examples.withUnsafeBufferPointer { examples in
      withModel(batchSize: minibatches.current.count) { model in
        add(&gradient, model, UnsafeBufferPointer(rebasing: examples[minibatches.current]), position)
      }
    }
    precondition(isDone, "an example's index is outside 0..<\(exampleCount)")
  }

  private func add(
    _ gradient: UnsafeMutablePointer<Double>, _ model: cpk_sparse_model, _ minibatch: UnsafeBufferPointer<Int32>,
    _ position: UnsafePointer<Double>
  ) -> Bool {
    var (regression, value) = (model.regression, 0.0)
    var pass = cpk_sparse_pass(notes: model.notes, scores: nil, gradient: gradient, scale: model.scale)
    let (start, count) = (minibatch.baseAddress, minibatch.count)
    return cpk_pass_sparse_regression(&regression, start, count, position, &pass, &value) != 0
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
    // An array that is passed as a pointer is lent until the call returns.
    func read(_ notes: UnsafePointer<Double>?, _ offset: UnsafePointer<Double>?) -> Result {
      likelihood.withKernel { regression in
        body(
          cpk_sparse_model(regression: regression, notes: notes, offset: offset, precision: precision, scale: scale))
      }
    }
    return read(anchored?.notes, anchored?.gradient)
  }
}

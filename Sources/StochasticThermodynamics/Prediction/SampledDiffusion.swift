extension Minibatching {
  /// The diffusion matrix of one tick estimated from sampled ticks that all start at the same position: half the
  /// covariance of their displacements, of relative error about √(2/ticks) an element, to all orders in the learning
  /// rate.
  ///
  /// - Throws: `SamplingError` when a tick leaves the finite numbers.
  public func sampledDiffusion(
    of model: some Posterior, at position: [Double], learningRate: Double, batchSize: Int, ticks: Int,
    using random: inout some RandomSource
  ) throws(SamplingError) -> Matrix {
    let sampler = SGD(model, self, learningRate: .constant(learningRate), batchSize: batchSize)
    var displacements: [Double] = []
    displacements.reserveCapacity(ticks * position.count)
    for _ in 0..<ticks {
      var state = try sampler.start(at: position, using: &random)
      try sampler.advance(&state, steps: sampler.stepsPerDraw, using: &random)
      displacements += zip(state.position, position).map(-)
    }
    return 0.5 * Matrix(columnCount: position.count, elements: displacements).covariance
  }
}

extension Minibatching {
  /// The diffusion matrix D of one tick of plain stochastic gradient descent at a position: d × d, half the covariance
  /// of the tick's displacement, to leading order in the learning rate η.
  ///
  /// With C the covariance of one example's gradient, D = ½η² C/B for minibatches drawn with replacement, and
  /// ½η² (N − B)/(B(N − 1)) C for fresh subsets. A reshuffled epoch has the ``EpochDiffusion``.
  ///
  /// - Throws: ``StationaryStateError/unknownDiffusion(minibatching:)`` where the minibatching's law gives none;
  ///   ``sampledDiffusion(of:at:learningRate:batchSize:ticks:using:)`` still does.
  ///   ``StationaryStateError/unequalMinibatches(exampleCount:batchSize:)`` for a short last minibatch, and
  ///   ``StationaryStateError/noNoise(batchSize:)`` where minibatches hold all examples.
  package func diffusion(
    of model: some Posterior, at position: [Double], learningRate: Double, batchSize: Int
  ) throws(StationaryStateError) -> Matrix {
    let (n, b) = (Double(model.exampleCount), Double(batchSize))
    switch law {
    case .independent(hasRepeats: true):
      return 0.5 * learningRate * learningRate / b * model.gradientCovariance(at: position)
    case .independent(hasRepeats: false):
      guard model.exampleCount > batchSize else { throw .noNoise(batchSize: batchSize) }
      return 0.5 * learningRate * learningRate * (n - b) / (b * (n - 1)) * model.gradientCovariance(at: position)
    case .shuffled(isMirrored: false):
      return try EpochDiffusion(of: model, at: position, learningRate: learningRate, batchSize: batchSize).matrix
    case .shuffled(isMirrored: true), .permutations, .cycles:
      throw .unknownDiffusion(minibatching: name)
    }
  }

  /// Whether ``diffusion(of:at:learningRate:batchSize:)`` follows from the law.
  package var hasKnownDiffusion: Bool { law.isIndependent || law == .shuffled(isMirrored: false) }
}

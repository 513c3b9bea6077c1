/// A minibatching whose gradient noise has a known diffusion matrix.
///
/// The clock of the dynamics ticks once a step where minibatches are independent, and once an epoch where they are not.
public protocol DiffusiveMinibatching: Minibatching {
  /// Whether a tick is an epoch.
  var ticksOncePerEpoch: Bool { get }

  /// The diffusion matrix D of one tick of plain stochastic gradient descent at a position: d × d, half the covariance of
  /// the tick's displacement, to leading order in the learning rate η.
  ///
  /// - Throws: ``StationaryStateError/unequalMinibatches(exampleCount:batchSize:)`` where it is not known.
  func diffusion(
    of model: some Posterior, at position: [Double], learningRate: Double, batchSize: Int
  ) throws(StationaryStateError) -> Matrix
}

extension WithReplacement: DiffusiveMinibatching {
  /// A tick is a step.
  public var ticksOncePerEpoch: Bool { false }

  /// D = ½η² C/B, C the covariance of one example's gradient.
  public func diffusion(
    of model: some Posterior, at position: [Double], learningRate: Double, batchSize: Int
  ) throws(StationaryStateError) -> Matrix {
    0.5 * learningRate * learningRate / Double(batchSize) * model.gradientCovariance(at: position)
  }
}

extension FreshSubset: DiffusiveMinibatching {
  /// A tick is a step.
  public var ticksOncePerEpoch: Bool { false }

  /// D = ½η² (N − B)/(B(N − 1)) C, C the covariance of one example's gradient.
  public func diffusion(
    of model: some Posterior, at position: [Double], learningRate: Double, batchSize: Int
  ) throws(StationaryStateError) -> Matrix {
    let (n, b) = (Double(model.exampleCount), Double(batchSize))
    guard model.exampleCount > batchSize else { throw .noNoise(batchSize: batchSize) }
    return 0.5 * learningRate * learningRate * (n - b) / (b * (n - 1)) * model.gradientCovariance(at: position)
  }
}

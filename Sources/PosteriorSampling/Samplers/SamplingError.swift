/// Why sampling cannot go on.
public enum SamplingError: Error, Equatable, CustomStringConvertible {
  /// A chain left the finite numbers, or went beyond 10⁵⁰: the step's number from 1, its learning rate where that
  /// is known, and the first parameter at fault.
  case diverged(step: Int, learningRate: Double?, parameter: Int)

  /// The model and data determine no proper posterior, or none with a mean and covariance.
  case improperPosterior(String)

  /// A chain cannot start where it was put: the log density or its gradient is not finite there.
  case invalidStart(String)

  /// A warm-up found no step size that works.
  case warmUpFailed(String)

  /// No mode of the posterior was found, or none with curvature in every direction.
  case noMode(String)

  /// A checkpoint is damaged, or one of another sampler's chains.
  case invalidCheckpoint(String)

  /// The model has no examples, so that there are no minibatches of them.
  case noExamples

  /// Minibatches cannot have that many examples: at most all, and a multiple of ``Minibatching/batchSizeUnit``.
  case invalidBatchSize(Int, unit: Int, exampleCount: Int)

  /// The model's examples do not depend on the parameters through a linear predictor alone.
  case noLinearPredictor

  /// There are so many parameters that what was asked for would fill the memory.
  case tooManyParameters(String)

  /// What happened, where, and what to try.
  public var description: String {
    switch self {
    case .diverged(let step, let learningRate, let parameter):
      "the chain diverged at step \(step) (\(learningRate.map { "learning rate \($0), " } ?? "")parameter "
        + "\(parameter + 1)): try a smaller learning rate"
    case .improperPosterior(let reason), .invalidStart(let reason), .warmUpFailed(let reason),
      .tooManyParameters(let reason):
      reason
    case .invalidCheckpoint(let reason): "a chain cannot go on from its checkpoint: \(reason)"
    case .noExamples:
      "the model has no terms by example, so there are no minibatches: use nuts, hmc, mala or random-walk"
    case .invalidBatchSize(let size, let unit, let exampleCount):
      "a minibatch has 1 to \(exampleCount) examples\(unit == 1 ? "" : ", a multiple of \(unit)"), not \(size)"
    case .noLinearPredictor:
      "smoothed control variates are for linear, logistic and Poisson regression on rows in memory, in double "
        + "precision, and other models whose examples are known to depend on the parameters through one linear "
        + "predictor, which is not so here: take control-variate"
    case .noMode(let reason): "no mode of the posterior was found: \(reason)"
    }
  }
}

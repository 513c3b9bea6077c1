// The normal approximation over which control variates are smoothed.

extension SmoothedControlVariates {
  /// Control variates smoothed over a given normal approximation of the posterior.
  ///
  /// - Throws: ``SamplingError/noLinearPredictor`` for a model without a linear predictor, and
  ///   ``SamplingError/invalidStart(_:)`` where the approximation is so wide that averages over it overflow.
  public init(_ model: Model, around normal: MultivariateNormal) throws(SamplingError) {
    precondition(normal.dimension == model.dimension, "an approximation needs \(model.dimension) dimensions")
    let predictor = try model.linearPredictor()
    let colored = predictor.design * normal.cholesky.factor
    let lines = PredictorLines(
      predictor, mean: normal.mean, spreads: colored.rows.map { Array($0) }.map { $0.dot($0).squareRoot() })
    guard lines.isFinite else { throw .invalidStart("the normal approximation is too wide to average gradients over") }
    self.init(model, predictor, lines)
  }

  /// Control variates smoothed over the normal approximation that eight steps towards the variational one reach from
  /// Laplace's at the mode: where the posterior is skewed its mean is nearer to the posterior's than the mode is.
  ///
  ///     P ← ½P + ½E∇∇U,   μ ← μ − ½P⁻¹ E∇U,   expectations under N(μ, P⁻¹)
  ///
  /// Whole steps can go to and fro for ever. A normal over which the curvature is many times that at the mode, as
  /// counts of zero have, is made narrower first.
  init(_ model: Model, at mode: [Double]) throws(SamplingError) {
    precondition(mode.count == model.dimension, "a position needs \(model.dimension) elements")
    let predictor = try model.linearPredictor()
    let priorHessian = hessianByDifferences(at: mode, of: model.priorGradient)
    var (mean, precision) = (mode, model.hessian(at: mode))
    var best: PredictorLines?
    var (steps, narrowings) = (0, 0)
    while steps <= 8, narrowings <= 60, let factor = try? Cholesky(precision) {
      let lines = PredictorLines(predictor, mean: mean, spreads: predictor.design.lengths(solvedBy: factor))
      let average = priorHessian + lines.hessian
      guard lines.isFinite, (factor.inverse * average).trace < 4 * Double(mode.count) else {
        precision = 2 * precision
        narrowings += 1
        continue
      }
      best = lines
      precision = 0.5 * (precision + average)
      guard let next = try? Cholesky(precision) else { break }
      var slope = model.priorGradient(at: mean)
      var span = slope.mutableSpan
      lines.addSum(at: mean.span, scaledBy: 1, to: &span)
      mean = zip(mean, next.inverse * slope).map { $0 - 0.5 * $1 }
      steps += 1
    }
    guard let best else { throw .noMode("the Hessian is not positive definite there") }
    self.init(model, predictor, best)
  }
}

extension Posterior {
  /// This model with control variates smoothed around its mode, of d elements.
  ///
  /// - Throws: ``SamplingError/noLinearPredictor`` for a model without a linear predictor.
  public func smoothed(at mode: [Double]) throws(SamplingError) -> SmoothedControlVariates<Self> {
    try SmoothedControlVariates(self, at: mode)
  }

  /// What knows the examples' linear predictors: declared, or recognised.
  ///
  /// - Throws: ``SamplingError/noLinearPredictor`` where there is none.
  package func linearPredictor() throws(SamplingError) -> any GeneralizedLinearModel {
    let capabilities = capabilities
    guard let predictor = capabilities.linearPredictor ?? capabilities.recognizedPredictor?() else {
      throw .noLinearPredictor
    }
    return predictor
  }
}

extension Matrix {
  /// √(xᵀA⁻¹x) of each row x, A = LLᵀ.
  fileprivate func lengths(solvedBy factor: Cholesky) -> [Double] {
    rows.map { row in
      let solved = factor.solveLower(Array(row))
      return solved.dot(solved).squareRoot()
    }
  }
}

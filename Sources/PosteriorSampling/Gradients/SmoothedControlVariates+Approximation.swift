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

  /// Control variates smoothed over the normal approximation that steps towards Gauss's variational one reach from
  /// Laplace's at the mode: where the posterior is skewed its mean is nearer to the posterior's than the mode is.
  ///
  ///     P ← (1 − ρ)P + ρ E∇∇U,   μ ← μ − ρP⁻¹ E∇U,   expectations under N(μ, P⁻¹)
  ///
  /// ρ is ½, as whole steps can go to and fro for ever, and less where P would become many times larger.
  init(_ model: Model, at mode: [Double]) throws(SamplingError) {
    precondition(mode.count == model.dimension, "a position needs \(model.dimension) elements")
    let predictor = try model.linearPredictor()
    let priorHessian = hessianByDifferences(at: mode, of: model.priorGradient)
    var (mean, precision) = (mode, model.hessian(at: mode))
    func lines(_ factor: Cholesky) -> PredictorLines {
      PredictorLines(predictor, mean: mean, spreads: predictor.design.lengths(solvedBy: factor))
    }
    var best: PredictorLines?
    for _ in 0..<10 {
      guard let factor = try? Cholesky(precision) else { break }
      let these = lines(factor)
      guard these.isFinite else {
        precision = 2 * precision
        continue
      }
      best = these
      let average = priorHessian + these.hessian
      let growth = (factor.inverse * average).trace / Double(mode.count)
      let share = 0.5 / max(1, growth)
      precision = (1 - share) * precision + share * average
      var slope = model.priorGradient(at: mean)
      var span = slope.mutableSpan
      these.addSum(at: mean.span, scaledBy: 1, to: &span)
      guard let next = try? Cholesky(precision) else { break }
      mean = zip(mean, next.inverse * slope).map { $0 - share * $1 }
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

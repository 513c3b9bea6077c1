extension StationaryState {
  /// The stationary state of `SGD` on a model around a mode of the posterior.
  ///
  /// - Parameters:
  ///   - model: The posterior whose −ln density is descended.
  ///   - batching: How examples are chosen for each step.
  ///   - mode: A mode of the posterior, as from `LogDensity.mode(from:)`.
  ///   - learningRate: η, absolute, on the sum over all examples.
  ///   - batchSize: B, the number of examples in a full minibatch.
  ///   - temperature: T of the noise √(2ηT)ξ injected at every step; 0 for plain stochastic gradient descent.
  /// - Throws: ``StationaryStateError`` when there is no such state, or none that this theory knows.
  public init(
    of model: some Posterior, _ batching: some Minibatching, mode: [Double], learningRate: Double, batchSize: Int,
    temperature: Double = 0
  ) throws(StationaryStateError) {
    precondition(learningRate > 0 && temperature >= 0, "a learning rate must be positive, a temperature not negative")
    let bare = model.hessian(at: mode)
    let largest = try bare.curvatures(model.parameterNames).largest
    guard learningRate * largest < 2 else { throw .unstable(learningRate: learningRate, limit: 2 / largest) }

    let isFull = batchSize == model.exampleCount && batching.law.hasNoRepeats
    if !isFull, !batching.hasKnownDiffusion { throw .unknownDiffusion(minibatching: batching.name) }
    let epochs = batching.law.isIndependent ? 0 : batching.epochsPerCycle
    let steps = epochs > 0 ? Double(epochs * model.exampleCount) / Double(batchSize) : 1
    guard steps == 1 || learningRate * steps * largest < 1 else {
      throw .beyondExpansion(expansionParameter: learningRate * steps * largest)
    }
    var (mode, hessian) = (mode, bare)
    if epochs > 0, !isFull {
      let landscape = EffectiveLandscape(model, learningRate: learningRate, batchSize: batchSize)
      mode = try landscape.mode(near: mode)
      hessian = landscape.hessian(at: mode)
    }
    var diffusion = try bare.thermalDiffusion(
      learningRate, temperature,
      steps: epochs > 0 ? epochs * ((model.exampleCount + batchSize - 1) / batchSize) : 1)
    if !isFull {
      diffusion =
        diffusion
        + (try batching.diffusion(of: model, at: mode, learningRate: learningRate, batchSize: batchSize))
    } else if temperature == 0 {
      throw .noNoise(batchSize: batchSize)
    }
    try self.init(
      mode: mode, hessian: hessian, diffusion: diffusion, time: learningRate * steps,
      parameterNames: model.parameterNames)
  }

  /// Where the mean settles: the mode, moved by −½H⁻¹∇tr(H(θ)Σ), the lopsidedness of the landscape across the
  /// width of the cloud. The average gradient over the cloud is taken at its 2d sigma points.
  ///
  /// - Parameter gradient: The gradient of the landscape.
  package func mean(gradient: ([Double]) -> [Double]) throws(StationaryStateError) -> [Double] {
    guard let spread = try? SymmetricEigen(covariance), let curvature = try? Cholesky(hessian) else {
      throw .singularDiffusion
    }
    let middle = gradient(mode)
    var pull = [Double](repeating: 0, count: dimension)
    for (j, variance) in spread.values.enumerated() {
      let width = max(0, variance).squareRoot()
      let direction = spread.vectors.column(j)
      let (above, below) = (
        gradient(zip(mode, direction).map { $0 + width * $1 }),
        gradient(zip(mode, direction).map { $0 - width * $1 })
      )
      for i in pull.indices { pull[i] += 0.5 * (above[i] + below[i]) - middle[i] }
    }
    return zip(mode, curvature.solve(pull)).map(-)
  }
}

extension Matrix {
  /// Half the covariance that the injected noise of several steps has at their end, ηT Σ_k (I − ηH)^2k for this
  /// Hessian H: of what is injected early the drift has taken back a part.
  fileprivate func thermalDiffusion(
    _ learningRate: Double, _ temperature: Double, steps: Int
  ) throws(StationaryStateError) -> Matrix {
    guard let eigen = try? SymmetricEigen(self) else { throw .noMode("the Hessian is not finite there") }
    return eigen.applying { curvature in
      let kept = (1 - learningRate * curvature) * (1 - learningRate * curvature)
      return (0..<steps).reduce(0) { sum, _ in sum * kept + learningRate * temperature }
    }
  }
}

/// What a Langevin sampler does on a quadratic potential, where its step is affine in its state: any minibatching and
/// any linear integrator, at any learning rate.
///
///     let mode = try model.exactPosterior().mean
///     let gradient = MinibatchGradient(model.anchored(at: mode), ReshuffledEpochs(), batchSize: 10)
///     let dynamics = try AffineDynamics(gradient, LeimkuhlerMatthews(), mode: mode)
///     let curve = try rates.map { try dynamics.stationaryLaw(learningRate: $0).kl }
///
/// For a Gaussian posterior its stationary law is exact; for another it is that of the sampler on Laplace's
/// approximation at the mode. Independent minibatches have a closed form in the data's second and fourth moments.
/// Reshuffled epochs are averaged over all orders of the examples where those are no more than 10 000, otherwise over
/// random ones, with the error that leaves. Any other minibatching is averaged over cycles that it makes itself.
///
/// The algebra for reshuffled epochs: Shaw & Whalley, arXiv:2501.16055.
public struct AffineDynamics: Sendable {
  /// The posterior seen from its mode.
  package let quadratic: LocalQuadratic
  /// How an estimate is made of the examples.
  package let scheme: AffineScheme
  /// What discretises the dynamics.
  package let integrator: any LinearIntegrator
  /// T: 1 for the posterior.
  package let temperature: Double
  let whitened: WhitenedQuadratic
  private let average: Average

  /// What is averaged over.
  private enum Average: Sendable {
    /// Independent minibatches, in closed form.
    case moments(MinibatchMoments)
    /// Permutations of the examples.
    case orders(MinibatchOrders)
    /// Cycles of a minibatching of which no more is known.
    case cycles(SampledCycles)
  }

  /// The most numbers of a state (k for each parameter) that equations are solved for.
  package static let sizeLimit = 40

  /// The dynamics of a gradient estimator and an integrator, seen from the posterior's mode.
  ///
  /// - Parameters:
  ///   - gradient: Where the sampler's gradients come from; it knows the model.
  ///   - integrator: How a step is made of one.
  ///   - temperature: T of the noise √(2ηT)ξ; 1 for a sampler.
  ///   - metric: The sampler's own.
  ///   - mode: The posterior's mode: d elements.
  ///   - orders: How many random orders of the examples reshuffled epochs are averaged over, or cycles of a
  ///     minibatching whose law is `MinibatchLaw.cycles(epochs:)`.
  /// - Throws: ``StationaryLawError`` when the position is not a mode or the state too large.
  public init(
    _ gradient: some GradientEstimator, _ integrator: some LinearIntegrator, temperature: Double = 1,
    metric: Metric = .unit, mode: [Double], orders: Int = 512
  ) throws(StationaryLawError) {
    precondition(orders >= 1, "an average needs at least one order, not \(orders)")
    guard let scheme = gradient.affineScheme else {
      throw .notAffine("\(type(of: gradient)) is not affine in the position and a minibatch's examples alone")
    }
    try self.init(
      LocalQuadratic(scheme.model, at: mode), scheme, integrator, temperature: temperature, metric: metric,
      orders: (orders, 10_000))
  }

  init<Integrator: LinearIntegrator>(
    _ quadratic: LocalQuadratic, _ scheme: AffineScheme, _ integrator: Integrator, temperature: Double,
    metric: Metric, orders: (random: Int, exhaustive: Int)
  ) throws(StationaryLawError) {
    let size = quadratic.dimension * (1 + Integrator.carried.count)
    guard size <= Self.sizeLimit else { throw .tooLarge(size: size, limit: Self.sizeLimit) }
    self.quadratic = quadratic
    self.scheme = scheme
    self.integrator = integrator
    self.temperature = temperature
    whitened = try WhitenedQuadratic(quadratic, metric: metric)
    let exampleCount = quadratic.exampleCount
    average =
      switch scheme.minibatching?.law {
      case nil, .independent: .moments(MinibatchMoments(whitened, scheme))
      case .shuffled:
        .orders(
          MinibatchOrders(
            exampleCount: exampleCount, batchSize: scheme.batchSize, count: orders.random, limit: orders.exhaustive))
      case .permutations, .cycles:
        .cycles(scheme.sampledCycles(exampleCount: exampleCount, count: orders.random))
      }
  }

  /// The law of draws at the ends of cycles (an epoch, or both halves of symmetric ones), at learning rate η (not
  /// ε/2).
  ///
  /// - Throws: ``StationaryLawError/unstable(learningRate:limit:)`` when there is none.
  public func stationaryLaw(learningRate: Double) throws(StationaryLawError) -> StationaryLaw {
    precondition(
      learningRate > 0 && learningRate.isFinite, "a learning rate must be positive and finite, not \(learningRate)")
    guard let law = stableLaw(learningRate: learningRate) else {
      let condition = (whitened.rates.max() ?? 1) / (whitened.rates.min() ?? 1)
      if condition * .ulpOfOne > 1 { throw .illConditioned(conditionNumber: condition) }
      throw .unstable(learningRate: learningRate, limit: stabilityLimit(below: learningRate))
    }
    return law
  }

  /// The same; nil where there is none.
  func stableLaw(learningRate: Double) -> StationaryLaw? {
    learningRate > farthestRate ? nil : StationaryLaw(groups(learningRate), whitened)
  }

  /// Far beyond 2/λ, λ the largest curvature, from which on no integrator is stable; powers of such steps overflow.
  private var farthestRate: Double { 1000 / (whitened.rates.max() ?? 1) }

  /// About the largest stable rate, within a few per cent, below one that is not.
  private func stabilityLimit(below unstable: Double) -> Double {
    func isStable(_ rate: Double) -> Bool { groups(rate, first: 1).first?.solve() != nil }
    let unstable = min(unstable, farthestRate)
    var (low, high) = (unstable / 2, unstable)
    while !isStable(low), low > 1e-12 * unstable { (low, high) = (low / 2, low) }
    while high > 1.02 * low {
      let middle = (low * high).squareRoot()
      if isStable(middle) { low = middle } else { high = middle }
    }
    return low
  }

  private func cycle(_ learningRate: Double, lengths: [Int]? = nil) -> AffineCycle {
    AffineCycle(
      scheme, exampleCount: quadratic.exampleCount, lengths: lengths, integrator: integrator,
      learningRate: learningRate,
      temperature: temperature)
  }

  /// The averages over groups; one group where there is no error.
  private func groups(_ learningRate: Double, first: Int = .max) -> [CycleAverages] {
    switch average {
    case .moments(let moments): return [cycle(learningRate).independentAverages(whitened, scheme, moments)]
    case .orders(let orders):
      let cycle = cycle(learningRate)
      let mean = MeanCycle(cycle, whitened, scheme)
      return orders.groups.prefix(first).map { range in
        cycle.averages(over: orders.permutations[range], whitened, scheme, mean)
      }
    case .cycles(let cycles):
      return cycles.groups(first: first, whitened, scheme) { cycle(learningRate, lengths: $0) }
    }
  }
}

extension AffineScheme {
  fileprivate func sampledCycles(exampleCount: Int, count: Int) -> SampledCycles {
    guard let minibatching else { preconditionFailure("every step sees all examples") }
    return SampledCycles(minibatching, exampleCount: exampleCount, batchSize: batchSize, count: count)
  }
}

extension LangevinSampler where Integrator: LinearIntegrator {
  /// The law of the sampler's draws at epoch ends, on the quadratic potential around the posterior's mode: exact where
  /// the posterior is Gaussian. The learning rate must be constant.
  ///
  /// - Throws: ``StationaryLawError`` when there is none.
  public func stationaryLaw(around mode: [Double], orders: Int = 512) throws(StationaryLawError) -> StationaryLaw {
    guard case .constant(let rate) = learningRate else { throw .notAffine("the learning rate is not constant") }
    return try AffineDynamics(
      gradient, integrator, temperature: temperature, metric: metric, mode: mode, orders: orders
    ).stationaryLaw(learningRate: rate)
  }
}

extension AffineDynamics {
  /// The dynamics seen from any mode; nil where the estimator is not affine.
  @usableFromInline
  static func factory(
    _ gradient: some GradientEstimator, _ integrator: some LinearIntegrator
  ) -> (@Sendable (_ mode: [Double], _ orders: Int) throws(StationaryLawError) -> AffineDynamics)? {
    guard gradient.affineScheme != nil else { return nil }
    return { (mode, orders) throws(StationaryLawError) in
      try AffineDynamics(gradient, integrator, mode: mode, orders: orders)
    }
  }
}

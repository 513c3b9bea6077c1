/// A sampler as a sweep sees it: a name, and a way to run one chain of it at any learning rate.
public struct SweepSampler: Sendable {
  /// The sampler's name, as results give it.
  public let name: String
  /// How its minibatches are chosen, where it takes any.
  public let batching: String?
  /// How many epochs lie between two recorded draws.
  let epochsPerDraw: Int
  let runChain: @Sendable (ChainPlan) -> ChainOutcome
  /// The same beside a coupled chain, where the sampler can be coupled.
  let runCoupledChain: (@Sendable (ChainPlan) -> ChainOutcome)?
  /// The sampler seen from a posterior's mode, where its stationary law is known.
  let affineSampler: AffineSamplerFactory?

  @usableFromInline
  typealias AffineSamplerFactory = @Sendable (_ mode: [Double]) throws(StationaryLawError) -> AffineSampler
  /// The same for a comparison at equal cost: a chain at a learning rate, with so many steps between draws if given.
  let runAtCost: @Sendable (inout CostChain, Double, Int?) throws(SamplingError) -> Void

  /// A sampler for every learning rate, from `make`, which is given η (not ε/2).
  ///
  /// Draws are recorded at epoch ends: every `stepsPerEpoch` steps, or less often where the sampler's own clock says so.
  @inlinable
  public init<Sampler: PosteriorSampler>(
    _ name: String, batching: String? = nil, stepsPerEpoch: Int,
    make: @escaping @Sendable (_ learningRate: Double) -> Sampler
  ) {
    let epochsPerDraw = max(1, make(1).stepsPerDraw / stepsPerEpoch)
    self.init(
      name, batching: batching, epochsPerDraw: epochsPerDraw,
      runChain: { $0.run(make($0.learningRate), stepsPerDraw: epochsPerDraw * stepsPerEpoch) },
      runAtCost: { (chain, rate, stepsPerDraw) throws(SamplingError) in
        try chain.run(make(rate), stepsPerDraw: stepsPerDraw ?? epochsPerDraw * stepsPerEpoch)
      })
  }

  @usableFromInline
  init(
    _ name: String, batching: String?, epochsPerDraw: Int, runChain: @escaping @Sendable (ChainPlan) -> ChainOutcome,
    runCoupledChain: (@Sendable (ChainPlan) -> ChainOutcome)? = nil, affineSampler: AffineSamplerFactory? = nil,
    runAtCost: @escaping @Sendable (inout CostChain, Double, Int?) throws(SamplingError) -> Void
  ) {
    precondition(epochsPerDraw >= 1, "draws must be at least one epoch apart")
    self.name = name
    self.batching = batching
    self.epochsPerDraw = epochsPerDraw
    self.runChain = runChain
    self.runCoupledChain = runCoupledChain
    self.affineSampler = affineSampler
    self.runAtCost = runAtCost
  }

  /// Whether it can run with ``DivergenceEstimator/coupled``: Langevin dynamics by an integrator that is linear.
  public var canBeCoupled: Bool { runCoupledChain != nil }

  /// The name, and the minibatching when it is not the sampler's usual one.
  public var label: String { batching.map { "\(name) (\($0))" } ?? name }
}

// The library's own samplers, by name.
extension SweepSampler {
  /// Stochastic gradient Langevin dynamics: fresh subsets.
  @inlinable
  public static func sgld(_ model: some Posterior, batchSize: Int) -> SweepSampler {
    .langevin("sgld", MinibatchGradient(model, FreshSubset(), batchSize: batchSize), EulerMaruyama())
  }

  /// Without-replacement Langevin dynamics: reshuffled epochs, draws at epoch ends.
  @inlinable
  public static func sgworld(_ model: some Posterior, batchSize: Int) -> SweepSampler {
    .langevin("sgworld", MinibatchGradient(model, ReshuffledEpochs(), batchSize: batchSize), EulerMaruyama())
  }

  /// Full-gradient Langevin dynamics: one step an epoch.
  @inlinable
  public static func ula(_ target: some LogDensity) -> SweepSampler {
    .langevin("ula", FullGradient(target), EulerMaruyama())
  }

  /// Independent exact draws, whatever the learning rate: what no divergence at all looks like.
  @inlinable
  public static func exact(_ posterior: some ExactPosterior) -> SweepSampler {
    SweepSampler("exact", stepsPerEpoch: 1) { _ in ExactSampler(posterior) }
  }

  /// Langevin dynamics by any linear integrator on any gradient.
  @inlinable
  public static func langevin(
    _ name: String, batching: String? = nil, _ gradient: some GradientEstimator, _ integrator: some LinearIntegrator
  ) -> SweepSampler {
    let epochsPerDraw = gradient.stepsPerCycle / gradient.stepsPerEpoch
    let make = { @Sendable (rate: Double) in
      LangevinSampler(
        gradient: gradient, integrator: integrator, learningRate: .constant(rate), stepsPerDraw: gradient.stepsPerCycle)
    }
    return SweepSampler(
      name, batching: batching, epochsPerDraw: epochsPerDraw,
      runChain: { $0.run(make($0.learningRate), stepsPerDraw: gradient.stepsPerCycle) },
      runCoupledChain: { $0.runCoupled(make($0.learningRate), stepsPerDraw: gradient.stepsPerCycle) },
      affineSampler: AffineSampler.factory(gradient, integrator),
      runAtCost: { (chain, rate, stepsPerDraw) throws(SamplingError) in
        try chain.run(make(rate), stepsPerDraw: stepsPerDraw ?? gradient.stepsPerCycle)
      })
  }
}

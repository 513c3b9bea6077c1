/// A sampler as a sweep sees it: a name, and how it is made at any learning rate.
public struct SweepSampler: Sendable {
  /// The sampler's name, as results give it.
  public let name: String
  /// How its minibatches are chosen, where it takes any.
  public let batching: String?
  /// How many epochs lie between two recorded draws.
  let epochsPerDraw: Int
  /// How many steps lie between them.
  let stepsPerDraw: Int
  /// The sampler at a learning rate η (not ε/2).
  let make: @Sendable (_ learningRate: Double) -> AnySampler
  /// The same beside a coupled chain, where the sampler can be coupled.
  let couple: Coupling?
  /// The sampler seen from a posterior's mode, where its stationary law is known.
  let affineDynamics: AffineDynamicsFactory?

  @usableFromInline
  typealias Coupling = @Sendable (_ learningRate: Double, _ reference: GaussianReference) -> CoupledSampler?
  @usableFromInline
  typealias AffineDynamicsFactory = @Sendable (_ mode: [Double]) throws(StationaryLawError) -> AffineDynamics

  /// A sampler for every learning rate, from `make`, which is given η (not ε/2).
  ///
  /// Draws are recorded at epoch ends: every `stepsPerEpoch` steps, or less often where the sampler's own clock says so.
  @inlinable
  public init<Sampler: PosteriorSampler>(
    _ name: String, batching: String? = nil, stepsPerEpoch: Int,
    make: @escaping @Sendable (_ learningRate: Double) -> Sampler
  ) {
    self.init(
      name, batching: batching, epochsPerDraw: max(1, make(1).stepsPerDraw / stepsPerEpoch),
      stepsPerEpoch: stepsPerEpoch, make: { AnySampler(make($0)) })
  }

  @usableFromInline
  init(
    _ name: String, batching: String?, epochsPerDraw: Int, stepsPerEpoch: Int,
    make: @escaping @Sendable (Double) -> AnySampler
  ) {
    self.init(
      name, batching: batching, epochsPerDraw: epochsPerDraw, stepsPerDraw: epochsPerDraw * stepsPerEpoch, make: make,
      couple: nil, affineDynamics: nil)
  }

  @usableFromInline
  init(
    _ name: String, batching: String?, epochsPerDraw: Int, stepsPerDraw: Int,
    make: @escaping @Sendable (Double) -> AnySampler, couple: Coupling?, affineDynamics: AffineDynamicsFactory?
  ) {
    precondition(epochsPerDraw >= 1, "draws must be at least one epoch apart")
    self.name = name
    self.batching = batching
    self.epochsPerDraw = epochsPerDraw
    self.stepsPerDraw = stepsPerDraw
    self.make = make
    self.couple = couple
    self.affineDynamics = affineDynamics
  }

  /// Whether it can run with ``DivergenceEstimator/coupled``: Langevin dynamics by an integrator that is linear.
  public var canBeCoupled: Bool { couple != nil }

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
    let make = { @Sendable (rate: Double) in
      LangevinSampler(
        gradient: gradient, integrator: integrator, learningRate: .constant(rate), stepsPerDraw: gradient.stepsPerCycle)
    }
    return SweepSampler(
      name, batching: batching, epochsPerDraw: gradient.stepsPerCycle / gradient.stepsPerEpoch,
      stepsPerDraw: gradient.stepsPerCycle, make: { AnySampler(make($0)) },
      couple: { CoupledSampler(make($0), $1) }, affineDynamics: AffineDynamics.factory(gradient, integrator))
  }
}

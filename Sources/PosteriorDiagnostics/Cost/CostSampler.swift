/// A sampler as a comparison at equal cost sees it: a name, its learning rate if it has one, and a way to run a chain of it.
public struct CostSampler: Sendable {
  /// The sampler's name, as results give it.
  public let name: String
  /// η (not ε/2), for a sampler that has one.
  public let learningRate: Double?
  /// The sampler of a chain, and the steps between its draws.
  let make: Maker

  @usableFromInline
  typealias Maker = @Sendable (CountedPosterior) throws(SamplingError) -> (sampler: AnySampler, stepsPerDraw: Int)

  /// A sampler that `make` makes of the counted model, once for each chain: what it costs to make, such as the search for a
  /// mode, is part of the chain's cost. Draws are taken on the sampler's own clock.
  @inlinable
  public init<Sampler: PosteriorSampler>(
    _ name: String, learningRate: Double? = nil,
    make: @escaping @Sendable (CountedPosterior) throws(SamplingError) -> Sampler
  ) {
    self.init(name: name, learningRate: learningRate) { (model) throws(SamplingError) in
      let sampler = try make(model)
      return (AnySampler(sampler), sampler.stepsPerDraw)
    }
  }

  /// A sampler of a learning-rate sweep, at one rate η. Its draws are an epoch apart, or `stepsPerDraw` steps.
  public init(
    learningRate: Double, stepsPerDraw: Int? = nil, named name: String,
    make: @escaping @Sendable (CountedPosterior) throws(SamplingError) -> SweepSampler
  ) {
    self.init(name: name, learningRate: learningRate) { (model) throws(SamplingError) in
      let sampler = try make(model)
      return (sampler.make(learningRate), stepsPerDraw ?? sampler.stepsPerDraw)
    }
  }

  @usableFromInline
  init(name: String, learningRate: Double?, make: @escaping Maker) {
    self.name = name
    self.learningRate = learningRate
    self.make = make
  }

  /// The no-U-turn sampler, tuned by a warm-up that is part of the cost.
  public static func nuts(warmUp: WarmUp = WarmUp(steps: 300)) -> CostSampler {
    CostSampler("nuts") { NUTS($0, stepSize: 1).selfTuning(warmUp) }
  }

  /// Hamiltonian Monte Carlo over a quarter of a period in the tuned metric, its step sizes jittered; the warm-up is part of
  /// the cost.
  public static func hmc(warmUp: WarmUp = WarmUp(steps: 300)) -> CostSampler {
    CostSampler("hmc") { HMC($0, stepSize: 1, path: .time(1.57), jitter: 0.3).selfTuning(warmUp) }
  }
}

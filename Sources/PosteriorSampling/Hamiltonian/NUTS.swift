import Foundation

/// The no-U-turn sampler: Hamiltonian Monte Carlo whose trajectories end where they begin to come back.
///
/// A trajectory doubles, forwards or backwards in time at random, until it, or a segment of it, makes a U-turn. The
/// draw is one of its points by weight exp(−H), later doublings preferred. The law is exact for every step size.
///
/// Hoffman & Gelman, JMLR 15 (2014), https://jmlr.org/papers/v15/hoffman14a.html; with multinomial draws and the
/// generalised criterion of Betancourt, arXiv:1701.02434.
public struct NUTS<Target: LogDensity>: HamiltonianSampler, TargetSampler {
  /// The log density drawn from.
  public let target: Target
  /// ε of the leapfrog steps.
  public let stepSize: Double
  /// C, the inverse of the mass matrix.
  public let metric: Metric
  /// The most doublings: a trajectory has at most 2^`maximumTreeDepth` − 1 leapfrog steps.
  @usableFromInline package let maximumTreeDepth: Int

  /// A sampler of a log density. For a step size that fits, see ``SelfTuning``.
  public init(_ target: Target, stepSize: Double, metric: Metric = .unit, maximumTreeDepth: Int = 10) {
    precondition(stepSize > 0 && stepSize.isFinite, "a step size must be positive and finite, not \(stepSize)")
    precondition((1...20).contains(maximumTreeDepth), "a tree's depth must be 1 to 20, not \(maximumTreeDepth)")
    metric.precondition(dimension: target.dimension)
    self.target = target
    self.stepSize = stepSize
    self.metric = metric
    self.maximumTreeDepth = maximumTreeDepth
  }

  /// ∇ln p where a chain is.
  public func gradient(at state: NUTSState) -> [Double] { state.gradient }

  /// The same sampler with another step size and metric.
  public func tuned(stepSize: Double, metric: Metric) -> NUTS {
    NUTS(target, stepSize: stepSize, metric: metric, maximumTreeDepth: maximumTreeDepth)
  }

  /// ln p, the acceptance statistic, ε, the tree's depth, leapfrog steps, divergence and energy.
  public var columns: [DrawColumn<NUTSState, HamiltonianInfo>] {
    [
      .logDensity { $0.logDensity }, .acceptance, .stepSize,
      DrawColumn("treedepth__") { Double($1.treeDepth) },
      DrawColumn("n_leapfrog__") { Double($1.leapfrogCount) },
      .divergence, .energy,
    ]
  }

  /// A new chain at a position of d elements, with room for a trajectory.
  ///
  /// - Throws: ``SamplingError/invalidStart(_:)`` where the log density or its gradient is not finite.
  @inlinable
  public func start(at position: [Double], using random: inout some RandomSource) throws(SamplingError) -> NUTSState {
    NUTSState(try PhasePoint(target, at: position), maximumTreeDepth: maximumTreeDepth)
  }

  /// One trajectory, and a draw from it.
  @inlinable
  @discardableResult
  public func step(
    _ state: inout NUTSState, using random: inout some RandomSource
  ) throws(SamplingError) -> HamiltonianInfo {
    state.begin(metric, using: &random)
    var growth = NUTSState.Growth(initialEnergy: state.front.energy)
    var depth = 0
    var isForward = true
    while depth < maximumTreeDepth {
      let goesForward = random.next() >> 63 == 0
      if goesForward != isForward { state.reverse() }
      isForward = goesForward

      let step = isForward ? stepSize : -stepSize
      guard state.grow(depth, target, metric, step, &growth, using: &random) else { break }
      depth += 1
      guard state.join(using: &random) else { break }
    }
    swap(&state.draw, &state.trajectory.draw)
    return HamiltonianInfo(growth, depth: depth, energy: state.draw.energy, stepSize: stepSize)
  }
}

extension HamiltonianInfo {
  @usableFromInline
  init(_ growth: NUTSState.Growth, depth: Int, energy: Double, stepSize: Double) {
    self.init(
      acceptanceStatistic: growth.acceptanceSum / Double(max(1, growth.leapfrogCount)),
      leapfrogCount: growth.leapfrogCount, isDivergent: growth.isDivergent, energy: energy, stepSize: stepSize)
    treeDepth = depth
  }
}

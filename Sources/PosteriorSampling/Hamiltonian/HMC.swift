import Foundation

/// Hamiltonian Monte Carlo with trajectories of a fixed length.
///
/// From a fresh momentum p ~ N(0, C⁻¹), L leapfrog steps of size ε approximate the dynamics of
/// H = −ln p(θ) + ½pᵀCp; their end is accepted with probability min(1, exp(H − H′)), which makes the law
/// exact. A trajectory of a fixed length may come back to where it began: `jitter` draws each step's ε uniformly from
/// ε(1 ± jitter), which avoids that. ``NUTS`` chooses the length itself.
///
/// Duane, Kennedy, Pendleton & Roweth, Phys. Lett. B 195 (1987), doi:10.1016/0370-2693(87)91197-X; Neal, Handbook of
/// Markov Chain Monte Carlo (2011), arXiv:1206.1901.
public struct HMC<Target: LogDensity>: HamiltonianSampler, GradientProposalSampler {
  /// How far a trajectory goes.
  public enum Path: Sendable, Hashable {
    /// L leapfrog steps, 1 to 1024.
    case steps(Int)
    /// L = ⌈time/ε⌉ leapfrog steps, but never more than 1024. In units in which C is the
    /// posterior's covariance, π/2 is a quarter of a period.
    case time(Double)
  }

  /// The log density drawn from.
  public let target: Target
  /// The leapfrog step size ε.
  public let stepSize: Double
  /// How far a trajectory goes.
  @usableFromInline package let path: Path
  /// The relative width of ε's random changes: 0 ≤ jitter < 1.
  @usableFromInline package let jitter: Double
  /// C, the inverse of the mass matrix.
  public let metric: Metric

  /// A sampler of a log density. For a step size that fits, see ``SelfTuning``. Without jitter a trajectory whose
  /// length is near a multiple of half a period hardly moves, in any number of steps.
  public init(_ target: Target, stepSize: Double, path: Path, jitter: Double = 0.5, metric: Metric = .unit) {
    precondition(stepSize > 0 && stepSize.isFinite, "a step size must be positive and finite, not \(stepSize)")
    precondition(jitter >= 0 && jitter < 1, "a jitter must be at least 0 and below 1, not \(jitter)")
    precondition(path.isValid, "a trajectory cannot go over \(path)")
    metric.precondition(dimension: target.dimension)
    self.target = target
    self.stepSize = stepSize
    self.path = path
    self.jitter = jitter
    self.metric = metric
  }

  /// ∇ln p where a chain is.
  public func gradient(at state: HamiltonianState) -> [Double] { state.gradient }

  /// The same sampler with another step size and metric.
  public func tuned(stepSize: Double, metric: Metric) -> HMC {
    HMC(target, stepSize: stepSize, path: path, jitter: jitter, metric: metric)
  }

  /// ln p, the acceptance statistic, ε, the trajectory's length in time, divergence and energy.
  public var columns: [DrawColumn<HamiltonianState, HamiltonianInfo>] {
    [
      .logDensity { $0.logDensity }, .acceptance, .stepSize,
      DrawColumn("int_time__") { $1.stepSize * Double($1.leapfrogCount) },
      .divergence, .energy,
    ]
  }

  /// One trajectory, whose end is accepted or not.
  @inlinable
  @discardableResult
  public func step(
    _ state: inout HamiltonianState, using random: inout some RandomSource
  ) throws(SamplingError) -> HamiltonianInfo {
    let epsilon = jitter > 0 ? stepSize * (1 + jitter * (2 * random.uniform() - 1)) : stepSize
    let count = path.leapfrogCount(stepSize: stepSize)
    let (acceptance, isAccepted, energyError) = state.propose(
      target, metric: metric, stepSize: epsilon, stepCount: count, using: &random)
    var info = HamiltonianInfo(
      acceptanceStatistic: acceptance, leapfrogCount: count,
      isDivergent: !(energyError <= HamiltonianLimits.energyError), energy: state.current.energy, stepSize: epsilon)
    info.isAccepted = isAccepted
    return info
  }
}

extension HMC {
  /// Trajectories over a quarter of a period where the metric is the posterior's covariance, with step sizes that vary
  /// by up to 30 %. The step size is yet to be tuned.
  @inlinable
  package init(overQuarterPeriodsOf target: Target) {
    self.init(target, stepSize: 1, path: .time(1.57), jitter: 0.3)
  }
}

extension HMC.Path {
  var isValid: Bool {
    switch self {
    case .steps(let count): (1...HamiltonianLimits.leapfrogCount).contains(count)
    case .time(let time): time > 0 && time.isFinite
    }
  }

  @usableFromInline
  func leapfrogCount(stepSize: Double) -> Int {
    switch self {
    case .steps(let count): count
    case .time(let time): Int(max(1, min(Double(HamiltonianLimits.leapfrogCount), (time / stepSize).rounded(.up))))
    }
  }
}

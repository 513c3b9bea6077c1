import Foundation

/// The Metropolis-adjusted Langevin algorithm: ``ULA``'s step as a proposal, accepted so that the law is exact.
///
///     θ′ = θ + ηC∇ln p(θ) + √(2η) Lξ,   ξ ~ N(0, I),   C = LLᵀ
///     α = min(1, p(θ′) q(θ | θ′) / (p(θ) q(θ′ | θ))),
///     q(θ′ | θ) = N(θ′; θ + ηC∇ln p(θ), 2ηC)
///
/// η is the library's learning rate; the step size h of Roberts and Tweedie is 2η. The proposal is one leapfrog step
/// of size √(2η) from a fresh momentum, and the ratio of densities is that of the energies before and after it. A
/// proposal whose log density is not finite is rejected. The best η for C the posterior's covariance accepts about
/// 0.574.
///
/// Roberts & Tweedie, Bernoulli 2 (1996), doi:10.2307/3318418; Roberts & Rosenthal, J. R. Stat. Soc. B 60 (1998),
/// doi:10.1111/1467-9868.00123.
public struct MALA<Target: LogDensity>: GradientProposalSampler {
  /// The log density drawn from.
  @usableFromInline package let target: Target
  /// The rate η of the proposals: their noise has the variance 2η.
  @usableFromInline package let learningRate: Double
  /// The preconditioner C of drift and noise.
  @usableFromInline package let metric: Metric

  /// A sampler of a log density, at learning rate η (not ε/2).
  public init(_ target: Target, learningRate: Double, metric: Metric = .unit) {
    precondition(
      learningRate > 0 && learningRate.isFinite, "a learning rate must be positive and finite, not \(learningRate)")
    metric.precondition(dimension: target.dimension)
    self.target = target
    self.learningRate = learningRate
    self.metric = metric
  }

  /// ln p and the acceptance probability.
  public var columns: [DrawColumn<HamiltonianState, MetropolisInfo>] { [.logDensity { $0.logDensity }, .acceptance] }

  /// One proposal, accepted or not: one gradient.
  @inlinable
  @discardableResult
  public func step(
    _ state: inout HamiltonianState, using random: inout some RandomSource
  ) throws(SamplingError) -> MetropolisInfo {
    let (acceptance, isAccepted, _) = state.propose(
      target, metric: metric, stepSize: (2 * learningRate).squareRoot(), stepCount: 1, using: &random)
    return MetropolisInfo(acceptanceProbability: acceptance, isAccepted: isAccepted)
  }
}

/// A sampler by Hamiltonian dynamics, as a ``WarmUp`` sees it: it has a step size and a metric to be tuned.
public protocol HamiltonianSampler: PosteriorSampler where Info == HamiltonianInfo {
  /// The log density's type.
  associatedtype Target: LogDensity

  /// The log density drawn from.
  var target: Target { get }
  /// ε of the leapfrog steps.
  var stepSize: Double { get }
  /// C, the inverse of the mass matrix.
  var metric: Metric { get }

  /// The same sampler with another step size and metric. A chain's state stays valid.
  func tuned(stepSize: Double, metric: Metric) -> Self

  /// ∇ln p where a chain is. A sampler whose states know it gives it without computing it again.
  func gradient(at state: State) -> [Double]
}

extension HamiltonianSampler {
  /// ∇ln p where a chain is, computed anew.
  public func gradient(at state: State) -> [Double] {
    var gradient = [Double](repeating: 0, count: target.dimension)
    target.gradient(&gradient, at: state.position)
    return gradient
  }
}

/// What a step of Hamiltonian dynamics reports.
public struct HamiltonianInfo: Sendable, Hashable {
  /// The mean over the trajectory of min(1, exp(H₀ − H)), H₀ being the energy at its start: what a warm-up tunes.
  /// Of ``HMC``, whose proposal is the trajectory's end, the probability with which that was to be accepted.
  public let acceptanceStatistic: Double
  /// The number of leapfrog steps, and of gradients.
  public let leapfrogCount: Int
  /// Whether the energy along the trajectory rose by more than 1000 or was not finite:
  /// where the posterior's curvature is too high for the step size, and draws may miss a part of it.
  public let isDivergent: Bool
  /// H of the draw: from its steps follows E-BFMI (Betancourt, arXiv:1604.00695).
  public let energy: Double
  /// ε of the step, jittered where the sampler does that.
  public let stepSize: Double
  /// The number of doublings completed by ``NUTS``; its maximum means that a trajectory was cut off. 0 for ``HMC``.
  package var treeDepth = 0
  /// Whether the end of a trajectory was accepted; a draw of ``NUTS`` always is.
  @usableFromInline package var isAccepted = true

  /// What a sampler of one's own reports of a step.
  ///
  /// - Parameters:
  ///   - acceptanceStatistic: The mean of min(1, exp(H₀ − H)) over the trajectory.
  ///   - leapfrogCount: The number of leapfrog steps.
  ///   - isDivergent: Whether the energy rose too far, or was not finite.
  ///   - energy: H of the draw.
  ///   - stepSize: ε of the step.
  public init(
    acceptanceStatistic: Double, leapfrogCount: Int, isDivergent: Bool, energy: Double, stepSize: Double
  ) {
    self.acceptanceStatistic = acceptanceStatistic
    self.leapfrogCount = leapfrogCount
    self.isDivergent = isDivergent
    self.energy = energy
    self.stepSize = stepSize
  }
}

/// What bounds a step of Hamiltonian dynamics.
@usableFromInline
package enum HamiltonianLimits {
  /// The rise of the energy from which a trajectory is said to diverge: 1000, as in Stan.
  @usableFromInline static let energyError = 1000.0
  /// The most leapfrog steps of an ``HMC`` step, as many as a ``NUTS`` tree of depth 10 has.
  @usableFromInline package static let leapfrogCount = 1024
}

/// A sampler by Hamiltonian dynamics, as a ``WarmUp`` sees it: it has a step size and a metric to be tuned.
public protocol HamiltonianSampler: PosteriorSampler where Info: HamiltonianInfo {
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
}

/// What a step of Hamiltonian dynamics reports.
public protocol HamiltonianInfo: Sendable {
  /// The mean over the trajectory of min(1, exp(H₀ − H)), H₀ being the energy at its start: what a warm-up tunes.
  var acceptanceStatistic: Double { get }
  /// The number of leapfrog steps, and of gradients.
  var leapfrogCount: Int { get }
  /// Whether the energy along the trajectory rose by more than ``HamiltonianLimits/energyError`` or was not finite:
  /// where the posterior's curvature is too high for the step size, and draws may miss a part of it.
  var isDivergent: Bool { get }
  /// H of the draw: from its steps follows E-BFMI (Betancourt, arXiv:1604.00695).
  var energy: Double { get }
  /// ε of the step.
  var stepSize: Double { get }
}

/// What bounds a step of Hamiltonian dynamics.
public enum HamiltonianLimits {
  /// The rise of the energy from which a trajectory is said to diverge: 1000, as in Stan.
  public static let energyError = 1000.0
  /// The most leapfrog steps of an ``HMC`` step, as many as a ``NUTS`` tree of depth 10 has.
  public static let leapfrogCount = 1024
}

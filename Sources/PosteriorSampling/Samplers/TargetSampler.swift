/// A sampler of a log density, which knows the parameters.
@usableFromInline
package protocol TargetSampler: PosteriorSampler, SharesParameters {
  /// The log density's type.
  associatedtype Target: LogDensity

  /// The log density drawn from.
  var target: Target { get }
}

extension TargetSampler {
  @inlinable
  package var parameters: Target { target }
}

/// A sampler whose proposals follow the gradient.
@usableFromInline
package protocol GradientProposalSampler: TargetSampler where State == HamiltonianState {}

extension GradientProposalSampler {
  /// A new chain at a position of d elements.
  ///
  /// - Throws: ``SamplingError/invalidStart(_:)`` where the log density or its gradient is not finite.
  @inlinable
  public func start(
    at position: [Double], using random: inout some RandomSource
  ) throws(SamplingError) -> HamiltonianState {
    try HamiltonianState(target, at: position)
  }
}

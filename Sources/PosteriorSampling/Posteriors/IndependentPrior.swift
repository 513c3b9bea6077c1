/// A prior of independent parameters, with its gradient.
@usableFromInline
package protocol IndependentPrior: Sendable {
  /// ln p of all parameters in `position`.
  func logDensity(at position: Span<Double>) -> Double

  /// Adds ∇ ln p of all parameters in `position` to the first elements of `gradient`.
  func addGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>)
}

/// A model all of whose parameters have one prior.
@usableFromInline
package protocol IndependentPriorModel: Posterior {
  /// The prior's type.
  associatedtype ParameterPrior: IndependentPrior

  /// The prior on each parameter.
  var prior: ParameterPrior { get }
}

extension IndependentPriorModel {
  /// The log density of the prior on all parameters.
  @inlinable
  public func logPrior(at position: Span<Double>) -> Double { prior.logDensity(at: position) }

  /// Adds the gradient of the prior's log density.
  @inlinable
  public func addLogPriorGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    prior.addGradient(at: position, to: &gradient)
  }
}

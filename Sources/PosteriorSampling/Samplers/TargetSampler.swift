/// A sampler of a log density, which knows the parameters.
@usableFromInline
package protocol TargetSampler: PosteriorSampler {
  /// The log density's type.
  associatedtype Target: LogDensity

  /// The log density drawn from.
  var target: Target { get }
}

extension TargetSampler {
  /// The number of parameters.
  @inlinable
  public var dimension: Int { target.dimension }

  /// The names that the target gives its parameters.
  public var parameterNames: [String] { target.parameterNames }
}

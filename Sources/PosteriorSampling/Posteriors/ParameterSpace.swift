/// What has d parameters, each with a name: a density, an estimator of its gradient, a sampler of it.
public protocol ParameterSpace: Sendable {
  /// The number of parameters d.
  var dimension: Int { get }

  /// A name for each of the d parameters; θ[1], θ[2], … unless given.
  var parameterNames: [String] { get }
}

extension ParameterSpace {
  /// The names θ[1] to θ[d], unless there are others.
  public var parameterNames: [String] { (0..<dimension).map { "θ[\($0 + 1)]" } }
}

/// What has the parameters of something else.
@usableFromInline
package protocol SharesParameters: ParameterSpace {
  /// The other's type.
  associatedtype Parameters: ParameterSpace

  /// The other, whose parameters they are.
  var parameters: Parameters { get }
}

extension SharesParameters {
  /// The number of parameters d.
  @inlinable
  public var dimension: Int { parameters.dimension }

  /// The names that the model gives its parameters.
  public var parameterNames: [String] { parameters.parameterNames }
}

/// Independent draws from a posterior that is known exactly: the reference that no chain can beat.
public struct ExactSampler<Exact: ExactPosterior>: PosteriorSampler {
  /// The posterior drawn from.
  @usableFromInline package let posterior: Exact

  /// The last draw made, which the next does not depend on.
  public struct State: SamplerState {
    /// The last draw: d elements.
    public var position: [Double]
  }

  /// A sampler of an exact posterior.
  public init(_ posterior: Exact) { self.posterior = posterior }

  /// The number of parameters.
  public var dimension: Int { posterior.dimension }

  /// The posterior's own names.
  public var parameterNames: [String] { posterior.parameterNames }

  /// A chain whose first step forgets the position.
  public func start(at position: [Double], using random: inout some RandomSource) throws(SamplingError) -> State {
    precondition(position.count == dimension, "a position needs \(dimension) elements, not \(position.count)")
    return State(position: position)
  }

  /// Makes one draw, which is independent of the last.
  @inlinable
  public func step(_ state: inout State, using random: inout some RandomSource) throws(SamplingError) {
    var position = state.position.mutableSpan
    posterior.draw(into: &position, using: &random)
  }
}

/// The exact gradient of U = −ln density, by a pass over all examples.
public struct FullGradient<Target: LogDensity>: GradientEstimator {
  /// The density.
  public let target: Target

  /// No state: every step sees everything.
  public struct State: Sendable {
    @usableFromInline
    init() {}
  }

  /// The gradient of a log density.
  public init(_ target: Target) { self.target = target }

  /// The number of parameters d.
  public var dimension: Int { target.dimension }

  /// An empty state.
  @inlinable
  public func start(at position: [Double], using random: inout some RandomSource) -> State { State() }

  /// Writes ∇U; the share is 1.
  @inlinable
  public func estimate(
    _ gradient: inout [Double], at position: [Double], state: inout State, using random: inout some RandomSource
  ) -> Double {
    var span = gradient.mutableSpan
    span.fill(0)
    target.addLogDensityGradient(at: position.span, to: &span)
    for j in 0..<span.count { span[unchecked: j] = -span[unchecked: j] }
    return 1
  }

  /// Every step is an epoch.
  @inlinable
  public func isEpochEnd(_ state: State) -> Bool { true }
}

/// The exact gradient of U = −ln density, by a pass over all examples.
public struct FullGradient<Target: LogDensity>: GradientEstimator, SharesParameters {
  /// The log density whose gradient is taken.
  @usableFromInline package let target: Target

  /// No state: every step sees everything.
  public struct State: Sendable, Codable {
    @usableFromInline
    init() {}
  }

  /// The gradient of a log density.
  public init(_ target: Target) { self.target = target }

  @inlinable
  package var parameters: Target { target }

  /// Every step sees all examples.
  public var stepsPerEpoch: Int { 1 }

  /// The choice of examples begins anew at every step.
  public var stepsPerCycle: Int { 1 }

  /// Nothing is carried from step to step.
  @inlinable
  public func start(at position: [Double], using random: inout some RandomSource) -> State { State() }

  /// All examples: the share is 1.
  @inlinable
  public func advance(_ state: inout State, using random: inout some RandomSource) -> Double { 1 }

  /// Overwrites `gradient` with ∇U of all examples.
  @inlinable
  public func estimate(_ gradient: inout [Double], at position: [Double], state: inout State) {
    var span = gradient.mutableSpan
    span.fill(0)
    target.addLogDensityGradient(at: position.span, to: &span)
    span.negate()
  }

  /// Every step is an epoch.
  @inlinable
  public func isEpochEnd(_ state: State) -> Bool { true }
}

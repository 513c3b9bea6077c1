/// An integrator whose steps are linear in the position, in the vectors that it carries, in the gradient and in the
/// noise.
///
/// At unit metric every parameter must have the same coefficients, and none may depend on another's numbers. A
/// stationary law on a Gaussian posterior then is the solution of linear equations. Their coefficients are found by
/// sending unit impulses through the steps, so that a scheme is written only once.
public protocol LinearIntegrator: LangevinIntegrator {
  /// The vectors of d elements that a step leaves to the next besides the position, such as a velocity; none unless
  /// given.
  ///
  /// Whatever else the state holds must follow from the lengths of the steps alone.
  static var carried: [WritableKeyPath<State, [Double]>] { get }

  /// Where the increment is that alone drives a step of overdamped dynamics; nil, unless given, for other dynamics.
  static var drivingIncrement: DrivingIncrement<State>? { get }

  /// What a step of underdamped dynamics stands for, the one vector that is carried being the velocity; nil, unless
  /// given, for other dynamics.
  func motion(over step: LangevinStep) -> UnderdampedMotion?
}

/// Where the state of an overdamped scheme holds the increment Lξ ~ N(0, C) that drives a step.
public struct DrivingIncrement<State> {
  /// The increment: d elements.
  @usableFromInline package let value: KeyPath<State, [Double]>
  /// The factor with which the position holds a part of the increment already; nil where a step draws its increment.
  @usableFromInline package let included: KeyPath<State, Double>?

  /// An increment that is drawn before its step, with the part of it that the position holds by then.
  public static func drawnBefore(
    _ value: KeyPath<State, [Double]>, included: KeyPath<State, Double>
  ) -> DrivingIncrement { DrivingIncrement(value: value, included: included) }

  /// An increment that a step draws, and leaves in the state.
  public static func drawnWithin(_ value: KeyPath<State, [Double]>) -> DrivingIncrement {
    DrivingIncrement(value: value, included: nil)
  }
}

extension LinearIntegrator {
  /// The position is all that is carried.
  public static var carried: [WritableKeyPath<State, [Double]>] { [] }

  /// No increment alone drives a step.
  public static var drivingIncrement: DrivingIncrement<State>? { nil }

  /// The dynamics are not underdamped.
  public func motion(over step: LangevinStep) -> UnderdampedMotion? { nil }

  /// The steps of a cycle as linear maps, at unit metric.
  package func linearSteps(_ steps: [LangevinStep]) -> [LinearStep] {
    guard let temperature = steps.first?.temperature else { return [] }
    var probe = ImpulseProbe(self, temperature: temperature)
    // Once around first, so that what depends on the lengths of earlier steps is as in the middle of a chain.
    for step in steps { _ = probe.response(to: step) }
    return steps.map { probe.response(to: $0) }
  }
}

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
}

extension LinearIntegrator {
  /// The position is all that is carried.
  public static var carried: [WritableKeyPath<State, [Double]>] { [] }

  /// The steps of a cycle as linear maps, at unit metric.
  package func linearSteps(_ steps: [LangevinStep]) -> [LinearStep] {
    guard let temperature = steps.first?.temperature else { return [] }
    var probe = ImpulseProbe(self, temperature: temperature)
    // Once around first, so that what depends on the lengths of earlier steps is as in the middle of a chain.
    for step in steps { _ = probe.response(to: step) }
    return steps.map { probe.response(to: $0) }
  }
}

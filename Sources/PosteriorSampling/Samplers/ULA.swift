/// The unadjusted Langevin algorithm: the Euler–Maruyama scheme on the full gradient.
///
///     θ ← θ − η∇U(θ) + √(2η) ξ
///
/// On a Gaussian target of curvature a, h = ηa, its variance is (1/a)/(1 − h/2): a relative error h/(2 − h).
///
/// Roberts & Tweedie, Bernoulli 2 (1996); Durmus & Moulines, Ann. Appl. Probab. 27 (2017), doi:10.1214/16-AAP1238.
public typealias ULA<Target: LogDensity> = LangevinSampler<FullGradient<Target>, EulerMaruyama>

extension LangevinSampler {
  /// Full-gradient Langevin dynamics on a log density, at learning rate η (not ε/2).
  public init<Target>(_ target: Target, learningRate: LearningRate, temperature: Double = 1)
  where Gradient == FullGradient<Target>, Integrator == EulerMaruyama {
    self.init(gradient: FullGradient(target), learningRate: learningRate, temperature: temperature)
  }
}

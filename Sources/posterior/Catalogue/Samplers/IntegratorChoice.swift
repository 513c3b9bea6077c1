import ArgumentParser
import PosteriorDiagnostics

/// A way to discretise the dynamics, as the names of samplers give it.
struct IntegratorChoice: Sendable {
  let name: String
  /// Whether it has a momentum, and so a friction.
  let isUnderdamped: Bool
  /// Whether its friction is 2√λ unless given, λ the posterior's smallest curvature.
  let isCriticallyDamped: Bool
  /// Whether it makes sense only where every example comes once an epoch.
  let needsEveryExampleOnce: Bool
  /// Whether a chain of the posterior itself can move under the noise of its steps.
  let hasTwin: Bool
  private let make: @Sendable (String, LangevinProduct, SamplerSite) throws(SamplingError) -> MadeSampler

  /// Those that there are.
  static let all = [
    eulerMaruyama, leimkuhlerMatthews,
    IntegratorChoice("baoab", isUnderdamped: true, isCriticallyDamped: true) { BAOAB(friction: $0.friction) }, ubu,
    symplecticEuler, epochNoise,
  ]

  static let eulerMaruyama = IntegratorChoice("euler-maruyama") { _ in EulerMaruyama() }
  static let leimkuhlerMatthews = IntegratorChoice("leimkuhler-matthews") { _ in LeimkuhlerMatthews() }
  static let ubu = IntegratorChoice("ubu", isUnderdamped: true, isCriticallyDamped: true) { UBU(friction: $0.friction) }
  static let symplecticEuler = IntegratorChoice("symplectic-euler", isUnderdamped: true) {
    SymplecticEuler(friction: $0.frictionOfSteps)
  }
  static let epochNoise = IntegratorChoice("epoch-noise", needsEveryExampleOnce: true) { _ in
    EpochwiseEulerMaruyama()
  }

  /// A choice of a name; the integrator is made of the site's friction.
  private init<Integrator: LinearIntegrator>(
    _ name: String, isUnderdamped: Bool = false, isCriticallyDamped: Bool = false, needsEveryExampleOnce: Bool = false,
    integrator: @escaping @Sendable (SamplerSite) -> Integrator
  ) {
    self.name = name
    self.isUnderdamped = isUnderdamped
    self.isCriticallyDamped = isCriticallyDamped
    self.needsEveryExampleOnce = needsEveryExampleOnce
    hasTwin = isUnderdamped || Integrator.drivingIncrement != nil
    make = { (name, product, site) throws(SamplingError) in
      let maker = LangevinProductMaker(
        name: name, gradient: product.gradient, integrator: integrator(site), site: site)
      return try site.open(maker)
    }
  }

  /// A product with this integrator, on a model.
  func make(_ name: String, _ product: LangevinProduct, _ site: SamplerSite) throws(SamplingError) -> MadeSampler {
    try make(name, product, site)
  }
}

extension IntegratorChoice: ExpressibleByArgument {
  init?(argument: String) {
    guard let choice = Self.all.first(where: { $0.name == argument }) else { return nil }
    self = choice
  }

  static var allValueStrings: [String] { all.map(\.name) }
}

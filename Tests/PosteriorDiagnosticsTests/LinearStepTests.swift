import Foundation
import Testing

@testable import PosteriorDiagnostics
@testable import PosteriorSampling

/// ``LinearIntegrator/linearSteps(_:)`` against the steps themselves, on a quadratic potential of curvature a: the position is a linear
/// function of the start and of every normal drawn, which a scripted source reveals one at a time.
@Suite struct LinearStepTests {
  /// Normals that are 0, but for one of them.
  private struct Impulse: RandomSource {
    let place: Int
    var drawn = 0
    mutating func next() -> UInt64 { 0 }
    mutating func normal() -> Double {
      drawn += 1
      return drawn - 1 == place ? 1 : 0
    }
  }

  private static let curvature = 3.0
  /// Two epochs, each with a short last step.
  private static let steps = (0..<6).map { i in
    LangevinStep(fullRate: 0.07, share: i % 3 == 2 ? 0.4 : 1, temperature: 1.3, isEpochEnd: i % 3 == 2)
  }

  private func final<I: LangevinIntegrator>(_ integrator: I, start: Double, impulse: Int) -> (position: Double, Int) {
    var random = Impulse(place: impulse)
    var position = [start]
    var state = integrator.start(dimension: 1, temperature: 1.3, metric: .unit, using: &random)
    for step in Self.steps {
      integrator.prepare(&position, &state, for: step, metric: .unit, using: &random)
      let gradient = [Self.curvature * position[0]]
      _ = integrator.complete(&position, &state, gradient: gradient, step: step, metric: .unit, using: &random)
    }
    return (position[0], random.drawn)
  }

  /// `start` is the covariance of what the scheme carries at the start, the position first.
  private func check(_ integrator: some LinearIntegrator, start: Matrix) {
    // By the maps: the response to the start, and the variance given the start.
    var response = (0..<start.rowCount).map { $0 == 0 ? 1.0 : 0 }
    var variance = start
    for step in integrator.linearSteps(Self.steps) {
      var after = step.after
      for i in response.indices { after[i, 0] += step.gradientScale[i] * Self.curvature }
      response = after * (step.before * response)
      variance = step.before * variance * step.before.transposed
      if let noise = step.noiseBefore { variance = variance + noise * noise.transposed }
      variance = after * variance * after.transposed
      if let noise = step.noiseAfter { variance = variance + noise * noise.transposed }
    }
    // By the steps.
    let (still, drawn) = final(integrator, start: 1, impulse: -1)
    #expect(abs(still - response[0]) < 1e-14)
    let squares = (0..<drawn).reduce(0.0) { sum, place in
      let moved = final(integrator, start: 0, impulse: place).position
      return sum + moved * moved
    }
    #expect(abs(squares / variance[0, 0] - 1) < 1e-12, "\(integrator)")
  }

  @Test func everyIntegrator() {
    check(EulerMaruyama(), start: Matrix(diagonal: [0]))
    check(EpochwiseEulerMaruyama(), start: Matrix(diagonal: [0]))
    check(BAOAB(friction: 2), start: Matrix(diagonal: [0, 1.3]))
    check(UBU(friction: 2), start: Matrix(diagonal: [0, 1.3]))
    // The maps take the position to hold a full step's part of the noise, √(ηT/2)ξ; a chain starts without it.
    let part = (0.5 * 0.07 * 1.3).squareRoot()
    let still = LeimkuhlerMatthews().linearSteps(Self.steps).first?.before
    #expect(still == .identity(2))
    check(LeimkuhlerMatthews(), start: Matrix(columnCount: 2, elements: [part * part, part, part, 1]))
  }

  /// The maps in closed form: what impulses find is what pencil and paper do. UBU's noise loses digits to cancellation in the formula
  /// as written.
  @Test func closedForms() {
    for step in Self.steps + [LangevinStep(fullRate: 0.02, temperature: 0)] {
      for expected in [Closed.eulerMaruyama(step), Closed.baoab(step, friction: 2), Closed.ubu(step, friction: 2)] {
        expect(expected.integrator.linearSteps([step, step])[1], expected.step)
      }
    }
    for (found, step) in zip(LeimkuhlerMatthews().linearSteps(Self.steps), Self.steps) {
      expect(found, Closed.leimkuhlerMatthews(step).step)
    }
    for (found, expected) in zip(EpochwiseEulerMaruyama().linearSteps(Self.steps), Closed.epochNoise(Self.steps)) {
      expect(found, expected)
    }
  }

  private func expect(_ found: LinearStep, _ expected: LinearStep, _ location: SourceLocation = #_sourceLocation) {
    func isClose(_ a: Matrix?, _ b: Matrix?) -> Bool {
      guard let a, let b else { return (a ?? b).map { $0.squaredNorm == 0 } ?? true }
      return a.rowCount == b.rowCount && a.columnCount == b.columnCount && (a - b).squaredNorm < 1e-24
    }
    #expect(isClose(found.before, expected.before), sourceLocation: location)
    #expect(isClose(found.noiseBefore, expected.noiseBefore), sourceLocation: location)
    #expect(isClose(found.after, expected.after), sourceLocation: location)
    #expect(isClose(found.noiseAfter, expected.noiseAfter), sourceLocation: location)
    #expect(
      zip(found.gradientScale, expected.gradientScale).allSatisfy { abs($0 - $1) < 1e-15 }
        && found.gradientScale.count == expected.gradientScale.count, sourceLocation: location)
  }
}

/// The linear maps of the library's schemes in closed form.
private enum Closed {
  typealias Case = (integrator: any LinearIntegrator, step: LinearStep)

  static func eulerMaruyama(_ step: LangevinStep) -> Case {
    (
      EulerMaruyama(),
      LinearStep(
        after: .identity(1), gradientScale: [-step.rate],
        noiseAfter: Matrix(diagonal: [(2 * step.temperature * step.rate).squareRoot()]))
    )
  }

  static func epochNoise(_ steps: [LangevinStep]) -> [LinearStep] {
    var noiselessTime = 0.0
    return steps.map { step in
      noiselessTime += step.rate
      defer { if step.isEpochEnd { noiselessTime = 0 } }
      let noise = Matrix(diagonal: [(2 * step.temperature * noiselessTime).squareRoot()])
      return LinearStep(
        after: .identity(1), gradientScale: [-step.rate], noiseAfter: step.isEpochEnd ? noise : nil)
    }
  }

  static func leimkuhlerMatthews(_ step: LangevinStep) -> Case {
    func part(_ rate: Double) -> Double { (0.5 * rate * step.temperature).squareRoot() }
    return (
      LeimkuhlerMatthews(),
      LinearStep(
        before: Matrix(columnCount: 2, elements: [1, part(step.rate) - part(step.fullRate), 0, 1]),
        after: Matrix(columnCount: 2, elements: [1, part(step.rate), 0, 0]), gradientScale: [-step.rate, 0],
        noiseAfter: Matrix(columnCount: 1, elements: [part(step.fullRate), 1]))
    )
  }

  static func baoab(_ step: LangevinStep, friction: Double) -> Case {
    let time = (2 * step.rate).squareRoot()
    let kept = exp(-friction * time)
    let noise = (step.temperature * (1 - kept * kept)).squareRoot()
    return (
      BAOAB(friction: friction),
      LinearStep(
        after: Matrix(columnCount: 2, elements: [1, 0.5 * time * (1 + kept), 0, kept]),
        gradientScale: [-0.5 * time * time * (1 + kept), -time * kept],
        noiseAfter: Matrix(columnCount: 1, elements: [0.5 * time * noise, noise]))
    )
  }

  /// The noises of U(½τ) are jointly normal: Var θ = T(2x − 3 + 4e^(−x) − e^(−2x))/γ², Cov(θ, v) = T(1 − e^(−x))²/γ,
  /// Var v = T(1 − e^(−2x)), x = ½γτ, by their Cholesky factor.
  static func ubu(_ step: LangevinStep, friction: Double) -> Case {
    let time = (2 * step.rate).squareRoot()
    let (x, temperature) = (0.5 * friction * time, step.temperature)
    let (kept, drift) = (exp(-x), (1 - exp(-x)) / friction)
    let position = (temperature * (2 * x - 3 + 4 * exp(-x) - exp(-2 * x))).squareRoot() / friction
    let shared = temperature > 0 ? temperature * (1 - exp(-x)) * (1 - exp(-x)) / friction / position : 0
    let velocity = (temperature * (1 - exp(-2 * x)) - shared * shared).squareRoot()
    let flow = Matrix(columnCount: 2, elements: [1, drift, 0, kept])
    let noise = Matrix(columnCount: 2, elements: [position, 0, shared, velocity])
    return (
      UBU(friction: friction),
      LinearStep(
        before: flow, noiseBefore: noise, after: flow, gradientScale: [-time * drift, -time * kept], noiseAfter: noise)
    )
  }
}

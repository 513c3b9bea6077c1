import Foundation
import Testing

@testable import PosteriorDiagnostics

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
    check(EpochNoise(), start: Matrix(diagonal: [0]))
    check(BAOAB(friction: 2), start: Matrix(diagonal: [0, 1.3]))
    check(UBU(friction: 2), start: Matrix(diagonal: [0, 1.3]))
    // The maps take the position to hold a full step's part of the noise, √(ηT/2)ξ; a chain starts without it.
    let part = (0.5 * 0.07 * 1.3).squareRoot()
    let still = LeimkuhlerMatthews().linearSteps(Self.steps).first?.before
    #expect(still == .identity(2))
    check(LeimkuhlerMatthews(), start: Matrix(columnCount: 2, elements: [part * part, part, part, 1]))
  }
}

import Foundation
import PosteriorSampling

/// An integrator that the library does not have: the splitting scheme ABOBA of underdamped Langevin dynamics, with friction γ and time
/// step τ = √(2η).
///
///     A: θ ← θ + ½τv   B: v ← v − ½τĝ(θ)   O: v ← e^(−γτ)v + √(T(1 − e^(−2γτ))) ξ   B   A
///
/// Leimkuhler & Matthews, Appl. Math. Res. Express 2013, doi:10.1093/amrx/abs010.
struct ABOBA: LinearIntegrator {
  let friction: Double

  struct State: Sendable, Codable {
    var velocity: [Double]
    var noise: [Double]
  }

  /// What a step leaves to the next: from this, and from the steps themselves, the library finds the stationary law.
  static var carried: [WritableKeyPath<State, [Double]>] { [\.velocity] }

  func start(dimension: Int, temperature: Double, metric: Metric, using random: inout some RandomSource) -> State {
    let zeros = [Double](repeating: 0, count: dimension)
    var state = State(velocity: zeros, noise: zeros)
    metric.drawVelocity(&state.velocity, temperature: temperature, using: &random)
    return state
  }

  func prepare(
    _ position: inout [Double], _ state: inout State, for step: LangevinStep, metric: Metric,
    using random: inout some RandomSource
  ) {
    drift(&position, state, step)
  }

  func complete(
    _ position: inout [Double], _ state: inout State, gradient: [Double], step: LangevinStep, metric: Metric,
    using random: inout some RandomSource
  ) -> Bool {
    let time = (2 * step.rate).squareRoot()
    let kept = exp(-friction * time)
    let spread = (step.temperature * (1 - kept * kept)).squareRoot()
    metric.drawIncrement(&state.noise, using: &random)
    for j in position.indices {
      let kick = -0.5 * time * gradient[j]
      state.velocity[j] = kept * (state.velocity[j] + kick) + spread * state.noise[j] + kick
    }
    drift(&position, state, step)
    return position.allSatisfy(\.isFinite)
  }

  private func drift(_ position: inout [Double], _ state: State, _ step: LangevinStep) {
    var span = position.mutableSpan
    span.add(0.5 * (2 * step.rate).squareRoot(), times: state.velocity.span)
  }
}

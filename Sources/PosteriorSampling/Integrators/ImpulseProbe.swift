/// Finds an integrator's linear maps from its steps: one chain, each of whose parameters receives another unit impulse.
///
/// Of k numbers for each parameter the position is the first. Parameters 0 to k − 1 start at one of them, parameter k
/// feels a gradient, and each parameter from k + 1 on receives one of the normal vectors that the step draws.
struct ImpulseProbe<Integrator: LinearIntegrator> {
  private let integrator: Integrator
  private var state: Integrator.State
  private let dimension = NoiseBuffer.longDimension
  /// k.
  private let size = 1 + Integrator.carried.count

  init(_ integrator: Integrator, temperature: Double) {
    self.integrator = integrator
    var still = Impulses(dimension: dimension, first: dimension)
    state = integrator.start(dimension: dimension, temperature: temperature, metric: .unit, using: &still)
  }

  /// The maps of the chain's next step.
  mutating func response(to step: LangevinStep) -> LinearStep {
    let integrator = integrator
    let before = send { position, state, _, random in
      integrator.prepare(&position, &state, for: step, metric: .unit, using: &random)
    }
    let after = send { position, state, gradient, random in
      _ = integrator.complete(&position, &state, gradient: gradient, step: step, metric: .unit, using: &random)
    }
    return LinearStep(
      before: before.map, noiseBefore: before.noise, after: after.map, gradientScale: after.gradient,
      noiseAfter: after.noise)
  }

  /// The responses of the k numbers to themselves, to the gradient and to the noise.
  private mutating func send(
    _ half: (inout [Double], inout Integrator.State, [Double], inout Impulses) -> Void
  ) -> (map: Matrix, gradient: [Double], noise: Matrix?) {
    let (k, carried) = (size, Integrator.carried)
    var position = unit(0)
    for (number, path) in carried.enumerated() { state[keyPath: path] = unit(number + 1) }
    var random = Impulses(dimension: dimension, first: k + 1)
    half(&position, &state, unit(k), &random)
    let rows = [position] + carried.map { state[keyPath: $0] }
    let draws = random.drawn / dimension
    precondition(k + 1 + draws <= dimension, "a step draws too many normal vectors: \(draws)")
    return (
      Matrix(columnCount: k, elements: rows.flatMap { $0[..<k] }), rows.map { $0[k] },
      draws == 0 ? nil : Matrix(columnCount: draws, elements: rows.flatMap { $0[k + 1..<k + 1 + draws] })
    )
  }

  private func unit(_ place: Int) -> [Double] { (0..<dimension).map { $0 == place ? 1 : 0 } }
}

/// Normals that are zero but for one in each vector of d: parameter `first` receives the first vector, the parameter
/// behind it the second, and so on.
private struct Impulses: RandomSource {
  let dimension: Int
  let first: Int
  /// The normals drawn so far.
  var drawn = 0

  mutating func next() -> UInt64 { 0 }

  mutating func normal() -> Double {
    defer { drawn += 1 }
    return drawn % dimension == first + drawn / dimension ? 1 : 0
  }
}

// The vector updates of a step, and what stochastic-gradient samplers share around them.

extension [Double] {
  /// self ← kept · self + gradientScale · gradient + noiseScale · noise; returns |self|².
  @inlinable
  @discardableResult
  mutating func kick(
    keeping kept: Double, gradient: [Double], _ gradientScale: Double, noise: NoiseBuffer, _ noiseScale: Double
  ) -> Double {
    precondition(gradient.count == count && noise.dimension == count, "vectors of different lengths")
    let (gradient, noise) = (gradient.span, noise.values.span.extracting(noise.place..<noise.place + count))
    var momentum = mutableSpan
    var squares = 0.0
    for j in 0..<momentum.count {
      let p =
        kept * momentum[unchecked: j] + gradientScale * gradient[unchecked: j] + noiseScale * noise[unchecked: j]
      momentum[unchecked: j] = p
      squares += p * p
    }
    return squares
  }

  /// self ← self + time · momentum; returns whether the result is finite.
  @inlinable
  mutating func drift(_ time: Double, _ momentum: [Double]) -> Bool { drift(time, momentum.span) }

  @inlinable
  mutating func drift(_ time: Double, _ momentum: Span<Double>) -> Bool {
    precondition(momentum.count == count, "vectors of different lengths")
    var position = mutableSpan
    var finite = 0.0
    for j in 0..<position.count {
      position[unchecked: j] += time * momentum[unchecked: j]
      finite += 0 * position[unchecked: j]
    }
    return finite == 0
  }

  /// self ← self + scale · vector.
  @inlinable
  mutating func add(_ scale: Double, times vector: [Double]) {
    var span = mutableSpan
    span.add(scale, times: vector.span)
  }

  /// self ← factor · self.
  @inlinable
  mutating func scale(by factor: Double) {
    var span = mutableSpan
    for j in 0..<span.count { span[unchecked: j] *= factor }
  }

  /// The error of a chain whose position, this one, or a companion of it has left the finite numbers.
  @usableFromInline
  func divergence(atStep step: Int, learningRate: Double) -> SamplingError {
    .diverged(step: step, learningRate: learningRate, parameter: firstIndex { !$0.isFinite } ?? 0)
  }
}

extension RandomSource {
  /// Fills an array with standard normals.
  @inlinable
  mutating func fillNormal(_ values: inout [Double]) {
    var span = values.mutableSpan
    fillNormal(&span)
  }
}

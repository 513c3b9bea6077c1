/// The minimum of a landscape, by Newton's method with the absolute values of the Hessian's eigenvalues and a damping that
/// grows until a step goes down (Levenberg and Marquardt's).
struct LandscapeMinimum {
  let value: ([Double]) -> Double
  let gradient: ([Double]) -> [Double]
  let hessian: ([Double]) -> Matrix

  /// From a start: the position where a Newton step would no longer change U by more than rounding.
  func search(from start: [Double], steps: Int = 500) throws(StationaryStateError) -> [Double] {
    var (position, damping) = (start, 1e-3)
    var current = value(position)
    guard current.isFinite else { throw .noMinimum("it is not finite where the search starts") }
    for _ in 0..<steps {
      let slope = gradient(position)
      guard slope.allSatisfy(\.isFinite), let eigen = try? SymmetricEigen(hessian(position)) else {
        throw .noMinimum("its derivatives are not finite")
      }
      let largest = eigen.values.map(abs).max() ?? 0
      let along = eigen.vectors.transposed * slope
      guard along.contains(where: { $0 != 0 }) else { return position }
      func step(_ damping: Double) -> (move: [Double], decrement: Double) {
        let scaled = zip(along, eigen.values).map { $0 / max(abs($1) + damping * largest, 1e-300) }
        return (eigen.vectors * scaled, along.dot(scaled))
      }
      // Within rounding of the bottom the value cannot tell better from worse: the last steps are plain Newton steps.
      let newton = step(0)
      if eigen.values.allSatisfy({ $0 > 1e-12 * largest }), newton.decrement <= 1e-10 * max(1, abs(current)) {
        return try polished(zip(position, newton.move).map(-))
      }
      var accepted = false
      while !accepted, damping < 1e12 {
        let candidate = zip(position, step(damping).move).map(-)
        let lower = value(candidate)
        if lower.isFinite, lower < current {
          (position, current, accepted) = (candidate, lower, true)
          damping = max(damping / 10, 1e-15)
        } else {
          damping = max(damping, 1e-6) * 4
        }
      }
      // No step goes down: at the bottom, or on a flat stretch that the caller's look at the Hessian will name.
      if !accepted { return position }
    }
    throw .noMinimum("\(steps) Newton steps did not come to rest (is the posterior proper?)")
  }

  /// A few more Newton steps. Near a minimum they shrink; where U runs down towards a limit without end they do not.
  private func polished(_ start: [Double]) throws(StationaryStateError) -> [Double] {
    var (position, step) = (start, start)
    for _ in 0..<4 {
      guard let cholesky = try? Cholesky(hessian(position)) else { return position }
      step = cholesky.solve(gradient(position))
      position = zip(position, step).map(-)
    }
    guard zip(step, position).allSatisfy({ abs($0) <= 1e-6 * max(1, abs($1)) }) else {
      throw .noMinimum("it falls without end (is the posterior proper?)")
    }
    return position
  }
}

extension Posterior {
  /// The minimum of U = −ln posterior reached from a start, by a damped Newton search: d elements.
  ///
  /// - Throws: ``StationaryStateError/noMinimum(_:)`` when the search does not come to rest.
  public func landscapeMinimum(from start: [Double]) throws(StationaryStateError) -> [Double] {
    try LandscapeMinimum(value: potential, gradient: potentialGradient, hessian: hessian).search(from: start)
  }

  /// The lowest of the minima reached from standard normal starts: for networks, whose landscapes have many.
  ///
  /// Equal minima, as the copies of a network with its units exchanged, count as one: the first is taken.
  public func landscapeMinimum(starts: Int, seed: UInt64 = 1) throws(StationaryStateError) -> [Double] {
    var best: (value: Double, position: [Double])?
    for start in 0..<starts {
      var random = GSLRandom(stream: StreamSeed(seed).child("minimum").child(start))
      guard let position = try? landscapeMinimum(from: random.normals(dimension)) else { continue }
      let value = potential(at: position)
      if value < (best?.value ?? .infinity) - 1e-9 * abs(value) { best = (value, position) }
    }
    guard let best else { throw .noMinimum("none of \(starts) starts led to one (is the posterior proper?)") }
    return best.position
  }
}

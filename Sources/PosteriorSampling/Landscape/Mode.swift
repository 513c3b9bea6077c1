/// The mode of a posterior: where control variates are anchored, and around which a posterior with many examples is
/// close to normal.
public struct Mode: Sendable, Hashable {
  /// The mode θ*, d elements.
  public let position: [Double]
  /// ∇∇U there, U = −ln posterior: d × d, positive definite. Its inverse is the covariance of Laplace's
  /// approximation.
  public let hessian: Matrix
}

extension LogDensity {
  /// The mode reached from a start of d elements (0 unless given): Newton's method with the absolute values of the
  /// Hessian's eigenvalues, and a damping that grows until a step goes down (Levenberg and Marquardt's).
  ///
  /// Takes d × d matrices, and d gradients for one where the model does not know it.
  ///
  /// - Throws: ``SamplingError/noMode(_:)`` when the search does not come to rest, or rests where the log density is
  ///   flat along some direction.
  public func mode(from start: [Double]? = nil) throws(SamplingError) -> Mode {
    try requireDense(for: "the Hessian at the mode")
    let search = ModeSearch(value: potential, gradient: potentialGradient, hessian: hessian)
    let position = try search.mode(from: start ?? [Double](repeating: 0, count: dimension))
    let hessian = hessian(at: position)
    // In units of its own a parameter's scale says nothing of how well it is known.
    guard let eigen = try? SymmetricEigen(Units(hessian).scaled(hessian)), let smallest = eigen.values.first,
      let largest = eigen.values.last
    else { throw .noMode("the second derivatives are not finite") }
    guard smallest > 1e-12 * largest else {
      let direction = eigen.vectors.column(0).map(abs)
      let parameter = direction.indices.max { direction[$0] < direction[$1] } ?? 0
      throw .noMode(
        "the Hessian is singular, without curvature along a direction of mostly '\(parameterNames[parameter])': "
          + "give a proper prior, or leave the parameter out")
    }
    return Mode(position: position, hessian: hessian)
  }

  /// The highest of the modes reached from standard normal starts: for networks, whose landscapes have many.
  ///
  /// Equal modes, as the copies of a network with its units exchanged, count as one: the first is taken.
  ///
  /// - Throws: ``SamplingError/noMode(_:)`` when no start leads to one.
  public func mode(starts: Int, seed: UInt64 = 1) throws(SamplingError) -> Mode {
    var best: (value: Double, mode: Mode)?
    for start in 0..<starts {
      var random = GSLRandom(stream: StreamSeed(seed).child("minimum").child(start))
      guard let mode = try? mode(from: random.normals(dimension)) else { continue }
      let value = potential(at: mode.position)
      if value < (best?.value ?? .infinity) - 1e-9 * abs(value) { best = (value, mode) }
    }
    guard let best else { throw .noMode("none of \(starts) starts led to one (is the posterior proper?)") }
    return best.mode
  }
}

/// A unit for each parameter, 1/√|Hⱼⱼ|, in which every curvature along a parameter is 1 or 0: searches and
/// verdicts do not depend on the units of the data.
struct Units {
  let units: [Double]

  init(_ hessian: Matrix) {
    units = hessian.diagonal.map { curvature in
      let unit = 1 / abs(curvature).squareRoot()
      return unit.isFinite && unit > 0 ? unit : 1
    }
  }

  /// The Hessian in these units.
  func scaled(_ hessian: Matrix) -> Matrix { hessian.scaled(by: units) }

  /// A gradient in these units, or a move in them in the parameters' own.
  func scaled(_ vector: [Double]) -> [Double] { zip(vector, units).map(*) }

  /// The length of a move, in these units.
  func length(_ move: [Double]) -> Double {
    zip(move, units).reduce(0) { $0 + ($1.0 / $1.1) * ($1.0 / $1.1) }.squareRoot()
  }
}

/// The search for a mode: a minimum of U = −ln density, whose gradient and Hessian are known.
package struct ModeSearch {
  let value: ([Double]) -> Double
  let gradient: ([Double]) -> [Double]
  let hessian: ([Double]) -> Matrix

  /// A search by a function of d elements, its gradient (d elements) and Hessian (d × d).
  package init(
    value: @escaping ([Double]) -> Double, gradient: @escaping ([Double]) -> [Double],
    hessian: @escaping ([Double]) -> Matrix
  ) {
    self.value = value
    self.gradient = gradient
    self.hessian = hessian
  }

  /// From a start: the position where a Newton step would no longer change the value by more than rounding. It may be a
  /// stretch along which the function is flat.
  ///
  /// - Throws: ``SamplingError/noMode(_:)`` when the search does not come to rest.
  package func mode(from start: [Double], steps: Int = 500) throws(SamplingError) -> [Double] {
    var (position, damping) = (start, 1e-3)
    var current = value(position)
    guard current.isFinite else { throw .noMode("the log density is not finite where the search starts") }
    for _ in 0..<steps {
      let (hessian, gradient) = (hessian(position), gradient(position))
      let units = Units(hessian)
      let slope = units.scaled(gradient)
      guard slope.allSatisfy(\.isFinite), let eigen = try? SymmetricEigen(units.scaled(hessian)) else {
        throw .noMode("the log density's derivatives are not finite")
      }
      let largest = eigen.values.map(abs).max() ?? 0
      let along = eigen.vectors.transposed * slope
      func step(_ damping: Double) -> (move: [Double], decrement: Double) {
        let scaled = zip(along, eigen.values).map { $0 / max(abs($1) + damping * largest, 1e-300) }
        return (units.scaled(eigen.vectors * scaled), along.dot(scaled))
      }
      // Within rounding of the bottom the value cannot tell better from worse: the last steps are plain Newton steps.
      let newton = step(0)
      let isAtRest = newton.decrement <= 1e-10 * max(1, abs(current))
      if isAtRest, let lowest = eigen.values.first, lowest < -1e-6 * largest,
        let lower = lower(than: current, at: position, along: units.scaled(eigen.vectors.column(0)))
      {
        // Down from a saddle, where the curvature is most negative.
        (position, current) = lower
        continue
      }
      guard along.contains(where: { $0 != 0 }) else { return position }
      if isAtRest, eigen.values.allSatisfy({ $0 > 1e-12 * largest }) {
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
      // No step goes down: at the bottom, or on a flat stretch.
      if !accepted { return position }
    }
    throw .noMode("\(steps) Newton steps did not come to rest (is the posterior proper?)")
  }

  /// A position of a lower value to either side along a direction, as far away as halving finds one; nil where there is
  /// none.
  private func lower(
    than current: Double, at position: [Double], along direction: [Double]
  ) -> (position: [Double], value: Double)? {
    var length = 1.0
    for _ in 0..<30 {
      for move in [length, -length] {
        let candidate = zip(position, direction).map { $0 + move * $1 }
        let lower = value(candidate)
        if lower.isFinite, lower < current { return (candidate, lower) }
      }
      length /= 2
    }
    return nil
  }

  /// A few plain Newton steps. Near a minimum each is far smaller than the one before; where the function only falls
  /// towards a limit far out, as with separable classes, they stay as long as they were.
  private func polished(_ start: [Double]) throws(SamplingError) -> [Double] {
    var position = start
    var (lengths, size) = ([Double](), 0.0)
    for _ in 0..<4 {
      let hessian = hessian(position)
      let units = Units(hessian)
      guard let cholesky = try? Cholesky(units.scaled(hessian)) else { return position }
      let move = units.scaled(cholesky.solve(units.scaled(gradient(position))))
      position = zip(position, move).map(-)
      lengths.append(units.length(move))
      size = units.length(position)
    }
    if lengths[3] > 0.1 * lengths[0], lengths[3] > 1e-6 * max(1, size) {
      throw .noMode("−ln density keeps falling far out (is the posterior proper?)")
    }
    return position
  }
}

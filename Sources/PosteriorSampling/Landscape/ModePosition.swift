// The mode where d × d matrices are too large.

/// The most parameters of which d × d matrices are made unasked.
package let mostDenseParameters = 5000

extension LogDensity {
  /// The position of the mode that is reached from a start of d elements (0 unless given): ``mode(from:)``'s, or with
  /// more than 200 parameters, where Newton's steps take minutes, by a search of gradients.
  ///
  /// With at most 5000 parameters that search is in units in which the curvature along each is 1 where it starts, by
  /// one Hessian; with more it keeps nothing d × d.
  ///
  /// - Throws: ``SamplingError/noMode(_:)`` when the search does not come to rest.
  package func modePosition(from start: [Double]? = nil) throws(SamplingError) -> [Double] {
    guard dimension > 200 else { return try mode(from: start).position }
    let start = start ?? [Double](repeating: 0, count: dimension)
    guard dimension <= mostDenseParameters else { return try GradientSearch(potentialAndGradient).mode(from: start) }
    let units = Units(hessian(at: start))
    let search = GradientSearch {
      let (potential, gradient) = potentialAndGradient(at: units.scaled($0))
      return (potential, units.scaled(gradient))
    }
    return units.scaled(try search.mode(from: zip(start, units.units).map(/)))
  }

  /// Refuses what needs d × d matrices where these are too large.
  package func requireDense(for what: String) throws(SamplingError) {
    guard dimension > mostDenseParameters else { return }
    throw .tooManyParameters(
      "\(what) needs d × d matrices, which are not made with more than \(mostDenseParameters) parameters, and here are "
        + "\(dimension)")
  }
}

/// The search for a minimum by gradients alone, which remembers its last moves (L-BFGS).
///
/// Liu & Nocedal, Math. Program. 45 (1989) 503–528, doi:10.1007/BF01589116.
struct GradientSearch {
  private typealias Point = (potential: Double, gradient: [Double])
  private let value: ([Double]) -> (potential: Double, gradient: [Double])
  /// The last moves, with the changes of the gradient on them and the products of the two.
  private typealias Move = (step: [Double], change: [Double], product: Double)
  private static let mostMoves = 10

  init(_ value: @escaping ([Double]) -> (potential: Double, gradient: [Double])) { self.value = value }

  /// From a start: a position from where the next move would lower the function by less than 10⁻¹² of it, or where
  /// rounding hides whether it does.
  func mode(from start: [Double], steps: Int = 5000) throws(SamplingError) -> [Double] {
    var (position, here, moves) = (start, value(start), [Move]())
    for _ in 0..<steps {
      guard here.potential.isFinite, here.gradient.allSatisfy(\.isFinite) else {
        throw .noMode("the log density or its gradient is not finite")
      }
      let direction = downhill(here.gradient, moves)
      let decrement = -direction.dot(here.gradient)
      if decrement <= 1e-12 * max(1, abs(here.potential)) { return position }
      let first = moves.isEmpty ? 1 / max(1, here.gradient.dot(here.gradient).squareRoot()) : 1
      guard let (next, there) = lower(here, position, direction, decrement, first) else {
        // The moves that are remembered may mislead; the gradient itself does not.
        if moves.isEmpty { return position }
        moves = []
        continue
      }
      let step = zip(next, position).map(-)
      let change = zip(there.gradient, here.gradient).map(-)
      let product = step.dot(change)
      if product > 1e-10 * change.dot(change).squareRoot() * step.dot(step).squareRoot() {
        moves.append((step, change, product))
        if moves.count > Self.mostMoves { moves.removeFirst() }
      }
      (position, here) = (next, there)
    }
    throw .noMode("\(steps) steps of L-BFGS did not come to rest (is the posterior proper?)")
  }

  /// Minus the gradient times the inverse of the Hessian that the moves show.
  private func downhill(_ gradient: [Double], _ moves: [Move]) -> [Double] {
    var direction = gradient.map { -$0 }
    var shares: [Double] = []
    for move in moves.reversed() {
      let share = move.step.dot(direction) / move.product
      direction.add(-share, times: move.change)
      shares.append(share)
    }
    if let last = moves.last {
      let scale = last.product / last.change.dot(last.change)
      for j in direction.indices { direction[j] *= scale }
    }
    for (move, share) in zip(moves, shares.reversed()) {
      direction.add(share - move.change.dot(direction) / move.product, times: move.step)
    }
    return direction
  }

  /// A lower position along a direction, by halving from a first length; nil where there is none.
  private func lower(
    _ here: (potential: Double, gradient: [Double]), _ position: [Double], _ direction: [Double], _ decrement: Double,
    _ first: Double
  ) -> (position: [Double], there: (potential: Double, gradient: [Double]))? {
    var length = first
    for _ in 0..<50 {
      var next = position
      next.add(length, times: direction)
      let there = value(next)
      if there.potential <= here.potential - 1e-4 * length * decrement { return (next, there) }
      length /= 2
    }
    return nil
  }
}

extension Posterior {
  /// The minimum of U = −ln posterior reached from a start, by a damped Newton search: d elements.
  ///
  /// - Throws: ``StationaryStateError/noMinimum(_:)`` when the search does not come to rest.
  public func landscapeMinimum(from start: [Double]) throws(StationaryStateError) -> [Double] {
    do throws(SamplingError) {
      return try MinimumSearch(value: potential, gradient: potentialGradient, hessian: hessian).minimum(from: start)
    } catch {
      if case .noMode(let reason) = error { throw .noMinimum(reason) }
      throw .noMinimum("\(error)")
    }
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

extension LogDensity {
  /// Where chains can start.
  ///
  /// Each parameter is uniform within a distance of 0, 2 being Stan's; of a model that knows its Hessian, around the
  /// mode, in units of how far one example would leave the parameter open, so that the units of the data do not matter.
  /// Where the density is 0, or far below what it would be there if it were normal, others are tried, ten at each
  /// distance, nearer and nearer.
  ///
  /// - Parameters:
  ///   - count: The number of chains.
  ///   - radius: The distance, above 0.
  ///   - seed: Chain c starts at the same place whatever the number of chains.
  /// - Returns: A start of d elements for each chain.
  /// - Throws: ``SamplingError/invalidStart(_:)`` where the density was 0, or not a number, at a hundred positions.
  public func chainStarts(_ count: Int, within radius: Double = 2, seed: UInt64) throws(SamplingError) -> [[Double]] {
    let region = startRegion
    var starts: [[Double]] = []
    for chain in 0..<count {
      var random = GSLRandom(stream: StreamSeed(seed).child("start").child(chain))
      guard let start = chainStart(within: radius, in: region, using: &random) else {
        throw .invalidStart("the density is 0, or not a number, at a hundred points within \(radius) of 0")
      }
      starts.append(start)
    }
    return starts
  }

  private func chainStart(
    within radius: Double, in region: StartRegion, using random: inout some RandomSource
  ) -> [Double]? {
    // Of a normal density ln p falls by at most ½d² radius² in the region's units, of which N make one of its own.
    let least = region.peak - Double(dimension * dimension) * region.exampleCount * radius * radius
    var radius = radius
    for _ in 0..<10 {
      for _ in 0..<10 {
        let start = zip(region.center, region.units).map { $0 + radius * (2 * random.uniform() - 1) * $1 }
        let height = logDensity(at: start.span)
        if height.isFinite, height >= least { return start }
      }
      radius /= 2
    }
    return nil
  }

  private var startRegion: StartRegion {
    guard let mode = quickMode else {
      return StartRegion(
        center: [Double](repeating: 0, count: dimension), units: [Double](repeating: 1, count: dimension))
    }
    let examples = Double(max(1, asPosterior?.exampleCount ?? 1))
    return StartRegion(
      center: mode.position, units: Units(mode.hessian).units.map { examples.squareRoot() * $0 },
      exampleCount: examples,
      peak: logDensity(at: mode.position.span))
  }

  /// The mode of a model that knows its Hessian, if finding it is little beside sampling; nil otherwise, and where
  /// there is none.
  package var quickMode: Mode? {
    guard let model = capabilities.hessian, dimension <= 100, model.exampleCount * dimension * dimension <= 30_000_000
    else { return nil }
    return try? mode()
  }
}

/// Where chains start.
private struct StartRegion {
  /// The mode; 0 where the Hessian is not known.
  let center: [Double]
  /// √N times each parameter's unit at the mode; 1 where the Hessian is not known.
  let units: [Double]
  var exampleCount = 1.0
  /// ln p at the mode; −∞ where the Hessian is not known.
  var peak = -Double.infinity
}

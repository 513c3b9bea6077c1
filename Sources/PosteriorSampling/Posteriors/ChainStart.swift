extension LogDensity {
  /// Where chains can start.
  ///
  /// Each parameter is uniform within a distance of 0, 2 being Stan's; of a model that knows its Hessian, around the
  /// mode, in units of how far one example would leave the parameter open, so that the units of the data do not matter.
  /// Where the density is 0, others are tried, ten at each distance, nearer and nearer.
  ///
  /// - Parameters:
  ///   - count: The number of chains.
  ///   - radius: The distance, above 0.
  ///   - seed: Chain c starts at the same place whatever the number of chains.
  /// - Returns: A start of d elements for each chain.
  /// - Throws: ``SamplingError/invalidStart(_:)`` where the density was 0, or not a number, at a hundred positions.
  public func chainStarts(_ count: Int, within radius: Double = 2, seed: UInt64) throws(SamplingError) -> [[Double]] {
    let (center, units) = startRegion
    var starts: [[Double]] = []
    for chain in 0..<count {
      var random = GSLRandom(stream: StreamSeed(seed).child("start").child(chain))
      guard let start = chainStart(within: radius, of: center, units, using: &random) else {
        throw .invalidStart("the density is 0, or not a number, at a hundred points within \(radius) of 0")
      }
      starts.append(start)
    }
    return starts
  }

  private func chainStart(
    within radius: Double, of center: [Double], _ units: [Double], using random: inout some RandomSource
  ) -> [Double]? {
    var radius = radius
    for _ in 0..<10 {
      for _ in 0..<10 {
        let start = zip(center, units).map { $0 + radius * (2 * random.uniform() - 1) * $1 }
        if logDensity(at: start.span).isFinite { return start }
      }
      radius /= 2
    }
    return nil
  }

  /// The mode, and √N times each parameter's unit there; 0 and 1 where the Hessian is not known.
  private var startRegion: (center: [Double], units: [Double]) {
    guard let mode = quickMode else {
      return ([Double](repeating: 0, count: dimension), [Double](repeating: 1, count: dimension))
    }
    let examples = Double(max(1, asPosterior?.exampleCount ?? 1)).squareRoot()
    return (mode.position, Units(mode.hessian).units.map { examples * $0 })
  }

  /// The mode of a model that knows its Hessian, if finding it is little beside sampling; nil otherwise, and where there
  /// is none.
  var quickMode: Mode? {
    guard let model = capabilities.hessian, dimension <= 100, model.exampleCount * dimension * dimension <= 30_000_000
    else { return nil }
    return try? mode()
  }
}

extension LogDensity {
  /// Where a chain can start: uniform within a distance of 0 along each parameter. Where the density is 0, others are
  /// tried, ten at each distance, nearer and nearer to 0.
  ///
  /// - Parameter radius: The distance, above 0: 2 is Stan's.
  /// - Returns: d elements; nil where the density was 0, or not a number, at a hundred positions.
  public func chainStart(within radius: Double = 2, using random: inout some RandomSource) -> [Double]? {
    var radius = radius
    for _ in 0..<10 {
      for _ in 0..<10 {
        let start = (0..<dimension).map { _ in radius * (2 * random.uniform() - 1) }
        if logDensity(at: start.span).isFinite { return start }
      }
      radius /= 2
    }
    return nil
  }
}

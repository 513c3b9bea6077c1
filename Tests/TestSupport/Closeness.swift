// Programs with Swift's runtime in them are built without Testing.
#if canImport(Testing)
  public import Testing

  /// Expects two vectors to differ by no more than `tolerance` times the greatest element.
  public func expectClose(
    _ values: [Double], _ expected: [Double], _ tolerance: Double = 1e-14, _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(values.count == expected.count, sourceLocation: location)
    let size = expected.map(abs).max() ?? 0
    let distance = zip(values, expected).map { abs($0 - $1) }.reduce(0) { $0 >= $1 ? $0 : $1 }
    #expect(distance <= tolerance * size, sourceLocation: location)
  }
#endif

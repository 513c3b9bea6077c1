// Densities inside bounds.

extension Lowering {
  /// The logarithm of the probability of an interval, which a truncated density is divided by.
  ///
  /// Nothing where it is 1, or where it is a constant that is not known.
  mutating func logMass(
    _ distribution: Distribution, _ arguments: [Node], isFixed: Bool, _ written: Bounds, _ target: Target, _ name: Name
  ) throws(ModelError) -> Node? {
    var bounds = try truncation(written, target.context)
    try check(target, in: bounds)
    if distribution.isOfVectors {
      throw source.error(
        at: name.range, "\(name.text) is of vectors, so it has no bounds")
    }
    let floor: Double? = [.real, .vector].contains(distribution.support) ? nil : distribution.hasFloor ? 0 : nil
    if let low = bounds.low?.number, let floor, low <= floor { bounds.low = nil }
    if let high = bounds.high?.number, distribution.support == .unit, high >= 1 { bounds.high = nil }
    if bounds.low == nil, bounds.high == nil { return nil }
    guard let cumulative = distribution.cumulative else {
      if isFixed, bounds.isKnown { return nil }
      throw source.error(
        at: name.range,
        "a truncated \(name.text) whose arguments are not constant needs its distribution "
          + "function, which is not known here")
    }
    var ends: [Node?] = []
    for (end, isLow) in [(bounds.low, true), (bounds.high, false)] {
      guard let end else {
        ends.append(nil)
        continue
      }
      var x = try node(of: end.quantity, end.range)
      // Whole numbers from a to b, both included.
      if isLow, distribution.support.isDiscrete { x = graph.subtract(x, graph.constant(1)) }
      ends.append(cumulative(&graph, x, arguments))
    }
    guard let low = ends[0] else { return ends[1].map { graph.apply(.log, $0) } }
    guard let high = ends[1] else { return graph.apply(.log1p, graph.negate(low)) }
    return graph.apply(.log, graph.subtract(high, low))
  }

  /// Refuses data outside a truncation's bounds.
  private func check(_ target: Target, in bounds: ParameterBounds) throws(ModelError) {
    for (end, isLow) in [(bounds.low, true), (bounds.high, false)] {
      guard let end else { continue }
      if target.isParameter { continue }
      guard let numbers = target.quantity.known, let limits = end.quantity.known else {
        if target.quantity.known == nil {
          throw source.error(
            at: end.range, "\(target.text) is made of parameters; only data and parameters themselves are truncated")
        }
        throw source.error(
          at: end.range, "the bounds of data are known numbers; \(source.text(end.range)) depends on parameters")
      }
      guard end.quantity.shape == .one || end.quantity.shape == target.quantity.shape else {
        throw source.error(
          at: end.range,
          "\(target.text) is \(describedAlone(target.quantity)), and this is "
            + "\(describedAlone(end.quantity))")
      }
      for (place, number) in numbers.enumerated() {
        let limit = limits[limits.count == 1 ? 0 : place]
        if isLow ? number >= limit : number <= limit { continue }
        let side = isLow ? "below" : "above"
        throw source.error(
          at: target.range, "\(value(number, at: place, target)) is \(side) the bound \(written(limit))")
      }
    }
  }
}

extension Distribution {
  /// Whether all values are 0 or more.
  var hasFloor: Bool {
    switch support {
    case .positive, .unit, .counts, .countsUpTo, .binary: true
    default: false
    }
  }
}

extension ParameterBounds {
  /// Whether both ends are known or infinite.
  var isKnown: Bool { low?.quantity.known != nil || low == nil ? high?.quantity.known != nil || high == nil : false }
}

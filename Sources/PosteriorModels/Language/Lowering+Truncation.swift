// Densities inside bounds.

extension Lowering {
  /// The most whole numbers whose probabilities are summed.
  private static let countLimit = 200.0

  /// The logarithm of the probability of an interval, which a truncated density is divided by.
  ///
  /// Nothing where it is 1, or where it is a constant that is not known.
  mutating func logMass(
    _ distribution: Distribution, _ arguments: [Node], isFixed: Bool, _ written: Bounds, _ target: Target,
    _ density: Density
  ) throws(ModelError) -> Node? {
    var bounds = try truncation(written, target.context)
    try check(target, in: bounds)
    if let low = bounds.low?.number, distribution.hasFloor, low <= 0 { bounds.low = nil }
    if let high = bounds.high?.number, distribution.support == .unit, high >= 1 { bounds.high = nil }
    if bounds.low == nil, bounds.high == nil { return nil }
    guard let cumulative = distribution.cumulative else {
      if isFixed, bounds.isKnown { return nil }
      if let mass = try logMassOfCounts(distribution, arguments, bounds) { return mass }
      throw source.error(
        at: density.name.range,
        "a truncated \(density.name.text) whose arguments are not constant needs its distribution "
          + "function, which is not known here")
    }
    try checkShape(of: distribution, arguments, density)
    var ends: [Node?] = []
    for end in [bounds.low, bounds.high] {
      guard let end else {
        ends.append(nil)
        continue
      }
      let x = try node(of: end.quantity, end.range)
      ends.append(cumulative(&graph, x, arguments))
    }
    guard let low = ends[0] else { return ends[1].map { graph.apply(.log, $0) } }
    guard let high = ends[1] else { return graph.apply(.log1p, graph.negate(low)) }
    return graph.apply(.log, graph.subtract(high, low))
  }

  /// Refuses parameters in which a distribution function has no derivative.
  private func checkShape(
    of distribution: Distribution, _ arguments: [Node], _ density: Density
  ) throws(ModelError) {
    guard let shape = distribution.shape, graph.dependsOnParameters()[arguments[shape].index] else { return }
    let (name, argument) = (density.name.text, distribution.arguments[shape])
    throw source.error(
      at: density.arguments[shape].range,
      "\(argument) of a truncated \(name) is a known number: the derivative of its distribution function in "
        + "\(argument) has no closed form; \(source.text(density.arguments[shape].range)) depends on parameters")
  }

  /// The same of whole numbers, as a sum over those inside or outside the bounds.
  private mutating func logMassOfCounts(
    _ distribution: Distribution, _ arguments: [Node], _ bounds: ParameterBounds
  ) throws(ModelError) -> Node? {
    guard distribution.hasFloor, distribution.support.isDiscrete, bounds.isKnown else { return nil }
    let low = (bounds.low?.number ?? 0).rounded(.up)
    let high = bounds.high?.number?.rounded(.down)
    guard bounds.low == nil || bounds.low?.number != nil, bounds.high == nil || high != nil else { return nil }
    let numbers = high.map { low...max(low, $0) } ?? 0...(low - 1)
    guard numbers.upperBound - numbers.lowerBound < Self.countLimit else { return nil }
    let terms = stride(from: numbers.lowerBound, through: numbers.upperBound, by: 1).map { number in
      distribution.logDensity(&graph, graph.constant(number), arguments)
    }
    let sum = graph.logSumExp(sameExtent(terms))
    return high == nil ? graph.apply(.log1p, graph.negate(graph.apply(.exp, sum))) : sum
  }

  /// Refuses data outside a truncation's bounds.
  func check(_ target: Target, in bounds: ParameterBounds) throws(ModelError) {
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
      for (place, number) in numbers.prefix(seenRows ?? numbers.count).enumerated() {
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

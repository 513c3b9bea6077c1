// `mix(p, density, density, …)`: probabilities and densities. `point(c)` puts a whole probability on one number.

extension Lowering {
  /// A mixture's parts, each with the logarithm of its probability.
  struct MixtureParts {
    var points: [(number: Double, logWeight: Node)] = []
    var densities: [(written: Density, logWeight: Node)] = []
  }

  /// ln Σ pₖ fₖ(x), less the logarithm of the probability of the mixture's bounds.
  mutating func logMixture(_ mixture: Density, of target: Target) throws(ModelError) -> Node {
    let parts = try parts(of: mixture, target)
    guard let first = parts.densities.first else {
      throw source.error(at: mixture.name.range, "mix takes one distribution or more besides points")
    }
    if mixture.bounds != nil { try check(target, in: try truncation(mixture.bounds, target.context)) }
    let isDiscrete = try distribution(first.written.name, first.written.arguments.count).support.isDiscrete
    var (terms, masses): ([Node], [Node]) = ([], [])
    var isInside = parts.points.map { _ in 0 }
    for (written, weight) in parts.densities {
      try checkPart(written, beside: first.written, isDiscrete, target)
      // Where a density has no value, at the points, another number stands in for the data.
      var outside: [Double] = []
      for (place, point) in parts.points.enumerated() {
        if isDiscrete, try contains(point.number, written.bounds, target) {
          isInside[place] += 1
        } else {
          outside.append(point.number)
        }
      }
      let inside = try replacing(outside, in: target)
      let (density, mass) = try logDensityAndMass(written, of: inside, written.bounds, isAlone: false)
      if !responseParts.isEmpty { responseParts[responseParts.count - 1].logWeight = weight }
      let noted = responseParts
      let part = graph.add(weight, mass.map { graph.subtract(density, $0) } ?? density)
      terms.append(part)
      guard let bounds = mixture.bounds else { continue }
      if written.bounds != nil {
        throw source.error(at: written.name.range, "bounds of a mixture and of its parts exclude each other")
      }
      let whole = try logDensityAndMass(written, of: inside, bounds, isAlone: false).mass ?? graph.constant(0)
      responseParts = noted
      masses.append(graph.add(weight, whole))
    }
    if !responseParts.isEmpty {
      responseParts += parts.points.map { Response.Part(point: $0.number, logWeight: $0.logWeight) }
    }
    var result = graph.logSumExp(sameExtent(terms))
    for (point, count) in zip(parts.points, isInside) {
      guard count == 0 || count == terms.count else {
        throw source.error(
          at: mixture.name.range,
          "the point \(PosteriorModels.written(point.number)) is inside the bounds of some parts and outside those of "
            + "others"
        )
      }
      let there = count > 0 ? graph.apply(.logAddExp, point.logWeight, result) : point.logWeight
      result = graph.select(try indicator(point.number, target), there, result)
      if mixture.bounds == nil { continue }
      if try contains(point.number, mixture.bounds, target) { masses.append(point.logWeight) }
    }
    return masses.isEmpty ? result : graph.subtract(result, graph.logSumExp(sameExtent(masses)))
  }

  private func checkPart(
    _ written: Density, beside first: Density, _ isDiscrete: Bool, _ target: Target
  ) throws(ModelError) {
    let (name, firstName) = (written.name, first.name)
    let distribution = try distribution(name, written.arguments.count)
    let isOfBlock = distribution.support == .vector && target.quantity.columnCount != nil
    if distribution.support.isDiscrete == isDiscrete, !distribution.isOfVectors || isOfBlock { return }
    throw source.error(
      at: name.range,
      "\(name.text) and \(firstName.text) do not mix: all are densities, or all probabilities of whole numbers")
  }

  /// Whether a number is inside bounds.
  private mutating func contains(_ number: Double, _ bounds: Bounds?, _ target: Target) throws(ModelError) -> Bool {
    let ends = try truncation(bounds, target.context)
    let isAbove = ends.low?.quantity.known?.allSatisfy { number >= $0 } ?? true
    let isBelow = ends.high?.quantity.known?.allSatisfy { number <= $0 } ?? true
    return isAbove && isBelow
  }

  /// Data with another value in the places of points, where no density is needed.
  private func replacing(_ points: [Double], in target: Target) throws(ModelError) -> Target {
    guard !points.isEmpty, let numbers = target.quantity.known else { return target }
    guard let other = numbers.dropFirst(target.quantity.absentRows).first(where: { !points.contains($0) }) else {
      throw source.error(at: target.range, "\(target.text) has no values besides the points")
    }
    var result = target
    result.quantity.content = .known(numbers.map { points.contains($0) ? other : $0 })
    return result
  }

  /// 1 where data are a number.
  private mutating func indicator(_ number: Double, _ target: Target) throws(ModelError) -> Node {
    var quantity = target.quantity
    quantity.content = .known((quantity.known ?? []).map { $0 == number ? 1 : 0 })
    return try node(of: quantity, target.range)
  }

  mutating func sameExtent(_ nodes: [Node]) -> [Node] {
    guard let wide = nodes.first(where: { graph.extent($0) != .one }) else { return nodes }
    return nodes.map { graph.repeated($0, as: graph.extent(wide)) }
  }
}

// `mix(p, density, density, …)`: probabilities and densities. `point(c)` puts a whole probability on one number.

extension Lowering {
  /// ln Σ pₖ fₖ(x).
  mutating func logMixture(
    _ name: Name, _ arguments: [Expression], of target: Target
  ) throws(ModelError) -> Node {
    guard arguments.count >= 3 else {
      throw source.error(
        at: name.range, "mix takes a probability and two distributions or more: mix(p, normal(0, 1), normal(0, 9))")
    }
    let parts = Array(arguments.dropFirst())
    let weights = try logWeights(arguments[0], parts.count, target)
    var points: [(number: Double, logWeight: Node)] = []
    var densities: [(name: Name, arguments: [Expression], logWeight: Node)] = []
    for (part, weight) in zip(parts, weights) {
      let (inner, values) = try density(part)
      if inner.text == "mix" {
        throw source.error(
          at: inner.range, "a mixture of mixtures is one mixture with more parts")
      }
      if inner.text == "point" {
        let number = try point(inner, values, target)
        if points.contains(where: { $0.number == number }) {
          throw source.error(at: inner.range, "there is a point at \(written(number)) already")
        }
        points.append((number, weight))
      } else {
        densities.append((inner, values, weight))
      }
    }
    guard let first = densities.first else {
      throw source.error(at: name.range, "mix takes one distribution or more besides points")
    }
    let isDiscrete = try distribution(first.name, first.arguments.count).support.isDiscrete
    let inside = isDiscrete ? target : try replacing(points.map(\.number), in: target)
    var terms: [Node] = []
    for (inner, values, weight) in densities {
      let distribution = try distribution(inner, values.count)
      if distribution.support.isDiscrete != isDiscrete || distribution.isOfVectors {
        throw source.error(
          at: inner.range,
          "\(inner.text) and \(first.name.text) do not mix: all are densities, or all probabilities "
            + "of whole numbers")
      }
      terms.append(graph.add(weight, try logDensity(inner, values, of: inside)))
    }
    var result = graph.logSumExp(sameExtent(terms))
    for (number, weight) in points {
      let isThere = try indicator(number, target)
      let there = isDiscrete ? graph.apply(.logAddExp, weight, result) : weight
      result = graph.select(isThere, there, result)
    }
    return result
  }

  /// The logarithms of the parts' probabilities: p and 1 − p, or a simplex's elements.
  private mutating func logWeights(
    _ expression: Expression, _ count: Int, _ target: Target
  ) throws(ModelError) -> [Node] {
    let p = try evaluate(expression, target.context)
    if p.isText { throw textNotNumber(p, expression.range) }
    absentRows = max(absentRows, p.absentRows)
    if let numbers = p.known, let wrong = numbers.first(where: { !($0 >= 0 && $0 <= 1) }) {
      throw source.error(at: expression.range, "\(written(wrong)) is no probability")
    }
    if let size = p.vectorCount, p.shape != target.quantity.shape || size == count {
      guard size == count else {
        throw source.error(
          at: expression.range, "there are \(count) parts and \(counted(size, "probability", "probabilities"))")
      }
      if let numbers = p.known, abs(numbers.reduce(0, +) - 1) > 1e-8 {
        throw source.error(at: expression.range, "the probabilities' sum is \(written(numbers.reduce(0, +))), not 1")
      }
      let vector = try node(of: p, expression.range)
      return (0..<count).map { graph.apply(.log, graph.element(vector, $0)) }
    }
    try checkShape(p, expression, target)
    guard count == 2 else {
      throw source.error(
        at: expression.range, "\(count) parts need \(count) probabilities: declare p: simplex[\(count)]")
    }
    let node = try node(of: p, expression.range)
    return [graph.apply(.log, node), graph.apply(.log1p, graph.negate(node))]
  }

  private mutating func point(
    _ name: Name, _ arguments: [Expression], _ target: Target
  ) throws(ModelError) -> Double {
    try check(arguments, 1, name)
    let value = try evaluate(arguments[0])
    guard let number = value.knownNumber, number.isFinite else {
      throw source.error(at: arguments[0].range, "a point is a known number, such as point(0)")
    }
    guard target.quantity.known != nil else {
      throw source.error(at: name.range, "a point is for data; \(target.text) depends on parameters")
    }
    return number
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

  private mutating func sameExtent(_ nodes: [Node]) -> [Node] {
    guard let wide = nodes.first(where: { graph.extent($0) != .one }) else { return nodes }
    return nodes.map { graph.repeated($0, as: graph.extent(wide)) }
  }
}

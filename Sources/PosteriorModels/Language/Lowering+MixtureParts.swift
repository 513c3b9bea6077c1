// The probabilities and parts of a mixture.

extension Lowering {
  /// A mixture's points and densities.
  mutating func parts(of mixture: Density, _ target: Target) throws(ModelError) -> MixtureParts {
    let (name, arguments) = (mixture.name, mixture.arguments)
    guard arguments.count >= 3 else {
      throw source.error(
        at: name.range, "mix takes a probability and two distributions or more: mix(p, normal(0, 1), normal(0, 9))")
    }
    let weights = try logWeights(arguments[0], arguments.count - 1, target)
    var parts = MixtureParts()
    for (part, weight) in zip(arguments.dropFirst(), weights) {
      let inside = try density(part)
      let inner = inside.name
      if inner.text == "mix" {
        throw source.error(at: inner.range, "a mixture of mixtures is one mixture with more parts")
      }
      guard inner.text == "point" else {
        parts.densities.append((inside, weight))
        continue
      }
      let number = try point(inside, target)
      if parts.points.contains(where: { $0.number == number }) {
        throw source.error(at: inner.range, "there is a point at \(written(number)) already")
      }
      parts.points.append((number, weight))
    }
    return parts
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

  private mutating func point(_ density: Density, _ target: Target) throws(ModelError) -> Double {
    let (name, arguments) = (density.name, density.arguments)
    try check(arguments, 1, name)
    let value = try evaluate(arguments[0])
    guard let number = value.knownNumber, number.isFinite else {
      throw source.error(at: arguments[0].range, "a point is a known number, such as point(0)")
    }
    if density.bounds != nil { throw source.error(at: name.range, "a point has no bounds") }
    guard target.quantity.columnCount == nil else {
      throw source.error(at: name.range, "a point is one number; \(target.text) is \(describedAlone(target.quantity))")
    }
    guard target.quantity.known != nil else {
      throw source.error(at: name.range, "a point is for data; \(target.text) depends on parameters")
    }
    return number
  }
}

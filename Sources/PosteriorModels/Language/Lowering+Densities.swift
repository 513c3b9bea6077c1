extension Lowering {
  /// The left side of a statement.
  struct Target {
    var quantity: Quantity
    let range: Range<Int>
    /// How messages call it.
    let text: String
    var context = Context.free
    /// Whether its bounds are its constraint already.
    var isParameter = false
  }

  /// A distribution call's name and arguments.
  func density(_ expression: Expression) throws(ModelError) -> (Name, [Expression]) {
    guard case .call(let name, let arguments) = expression.form else {
      throw source.error(at: expression.range, "here stands a distribution, such as normal(0, 1)")
    }
    return (name, arguments)
  }

  /// The distribution of a name, with its number of arguments checked.
  func distribution(_ name: Name, _ count: Int) throws(ModelError) -> Distribution {
    guard let distribution = DistributionCatalogue.named(name.text) else {
      let near = suggestion(for: name.text, among: DistributionCatalogue.all.map(\.name) + ["mix", "point"])
      throw source.error(at: name.range, "there is no distribution \(name.text)\(near)")
    }
    let names = distribution.arguments
    if count != names.count {
      let given = count == 1 ? "there is 1" : "there are \(count)"
      let wanted = "\(counted(names.count, "argument")) (\(names.joined(separator: ", ")))"
      throw source.error(at: name.range, "\(name.text) takes \(wanted); \(given)")
    }
    return distribution
  }

  /// The logarithm of a density at a target: a value for each of the target's, or one for a whole vector.
  mutating func logDensity(
    _ name: Name, _ arguments: [Expression], of target: Target, bounds: Bounds? = nil
  ) throws(ModelError) -> Node {
    let distribution = try distribution(name, arguments.count)
    let isKnown = target.quantity.known != nil
    if distribution.support.isDiscrete, !isKnown {
      throw source.error(
        at: target.range, "\(target.text) depends on parameters, and \(name.text) is of whole numbers, which are data")
    }
    if distribution.support == .categories, target.quantity.shape != .rows {
      throw source.error(
        at: target.range, "\(name.text) is of a column; \(target.text) is \(describedAlone(target.quantity))")
    }
    if distribution.isOfVectors, target.quantity.vectorCount == nil {
      throw source.error(
        at: target.range, "\(name.text) is of a vector; \(target.text) is \(describedAlone(target.quantity))")
    }
    let values = try self.arguments(of: distribution, arguments, target)
    if isKnown { try check(target, in: distribution, values) }
    let x = try node(of: target.quantity, target.range)
    var nodes: [Node] = []
    for (value, argument) in zip(values, arguments) { nodes.append(try node(of: value, argument.range)) }
    let density = distribution.logDensity(&graph, x, nodes)
    guard let bounds else { return density }
    let isFixed = values.allSatisfy { $0.known != nil }
    guard let mass = try logMass(distribution, nodes, isFixed: isFixed, bounds, target, name) else { return density }
    return graph.subtract(density, mass)
  }

  /// "y = 3 at row 5".
  func value(_ number: Double, at place: Int, _ target: Target) -> String {
    switch target.quantity.shape {
    case .rows: "\(target.text) = \(written(number)) at row \(rowNumber(place))"
    case .vector: "\(target.text)[\(place + 1)] = \(written(number))"
    default: "\(target.text) = \(written(number))"
    }
  }
}

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

    /// Whether there is one for each row.
    var isByRow: Bool { quantity.shape == .rows || quantity.columnCount != nil }
  }

  /// A distribution as it stands on the right side of ~, or in a mixture.
  struct Density {
    let name: Name
    let arguments: [Expression]
    var bounds: Bounds?
  }

  /// A distribution call's name and arguments, and the bounds of a mixture's part.
  func density(_ expression: Expression) throws(ModelError) -> Density {
    switch expression.form {
    case .call(let name, let arguments): return Density(name: name, arguments: arguments)
    case .truncated(let inner, let bounds):
      var density = try density(inner)
      density.bounds = bounds
      return density
    default: throw source.error(at: expression.range, "here stands a distribution, such as normal(0, 1)")
    }
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
  mutating func logDensity(_ written: Density, of target: Target) throws(ModelError) -> Node {
    let (density, mass) = try logDensityAndMass(written, of: target, written.bounds, isAlone: true)
    return mass.map { graph.subtract(density, $0) } ?? density
  }

  /// The logarithm of a density at a target, and that of the probability of an interval.
  ///
  /// - Parameters:
  ///   - written: The distribution. Its own bounds are not looked at.
  ///   - target: Where the density is wanted.
  ///   - bounds: The interval.
  ///   - isAlone: Whether a probability that is a constant may be left out.
  /// - Returns: The density: a value for each of the target's, or one for a whole vector. The probability's logarithm,
  ///   or nothing where it is 0 or left out.
  mutating func logDensityAndMass(
    _ written: Density, of target: Target, _ bounds: Bounds?, isAlone: Bool
  ) throws(ModelError) -> (Node, mass: Node?) {
    let (name, arguments) = (written.name, written.arguments)
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
    let isBlock = target.quantity.columnCount != nil
    if isBlock, distribution.support != .vector {
      throw source.error(
        at: target.range, "\(target.text) is \(describedAlone(target.quantity)), and \(name.text) is of one column")
    }
    if distribution.isOfVectors, target.quantity.vectorCount == nil, !isBlock {
      throw source.error(
        at: target.range, "\(name.text) is of a vector; \(target.text) is \(describedAlone(target.quantity))")
    }
    let values = try self.arguments(of: distribution, arguments, target)
    if isKnown { try check(target, in: distribution, values) }
    let x = try nodes(of: target.quantity, target.range)
    var nodes: [[Node]] = []
    for (value, argument) in zip(values, arguments) { nodes.append(try self.nodes(of: value, argument.range)) }
    if seenRows != nil, target.isByRow {
      responseParts.append(
        Response.Part(distribution: distribution, arguments: nodes, interval: try interval(bounds, target)))
    }
    let density = distribution.logDensity(&graph, x, nodes)
    guard let bounds else { return (density, nil) }
    if distribution.isOfVectors {
      throw source.error(at: name.range, "\(name.text) is of vectors, so it has no bounds")
    }
    let isFixed = isAlone && values.allSatisfy { $0.known != nil }
    return (density, try logMass(distribution, nodes.map { $0[0] }, isFixed: isFixed, bounds, target, written))
  }

  /// "y = 3 at row 5".
  func value(_ number: Double, at place: Int, _ target: Target) -> String {
    switch target.quantity.shape {
    case .rows: "\(target.text) = \(written(number)) at row \(rowName(place))"
    case .vector: "\(target.text)[\(place + 1)] = \(written(number))"
    default: "\(target.text) = \(written(number))"
    }
  }
}

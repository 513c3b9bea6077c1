extension Lowering {
  /// What a statement adds to the log density.
  struct Term {
    let node: Node
    let part: ModelSummary.Distributed.Part
    /// The rows at the beginning that it cannot use.
    let absentRows: Int
  }

  /// The term of a statement with a distribution; nothing for other statements.
  mutating func term(_ statement: Statement) throws(ModelError) -> Term? {
    guard case .distributed(let left, let right, let bounds) = statement.form else { return nil }
    var written = try density(right)
    written.bounds = bounds
    let name = written.name
    let isOfBlocks = name.text == "mix" || DistributionCatalogue.named(name.text)?.support == .vector
    let (target, part) = try target(left, maybeBlock: isOfBlocks)
    absentRows = target.quantity.absentRows
    responseParts = []
    let density =
      if name.text == "mix" {
        try logMixture(written, of: target)
      } else if name.text == "point" {
        throw source.error(at: name.range, "a point has no density by itself; it stands in mix(p, point(0), …)")
      } else {
        try logDensity(written, of: target)
      }
    if seenRows != nil, part == .likelihood { try noteResponse(written, of: target) }
    let isWhole = name.text != "mix" && DistributionCatalogue.named(name.text)?.isOfVectors == true
    let extent: Extent =
      switch target.quantity.shape {
      case .rows, .block: .rows
      case .vector(let count, _) where !isWhole: .vector(count)
      default: .one
      }
    let values = graph.repeated(density, as: extent)
    return Term(node: part == .likelihood ? values : graph.sum(values), part: part, absentRows: absentRows)
  }

  /// The left side of a statement, and what it makes of the statement.
  private mutating func target(
    _ left: Expression, maybeBlock: Bool
  ) throws(ModelError) -> (Target, ModelSummary.Distributed.Part) {
    let text = source.text(left.range)
    if let whole = try wholeVector(left) { return whole }
    let quantity = try evaluate(left)
    var target = Target(quantity: quantity, range: left.range, text: text)
    if quantity.isText {
      if quantity.shape == .rows { throw textNotNumber(quantity, left.range) }
      throw source.error(at: left.range, "\(text) is a level; the left side of ~ is data or a parameter")
    }
    switch (quantity.shape, quantity.content) {
    case (.rows, .known): return (target, .likelihood)
    case (.block, .known) where maybeBlock: return (target, .likelihood)
    case (.rows, _), (.block, .columns):
      throw source.error(
        at: left.range,
        "\(text) depends on parameters and has one value a row; the left side of ~ is data or a "
          + "parameter")
    case (.block, _), (.matrix, _):
      throw source.error(at: left.range, "\(text) is \(described(quantity)); the left side of ~ is one column")
    case (_, .known): return (target, .once)
    default: break
    }
    if case .index(let vector, let index) = left.form, let name = vector.name, scope.parameters[name] != nil {
      try cover(name, index, quantity, left.range)
      target.isParameter = true
      return (target, .prior)
    }
    summary.notes.append(
      "line \(source.line(of: left.range.lowerBound)): \(text) is made of parameters; no "
        + "Jacobian is added")
    return (target, .once)
  }

  /// A whole parameter, or a quantity with one value a level, on the left side: the right side goes by level.
  private mutating func wholeVector(
    _ left: Expression
  ) throws(ModelError) -> (Target, ModelSummary.Distributed.Part)? {
    var (vector, index): (Expression, Expression?) = (left, nil)
    if case .index(let inner, let element) = left.form { (vector, index) = (inner, element) }
    let isWhole = index == nil || index?.name.map { scope.columns[$0] != nil } == true
    guard let name = vector.name, isWhole else { return nil }
    let isParameter = scope.parameters[name] != nil
    guard isParameter || scope.definitions[name] != nil else { return nil }
    let quantity = try meaning(of: name, vector.range, .free)
    if quantity.known != nil || quantity.isText || (!isParameter && index == nil) { return nil }
    if let index, quantity.factor != index.name {
      let owner =
        quantity.factor.map { "one value a \($0), so its distribution is of \(name)[\($0)]" }
        ?? describedAlone(quantity)
      throw source.error(at: left.range, "\(name) has \(owner)")
    }
    let context = quantity.factor.map { Context.levels($0) } ?? .free
    if !isParameter {
      summary.notes.append(
        "line \(source.line(of: left.range.lowerBound)): \(name) is made of parameters; no "
          + "Jacobian is added")
    }
    let target = Target(
      quantity: quantity, range: left.range, text: name, context: context, isParameter: isParameter)
    return (target, isParameter ? .prior : .once)
  }

  /// Notes which elements have a distribution, and refuses a second one.
  private mutating func cover(
    _ name: String, _ index: Expression, _ quantity: Quantity, _ range: Range<Int>
  ) throws(ModelError) {
    var first: Int
    switch index.form {
    case .range(let low, _): first = try wholeNumber(low)
    case .text(let level):
      let levels = parameters[name]?.factor.flatMap { factors[$0]?.levels } ?? []
      first = (levels.firstIndex(of: level) ?? 0) + 1
    default:
      first = try wholeNumber(index)
      if let factor = parameters[name]?.factor.flatMap({ factors[$0] }) {
        first = (factor.levels.firstIndex(of: "\(first)") ?? 0) + 1
      }
    }
    for element in first..<first + (quantity.vectorCount ?? 1) {
      if covered[name, default: []].insert(element).inserted { continue }
      throw source.error(at: range, "\(name)[\(element)] has a distribution already; a parameter has one")
    }
  }
}

// A parameter's declaration against its distribution.

extension Lowering {
  /// Where the statement that a parameter stands in has its density.
  struct StatementSupport {
    var bounds: ParameterBounds
    var isSimplex = false
    let name: Name
  }

  mutating func support(
    ofStatement statement: Int, of parameter: Scope.Parameter
  ) throws(ModelError) -> StatementSupport {
    guard case .distributed(_, let density, let bounds) = statements[statement].form,
      case .call(let name, let arguments) = density.form
    else { throw source.error(at: parameter.name.range, "\(parameter.name.text) has no distribution") }
    let context = parameter.factor.map { Context.levels($0.text) } ?? .free
    if name.text == "mix" {
      var support = try supportOfMixture(name, arguments, context, parameter.name)
      support.bounds = try intersection(support.bounds, try truncation(bounds, context), density.range)
      return support
    }
    let distribution = try distribution(name, arguments.count)
    try refuseDiscrete(distribution, parameter.name)
    let truncation = try truncation(bounds, context)
    if bounds != nil, distribution.isOfVectors {
      throw source.error(at: name.range, "\(name.text) is of vectors, so it has no bounds")
    }
    let support = try supportBounds(distribution, arguments, context, name.range)
    return StatementSupport(
      bounds: try intersection(support, truncation, density.range), isSimplex: distribution.support == .simplex,
      name: name)
  }

  private mutating func supportOfMixture(
    _ mix: Name, _ arguments: [Expression], _ context: Context, _ parameter: Name
  ) throws(ModelError) -> StatementSupport {
    var common: (bounds: ParameterBounds, name: Name)?
    for part in arguments.dropFirst() {
      let density = try density(part)
      let (name, inner) = (density.name, density.arguments)
      if name.text == "point" {
        throw source.error(at: name.range, "a parameter has a density, so no point has a probability")
      }
      let distribution = try distribution(name, inner.count)
      try refuseDiscrete(distribution, parameter)
      if distribution.isOfVectors {
        throw source.error(
          at: name.range, "\(name.text) is of vectors, and mix is of numbers")
      }
      let support = try supportBounds(distribution, inner, context, name.range)
      let bounds = try intersection(support, try truncation(density.bounds, context), part.range)
      if let first = common, first.bounds.text(source) != bounds.text(source) {
        throw source.error(
          at: name.range,
          "\(first.name.text) has its values in \(first.bounds.text(source)), \(name.text) in "
            + "\(bounds.text(source)); a parameter's mixture needs the same for all")
      }
      common = common ?? (bounds, name)
    }
    return StatementSupport(bounds: common?.bounds ?? ParameterBounds(), name: mix)
  }

  private func refuseDiscrete(_ distribution: Distribution, _ parameter: Name) throws(ModelError) {
    guard distribution.support.isDiscrete else { return }
    let near = suggestion(for: parameter.text, among: table.columns.map(\.name) + scope.definitionNames)
    throw source.error(
      at: parameter.range,
      "\(parameter.text) is a parameter, and \(distribution.name) is of whole numbers, which no gradient moves\(near)")
  }

  /// Refuses a declaration that allows values where the distribution has none.
  mutating func check(
    _ kind: Kind, _ declared: ParameterBounds, _ support: StatementSupport, _ parameter: Name
  ) throws(ModelError) {
    if case .simplex = kind {
      if support.isSimplex { return }
    } else if support.isSimplex {
      throw source.error(
        at: parameter.range, "\(support.name.text) is of a simplex; declare \(parameter.text): simplex")
    }
    if contains(support.bounds.low, declared.low, -1), contains(support.bounds.high, declared.high, 1) { return }
    let values = "\(support.name.text) has its values in \(support.bounds.text(source))"
    let now = "\(parameter.text) is declared \(text(of: kind, declared)), and \(values)"
    let size = scope.parameters[parameter.text]?.declaration?.size.map { "[\(source.text($0.range))]" } ?? ""
    var right = support.bounds.constraintText(source)
    switch kind {
    case .ordered, .positiveOrdered:
      if right != "positive" { throw source.error(at: parameter.range, "\(now), which what is ordered may leave") }
      right = "positive_ordered"
    default: break
    }
    throw source.error(at: parameter.range, "\(now); declare \(parameter.text): \(right)\(size)")
  }

  /// Whether a declared end is not beyond the support's.
  private func contains(_ support: ParameterBounds.End?, _ declared: ParameterBounds.End?, _ side: Double) -> Bool {
    guard let support else { return true }
    guard let declared else { return false }
    if let a = support.number, let b = declared.number { return side * b <= side * a }
    if case .node(let a) = support.quantity.content, case .node(let b) = declared.quantity.content { return a == b }
    return false
  }

  private func text(of kind: Kind, _ bounds: ParameterBounds) -> String {
    switch kind {
    case .ordered: "ordered"
    case .positiveOrdered: "positive_ordered"
    case .simplex: "simplex"
    default: bounds.constraintText(source)
    }
  }
}

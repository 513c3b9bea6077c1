extension Lowering {
  /// The value of a parameter, which its first use makes: coordinates, its constraint and the constraint's Jacobian.
  mutating func value(of parameter: Scope.Parameter, _ range: Range<Int>) throws(ModelError) -> Quantity {
    let name = parameter.name
    if let known = parameters[name.text] { return known }
    try begin(Key(name: name.text, context: .free), range)
    defer { pending.removeLast() }
    let outer = variables
    variables = [:]
    defer { variables = outer }
    let shape = try shape(of: parameter)
    let (constraint, text) = try constraint(of: parameter, shape)
    let count = shape == .one ? 1 : Quantity(shape, .known([])).vectorCount ?? 1
    try check(constraint, count, shape, name)
    let coordinateCount = constraint.coordinateCount(of: count)
    if dimension + coordinateCount > 10 * Self.sizeLimit {
      throw source.error(at: name.range, "the model has more than \(10 * Self.sizeLimit) parameters")
    }
    let coordinates = graph.parameter(first: dimension, count: shape == .one ? nil : coordinateCount)
    let (value, logJacobian) = constraint.transform(&graph, coordinates)
    dimension += coordinateCount
    prior = graph.add(prior, logJacobian)
    let quantity = Quantity(shape, .node(value))
    try self.count(quantity, name.range)
    parameters[name.text] = quantity
    summary.add(parameter: name.text, constraint: text, shape: shape)
    constraints.append(constraint)
    return quantity
  }

  private func check(
    _ constraint: Constraint, _ count: Int, _ shape: Quantity.Shape, _ name: Name
  ) throws(ModelError) {
    switch constraint {
    case .simplex where count < 2:
      throw source.error(at: name.range, "a simplex has two elements or more; write \(name.text): simplex[3]")
    case .ordered where shape == .one, .positiveOrdered where shape == .one:
      throw source.error(at: name.range, "what is ordered has elements; write its size, \(name.text): ordered[3]")
    default: break
    }
  }

  /// How many elements a parameter has.
  private mutating func shape(of parameter: Scope.Parameter) throws(ModelError) -> Quantity.Shape {
    if let name = parameter.factor {
      let factor = try factor(name)
      return .vector(factor.levels.count, factor: factor.name)
    }
    if let size = parameter.declaration?.size {
      let count = try wholeNumber(size)
      guard count >= 1, count <= Self.sizeLimit else {
        throw source.error(at: size.range, "a size is between 1 and \(Self.sizeLimit); this is \(count)")
      }
      return .vector(count)
    }
    guard let prior = parameter.prior,
      case .distributed(_, let density, _) = statements[prior].form, case .call(let name, let arguments) = density.form,
      let distribution = DistributionCatalogue.named(name.text), distribution.isOfVectors
    else { return .one }
    // The whole vector has one density: its size is an argument's.
    for (domain, argument) in zip(distribution.domains, arguments) where domain.isVector || domain.isMatrix {
      switch try evaluate(argument).shape {
      case .vector(let count, let factor): return .vector(count, factor: factor)
      case .matrix(let count, _, _): return .vector(count)
      default: break
      }
    }
    let kind = distribution.support == .simplex ? "simplex" : "real"
    throw source.error(
      at: parameter.name.range, "\(parameter.name.text) has no size; declare it: \(parameter.name.text): \(kind)[3]")
  }

  /// What a parameter must be: as declared, or as its distribution's support says.
  private mutating func constraint(
    of parameter: Scope.Parameter, _ shape: Quantity.Shape
  ) throws(ModelError) -> (Constraint, String) {
    guard let declaration = parameter.declaration else {
      guard let prior = parameter.prior else { return (.real, "real") }
      let support = try support(ofStatement: prior, of: parameter)
      if support.isSimplex { return (.simplex, "simplex") }
      let constraint = try constraint(support.bounds, shape, parameter.name)
      return (constraint, support.bounds.constraintText(source))
    }
    let declared = try declaredBounds(declaration.kind)
    for statement in (parameter.prior.map { [$0] } ?? []) + parameter.partialPriors {
      try check(declaration.kind, declared, try support(ofStatement: statement, of: parameter), parameter.name)
    }
    switch declaration.kind {
    case .ordered: return (.ordered, "ordered")
    case .positiveOrdered: return (.positiveOrdered, "positive_ordered")
    case .simplex: return (.simplex, "simplex")
    default: return (try constraint(declared, shape, parameter.name), declared.constraintText(source))
    }
  }

  private mutating func declaredBounds(_ kind: Kind) throws(ModelError) -> ParameterBounds {
    let zero = ParameterBounds.End(quantity: .number(0), range: 0..<0)
    switch kind {
    case .real, .ordered: return ParameterBounds()
    case .positive, .positiveOrdered: return ParameterBounds(low: zero)
    case .unit, .simplex: return ParameterBounds(low: zero, high: .init(quantity: .number(1), range: 0..<0))
    case .interval(let low, let high): return try truncation(Bounds(low: low, high: high), .free)
    }
  }
}

extension Distribution {
  /// Whether a value is a vector, with one density for the whole.
  var isOfVectors: Bool { support == .simplex || support == .vector }
}

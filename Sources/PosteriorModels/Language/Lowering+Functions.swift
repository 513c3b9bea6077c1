extension Lowering {
  /// Functions of one number, by their names in the language.
  static let unary: [String: UnaryFunction] = [
    "exp": .exp, "log": .log, "log1p": .log1p, "expm1": .expm1, "sqrt": .sqrt, "abs": .abs, "tanh": .tanh,
    "sin": .sin, "cos": .cos, "inv_logit": .logistic, "Phi": .normalCDF, "lgamma": .logGamma, "square": .square,
    "inv": .reciprocal, "log1p_exp": .softplus,
  ]
  /// Functions of whole columns or vectors.
  static let ofData = ["mean", "sd", "min", "max", "sum", "center", "standardize", "lag"]
  /// All functions, in alphabetic order.
  static let functionNames =
    (unary.keys + ofData + [
      "logit", "log_sum_exp", "cumulative_sum", "columns", "mix", "point", "cholesky", "squared_distances",
    ]).sorted()

  /// What a function's call stands for.
  mutating func call(
    _ name: Name, _ arguments: [Expression], _ context: Context
  ) throws(ModelError) -> Quantity {
    if let function = Self.unary[name.text] {
      try check(arguments, 1, name)
      return try apply(function, try evaluate(arguments[0], context), arguments[0].range)
    }
    switch name.text {
    case "logit":
      try check(arguments, 1, name)
      return try logit(try evaluate(arguments[0], context), arguments[0].range)
    case "min" where arguments.count == 2: return try pair(.minimum, arguments, context)
    case "max" where arguments.count == 2: return try pair(.maximum, arguments, context)
    case "log_sum_exp" where arguments.count == 2: return try pair(.logAddExp, arguments, context)
    case "log_sum_exp", "cumulative_sum":
      try check(arguments, 1, name)
      return try ofVector(name, arguments[0], context)
    case "cholesky":
      try check(arguments, 1, name)
      return try cholesky(arguments[0], context)
    case "squared_distances":
      try check(arguments, 1, name)
      return try squaredDistances(arguments[0])
    case "columns":
      return try contextual(try columns(arguments, name), name, context)
    case _ where Self.ofData.contains(name.text):
      try check(arguments, name.text == "lag" ? 2 : 1, name)
      return try contextual(try ofData(name, arguments), name, context)
    default: throw unknownFunction(name)
    }
  }

  func check(_ arguments: [Expression], _ count: Int, _ name: Name) throws(ModelError) {
    if arguments.count == count { return }
    let given = arguments.count == 1 ? "there is 1" : "there are \(arguments.count)"
    throw source.error(at: name.range, "\(name.text) takes \(counted(count, "argument")); \(given)")
  }

  private func unknownFunction(_ name: Name) -> ModelError {
    if DistributionCatalogue.named(name.text) != nil || name.text == "mix" || name.text == "point" {
      return source.error(at: name.range, "\(name.text) is a distribution, which stands on the right side of ~")
    }
    let near = suggestion(for: name.text, among: Self.functionNames)
    return source.error(at: name.range, "there is no function \(name.text)\(near)")
  }

  private mutating func pair(
    _ function: BinaryFunction, _ arguments: [Expression], _ context: Context
  ) throws(ModelError) -> Quantity {
    try combine(
      function, (try evaluate(arguments[0], context), arguments[0].range),
      (try evaluate(arguments[1], context), arguments[1].range))
  }

  private mutating func logit(_ x: Quantity, _ range: Range<Int>) throws(ModelError) -> Quantity {
    let odds = try apply(.log, x, range)
    let rest = try apply(.log1p, try apply(.negate, x, range), range)
    return try combine(.subtract, (odds, range), (rest, range))
  }

  /// What is of the whole table has a value a level where a level's value is asked for.
  private mutating func contextual(
    _ quantity: Quantity, _ name: Name, _ context: Context
  ) throws(ModelError) -> Quantity {
    guard case .levels(let factor) = context else { return quantity }
    return try reduced(quantity, to: factor, "\(name.text)(…)", name.range)
  }

  private mutating func ofVector(
    _ name: Name, _ argument: Expression, _ context: Context
  ) throws(ModelError) -> Quantity {
    let x = try evaluate(argument, context)
    guard case .vector(let count, _) = x.shape, count >= 1, !x.isText else {
      throw source.error(at: argument.range, "\(name.text) is of a vector; this is \(described(x))")
    }
    let vector = try node(of: x, argument.range)
    elements += 8 * count
    try self.count(x, argument.range)
    if name.text == "log_sum_exp" { return Quantity(.one, .node(graph.logSumExp(vector))) }
    return Quantity(x.shape, .node(graph.cumulativeSum(vector)))
  }

  /// `columns(X2 : X25)`, `columns(age, age^2)`.
  private mutating func columns(_ arguments: [Expression], _ name: Name) throws(ModelError) -> Quantity {
    var parts: [Double] = []
    var (count, absent) = (0, 0)
    for argument in arguments {
      let part: Quantity
      if case .range(let low, let high) = argument.form {
        part = try block(try names(low, high), argument.range, .free)
      } else {
        part = try evaluate(argument)
      }
      if part.isText { throw textNotNumber(part, argument.range) }
      guard let numbers = part.known, part.shape == .rows || isBlock(part) else {
        throw source.error(at: argument.range, "a block consists of columns of numbers; this is \(described(part))")
      }
      parts += numbers
      count += numbers.count / table.rowCount
      absent = max(absent, part.absentRows)
    }
    if count == 0 { throw source.error(at: name.range, "columns takes at least one column: columns(age, height)") }
    return Quantity(.block(count), .known(parts), absentRows: absent)
  }

  private func isBlock(_ quantity: Quantity) -> Bool { if case .block = quantity.shape { true } else { false } }

  /// The names of the table's columns from one to another.
  private func names(_ low: Expression, _ high: Expression) throws(ModelError) -> [String] {
    var places: [Int] = []
    for end in [low, high] {
      let text = end.name ?? source.text(end.range)
      guard let place = table.columns.firstIndex(where: { $0.name == text }) else {
        let near = suggestion(for: text, among: table.columns.map(\.name))
        throw source.error(at: end.range, "\(text) is no column of \(table.file)\(near)")
      }
      places.append(place)
    }
    if places[0] > places[1] {
      throw source.error(
        at: low.range, "\(source.text(low.range)) stands behind \(source.text(high.range)) in \(table.file)")
    }
    return table.columns[places[0]...places[1]].map(\.name)
  }
}

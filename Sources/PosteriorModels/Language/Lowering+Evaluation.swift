extension Lowering {
  /// What a formula stands for.
  mutating func evaluate(
    _ expression: Expression, _ context: Context = .free
  ) throws(ModelError) -> Quantity {
    try enter(expression.range)
    defer { depth -= 1 }
    switch expression.form {
    case .number(let number): return .number(number)
    case .text(let text): return Quantity(.one, .text([text]))
    case .name(let name): return try meaning(of: name, expression.range, context)
    case .negated(let inner): return try apply(.negate, try evaluate(inner, context), inner.range)
    case .chain(let first, let rest): return try chain(first, rest, context)
    case .power(let base, let exponent):
      return try combine(
        .power, (try evaluate(base, context), base.range), (try evaluate(exponent, context), exponent.range))
    case .comparison(let comparison, let first, let second):
      return try compare(
        comparison, (try evaluate(first, context), first.range), (try evaluate(second, context), second.range),
        expression.range)
    case .call(let name, let arguments): return try call(name, arguments, context)
    case .index(let vector, let index): return try element(of: vector, index, context)
    case .truncated(let density, _):
      throw source.error(at: density.range, "bounds belong to a distribution, on the right side of ~")
    case .range: throw source.error(at: expression.range, "a range stands in brackets: beta[1:3]")
    case .sum(let variable, let low, let high, let body): return try loop(variable, low, high, body, context)
    case .list(let items): return try list(items, context, expression.range)
    }
  }

  /// Counts an evaluation, so that no text needs more stack or time than there is.
  private mutating func enter(_ range: Range<Int>) throws(ModelError) {
    evaluations += 1
    if evaluations > Self.evaluationLimit { throw source.error(at: range, "the model has too many terms") }
    if depth >= Self.depthLimit {
      throw source.error(at: range, "definitions stand in each other more than \(Self.depthLimit) deep")
    }
    depth += 1
  }

  private mutating func chain(
    _ first: Expression, _ rest: [(function: BinaryFunction, operand: Expression)], _ context: Context
  ) throws(ModelError) -> Quantity {
    var total = (try evaluate(first, context), first.range)
    for (function, operand) in rest {
      let next = (try evaluate(operand, context), operand.range)
      let range = total.1.lowerBound..<next.1.upperBound
      if function == .multiply, let product = try product(total, next) {
        total = (product, range)
      } else {
        total = (try combine(function, total, next), range)
      }
    }
    return total.0
  }

  /// A function of one operand, value by value.
  mutating func apply(
    _ function: UnaryFunction, _ x: Quantity, _ range: Range<Int>
  ) throws(ModelError) -> Quantity {
    var result = x
    switch x.content {
    case .known(let numbers): result.content = .known(numbers.map { function($0) })
    case .text: throw textNotNumber(x, range)
    case .node(let node): result.content = .node(whole(graph.apply(function, node), x.shape))
    case .columns(let nodes):
      result.content = .columns(nodes.map { graph.repeated(graph.apply(function, $0), as: .rows) })
    }
    try count(result, range)
    return result
  }

  /// A function of two operands, value by value; one value goes with any number of values.
  mutating func combine(
    _ function: BinaryFunction, _ x: (Quantity, Range<Int>), _ y: (Quantity, Range<Int>)
  ) throws(ModelError) -> Quantity {
    for (quantity, range) in [x, y] where quantity.isText { throw textNotNumber(quantity, range) }
    let shape = try joined(x, y)
    let origin = x.0.shape == shape ? x.0.origin ?? y.0.origin : y.0.origin ?? x.0.origin
    var result = Quantity(shape, .known([]), absentRows: max(x.0.absentRows, y.0.absentRows), origin: origin)
    if let a = x.0.known, let b = y.0.known {
      result.content = .known(pairs(a, b, x.0.shape, y.0.shape) { function($0, $1) })
    } else {
      let (a, b) = (try node(of: x.0, x.1), try node(of: y.0, y.1))
      result.content = .node(whole(graph.apply(function, a, b), shape))
    }
    try count(result, x.1.lowerBound..<y.1.upperBound)
    return result
  }

  private func pairs<Value, Result>(
    _ a: [Value], _ b: [Value], _ shape: Quantity.Shape, _ other: Quantity.Shape, _ function: (Value, Value) -> Result
  ) -> [Result] {
    if shape == .one { return b.map { function(a[0], $0) } }
    if other == .one { return a.map { function($0, b[0]) } }
    return zip(a, b).map { function($0, $1) }
  }

  /// 1 where a comparison of data holds and 0 elsewhere.
  private mutating func compare(
    _ comparison: Comparison, _ x: (Quantity, Range<Int>), _ y: (Quantity, Range<Int>), _ range: Range<Int>
  ) throws(ModelError) -> Quantity {
    if x.0.isText || y.0.isText { return try compareText(comparison, x, y, range) }
    guard let a = x.0.known, let b = y.0.known else {
      throw source.error(
        at: range, "comparisons are of data; one of a parameter would make the density jump, which no gradient sees")
    }
    let holds: (Double, Double) -> Bool =
      switch comparison {
      case .equal: (==)
      case .different: (!=)
      case .less: (<)
      case .lessOrEqual: (<=)
      case .greater: (>)
      case .greaterOrEqual: (>=)
      }
    let values = pairs(a, b, x.0.shape, y.0.shape) { holds($0, $1) ? 1.0 : 0 }
    return Quantity(try joined(x, y), .known(values), absentRows: max(x.0.absentRows, y.0.absentRows))
  }

  private func compareText(
    _ comparison: Comparison, _ x: (Quantity, Range<Int>), _ y: (Quantity, Range<Int>), _ range: Range<Int>
  ) throws(ModelError) -> Quantity {
    guard case .text(let a) = x.0.content, case .text(let b) = y.0.content else {
      let (text, other) = x.0.isText ? (x, y) : (y, x)
      throw source.error(at: other.1, "\(source.text(text.1)) is text; compare it with a level in quotation marks")
    }
    guard comparison == .equal || comparison == .different else {
      throw source.error(at: range, "text has no order; compare it by == or !=")
    }
    for (levels, other, place) in [(a, b, y), (b, a, x)] where place.0.shape == .one && levels.count > 1 {
      if let level = other.first, !levels.contains(level) {
        throw source.error(
          at: place.1, "\"\(level)\" is no level of it\(suggestion(for: level, among: Array(Set(levels)).sorted()))")
      }
    }
    let shape = try joined(x, y)
    return Quantity(shape, .known(pairs(a, b, x.0.shape, y.0.shape) { ($0 == $1) == (comparison == .equal) ? 1 : 0 }))
  }
}

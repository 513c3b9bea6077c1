extension Lowering {
  /// What a name stands for.
  mutating func meaning(
    of name: String, _ range: Range<Int>, _ context: Context
  ) throws(ModelError) -> Quantity {
    if let number = variables[name] { return .number(number) }
    var quantity: Quantity
    if let definition = scope.definitions[name] {
      quantity = try value(of: definition, range, context)
    } else if let parameter = scope.parameters[name] {
      quantity = try value(of: parameter, range)
    } else if let cells = scope.columns[name] {
      quantity = try column(name, cells, range, context)
    } else if let constant = scope.constants[name] {
      quantity = Quantity(shape(of: constant), .known(constant.numbers))
      if !summary.constants.contains(name) { summary.constants.append(name) }
    } else if scope.isBlockOfAll(name) {
      return try block(table.columns.map(\.name), range, context)
    } else if name == "inf" {
      return .number(.infinity)
    } else if name == "pi" {
      return .number(.pi)
    } else {
      throw unknown(name, range)
    }
    if quantity.shape != .one || quantity.isText { quantity.origin = Quantity.Origin(name: name, range: range) }
    return quantity
  }

  private func unknown(_ name: String, _ range: Range<Int>) -> ModelError {
    if name == Scope.blockOfAll {
      return source.error(at: range, "there is no X; name a block of columns first: X = columns(age, height)")
    }
    let near = suggestion(for: name, among: scope.names + variables.keys.sorted())
    let help = near.isEmpty ? "; it is no column, constant, parameter or definition" : near
    return source.error(at: range, "there is no \(name)\(help)")
  }

  private func shape(of constant: ModelTable.Constant) -> Quantity.Shape {
    switch constant.sizes.count {
    case 0: .one
    case 1: .vector(constant.sizes[0])
    default: .matrix(constant.sizes[0], constant.sizes[1])
    }
  }

  /// The value of a definition, found once for each context that it is used in.
  mutating func value(
    of definition: Scope.Definition, _ range: Range<Int>, _ context: Context
  ) throws(ModelError) -> Quantity {
    let context = definition.factor.map { Context.levels($0.text) } ?? context
    let key = Key(name: definition.name.text, context: context)
    if let known = definitions[key] { return known }
    try begin(key, range)
    defer { pending.removeLast() }
    let outer = variables
    variables = [:]
    defer { variables = outer }
    var quantity: Quantity
    if let name = definition.factor {
      let factor = try factor(name)
      quantity = try evaluate(definition.value, context)
      quantity = try repeated(quantity, factor, definition)
    } else {
      quantity = try evaluate(definition.value, context)
    }
    definitions[key] = quantity
    return quantity
  }

  private mutating func repeated(
    _ quantity: Quantity, _ factor: Factor, _ definition: Scope.Definition
  ) throws(ModelError) -> Quantity {
    let shape = Quantity.Shape.vector(factor.levels.count, factor: factor.name)
    if quantity.shape == shape { return quantity }
    let range = definition.value.range
    guard quantity.shape == .one, !quantity.isText else {
      let problem = "\(definition.name.text)[\(factor.name)] needs one value a \(factor.name)"
      throw source.error(at: range, "\(problem), and this is \(described(quantity))")
    }
    if let number = quantity.knownNumber {
      return Quantity(shape, .known([Double](repeating: number, count: factor.levels.count)))
    }
    return Quantity(shape, .node(whole(try node(of: quantity, range), shape)))
  }

  /// Notes that a name's meaning is being found, and refuses a name that needs itself.
  mutating func begin(_ key: Key, _ range: Range<Int>) throws(ModelError) {
    if let first = pending.firstIndex(where: { $0.name == key.name }) {
      let circle = pending[first...].map(\.name)
      let text: String
      if circle.count == 1 {
        text = "\(key.name) needs itself"
      } else {
        let middle = circle.dropFirst().prefix(8).map { "\($0), which needs" }.joined(separator: " ")
        let rest = circle.count > 9 ? " …, which needs" : ""
        text = "\(key.name) needs \(middle)\(rest) \(key.name)"
      }
      throw source.error(at: range, "the definition is a circle: \(text)")
    }
    pending.append(key)
  }

  /// A column: a value a row, or one a level where it does not vary within levels.
  private mutating func column(
    _ name: String, _ cells: ModelTable.Cells, _ range: Range<Int>, _ context: Context
  ) throws(ModelError) -> Quantity {
    let quantity = try rows(name, cells, range)
    guard case .levels(let factor) = context else { return quantity }
    return try reduced(quantity, to: factor, name, range)
  }

  /// A column's cells, none of them missing.
  mutating func rows(
    _ name: String, _ cells: ModelTable.Cells, _ range: Range<Int>
  ) throws(ModelError) -> Quantity {
    if let row = cells.missingRows.first {
      throw source.error(at: range, "\(name) is missing", cell: "\(table.file) row \(rowName(row))")
    }
    if !summary.columns.contains(name) { summary.columns.append(name) }
    switch cells {
    case .numbers(let numbers, _): return Quantity(.rows, .known(numbers))
    case .text(let text): return Quantity(.rows, .text(text.compactMap { $0 }))
    }
  }
}

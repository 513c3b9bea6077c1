extension Lowering {
  /// `beta[2]`, `beta[1:3]`, `theta[school]`, `theta["Choate"]`.
  mutating func element(
    of vector: Expression, _ index: Expression, _ context: Context
  ) throws(ModelError) -> Quantity {
    let base = try evaluate(vector, context)
    let name = source.text(vector.range)
    switch base.shape {
    case .vector(let count, _):
      if case .range(let low, let high) = index.form { return try slice(base, count, low, high, vector.range, context) }
      if case .text(let level) = index.form { return try levelElement(level, of: base, vector.range, index.range) }
      return try element(of: base, count, index, vector.range, context)
    case .block(let count), .matrix(_, let count, factor: .some):
      return try column(of: base, count, index, vector.range, context)
    case .one:
      let help = scope.parameters[name] == nil ? "" : "; declare its size, \(name): real[3]"
      throw source.error(at: vector.range, "\(name) is one number and has no elements\(help)")
    case .rows: throw source.error(at: vector.range, "\(name) has one value a row and takes no index")
    case .matrix: throw source.error(at: vector.range, "\(name) is a matrix; multiply it by a vector")
    }
  }

  private mutating func slice(
    _ base: Quantity, _ count: Int, _ low: Expression, _ high: Expression, _ range: Range<Int>, _ context: Context
  ) throws(ModelError) -> Quantity {
    let (first, last) = (try wholeNumber(low, context), try wholeNumber(high, context))
    guard first >= 1, first <= last, last <= count else {
      throw source.error(
        at: low.range, "\(source.text(range)) has elements 1:\(count), so there is no \(first):\(last)")
    }
    let shape = Quantity.Shape.vector(last - first + 1)
    if let numbers = base.known { return Quantity(shape, .known(Array(numbers[first - 1..<last]))) }
    let node = try node(of: base, range)
    return Quantity(shape, .node(graph.slice(node, first: first - 1, count: last - first + 1)))
  }

  private mutating func levelElement(
    _ level: String, of base: Quantity, _ range: Range<Int>, _ index: Range<Int>
  ) throws(ModelError) -> Quantity {
    let name = source.text(range)
    guard let factor = base.factor.flatMap({ factors[$0] }) else {
      throw source.error(at: index, "\(name) has elements by number, not by level")
    }
    guard let place = factor.levels.firstIndex(of: level) else {
      let near = suggestion(for: level, among: factor.levels)
      throw source.error(at: index, "\(factor.name) has no level \"\(level)\"\(near)")
    }
    return try element(base, place, range)
  }

  private mutating func element(_ base: Quantity, _ place: Int, _ range: Range<Int>) throws(ModelError) -> Quantity {
    if let numbers = base.known { return .number(numbers[place]) }
    let node = try node(of: base, range)
    return Quantity(.one, .node(graph.element(node, place)))
  }

  private mutating func element(
    of base: Quantity, _ count: Int, _ index: Expression, _ range: Range<Int>, _ context: Context
  ) throws(ModelError) -> Quantity {
    let name = source.text(range)
    if let column = index.name, variables[column] == nil, scope.columns[column] != nil {
      let places = try places(of: Name(text: column, range: index.range), in: base, count, range)
      return try gather(base, places, range, index.range, context)
    }
    let value = try evaluate(index, .free)
    if value.shape == .rows, let numbers = value.known {
      let places = try numberedPlaces(numbers, value.absentRows, count, name, index.range)
      var result = try gather(base, places, range, index.range, context)
      result.absentRows = value.absentRows
      return result
    }
    let place = try wholeNumber(index, context)
    if let factor = base.factor.flatMap({ factors[$0] }), !factor.isCounting {
      guard let found = factor.levels.firstIndex(of: "\(place)") else {
        throw source.error(
          at: index.range,
          "\(name) has one value a \(factor.name); write its level, such as "
            + "\(name)[\"\(factor.levels[0])\"]")
      }
      return try element(base, found, range)
    }
    guard place >= 1, place <= count else {
      throw source.error(at: index.range, "\(name) has elements 1 to \(count), so there is no \(name)[\(place)]")
    }
    return try element(base, place - 1, range)
  }

  /// One column of a block, from 1.
  private mutating func column(
    of base: Quantity, _ count: Int, _ index: Expression, _ range: Range<Int>, _ context: Context
  ) throws(ModelError) -> Quantity {
    let place = try wholeNumber(index, context)
    let name = source.text(range)
    guard place >= 1, place <= count else {
      throw source.error(at: index.range, "\(name) has columns 1 to \(count), so there is no \(name)[\(place)]")
    }
    if case .columns(let nodes) = base.content {
      return Quantity(.rows, .node(nodes[place - 1]), absentRows: base.absentRows)
    }
    guard let numbers = base.known else {
      throw source.error(at: range, "\(name) is a matrix that depends on parameters; multiply it by a vector")
    }
    if case .matrix(let rows, _, let factor) = base.shape {
      return Quantity(.vector(rows, factor: factor), .known((0..<rows).map { numbers[$0 * count + place - 1] }))
    }
    let values = numbers[(place - 1) * table.rowCount..<place * table.rowCount]
    return Quantity(.rows, .known(Array(values)), absentRows: base.absentRows)
  }
}

// Elements of a vector for each row, by a factor.

extension Lowering {
  /// The place in a vector that each row's level has.
  mutating func places(
    of index: Name, in base: Quantity, _ count: Int, _ range: Range<Int>
  ) throws(ModelError) -> [Int32] {
    let name = base.origin?.name ?? source.text(range)
    let factor = try factor(index)
    guard let own = base.factor else {
      guard case .numbers(let numbers, _)? = scope.columns[index.text] else {
        throw source.error(
          at: index.range,
          "\(name) is a vector of \(count) by number and \(index.text) is text; index it by whole "
            + "numbers")
      }
      return try numberedPlaces(numbers, 0, count, name, index.range)
    }
    if own == index.text { return factor.codes }
    guard let levels = factors[own]?.levels else { return factor.codes }
    let places = Dictionary(uniqueKeysWithValues: levels.enumerated().map { ($1, Int32($0)) })
    let found = factor.levels.map { places[$0] }
    if found.allSatisfy({ $0 == nil }) { throw vectorForNumber(base, range) }
    var result: [Int32] = []
    for (row, code) in factor.codes.enumerated() {
      guard let place = found[Int(code)] else {
        let level = factor.levels[Int(code)]
        throw source.error(
          at: index.range,
          "\(index.text) is \(level) at row \(rowName(row)), and \(name) has no value for it: "
            + "\(own) has no such level")
      }
      result.append(place)
    }
    return result
  }

  /// The same of whole numbers, which count the elements from 1.
  func numberedPlaces(
    _ numbers: [Double], _ absent: Int, _ count: Int, _ name: String, _ range: Range<Int>
  ) throws(ModelError) -> [Int32] {
    var places: [Int32] = []
    for (row, number) in numbers.enumerated() {
      guard number == number.rounded(), number >= 1, number <= Double(count) else {
        let value = "\(source.text(range)) is \(written(number)) at row \(rowName(row))"
        throw source.error(at: range, "\(value), and \(name) has elements 1 to \(count)")
      }
      places.append(Int32(number) - 1)
    }
    return places
  }

  /// A vector's elements at a place for each row, or for each level of the context's factor.
  mutating func gather(
    _ base: Quantity, _ places: [Int32], _ range: Range<Int>, _ index: Range<Int>, _ context: Context
  ) throws(ModelError) -> Quantity {
    var (domain, shape, chosen) = (Extent.rows, Quantity.Shape.rows, places)
    if case .levels(let name) = context {
      if base.factor == name, places == factors[name]?.codes { return base }
      let codes = try reduced(
        Quantity(.rows, .known(places.map { Double($0 + 1) })), to: name, source.text(index), index)
      chosen = (codes.known ?? []).map { Int32($0) - 1 }
      domain = .vector(chosen.count)
      shape = .vector(chosen.count, factor: name)
    }
    if let numbers = base.known { return Quantity(shape, .known(chosen.map { numbers[Int($0)] })) }
    let node = try node(of: base, range)
    let count = base.vectorCount ?? 0
    let map = graph.map(domain, places: domain == .rows ? Array(chosen[firstRow...]) : chosen, count: count)
    return Quantity(shape, .node(graph.gather(node, map: map)))
  }
}

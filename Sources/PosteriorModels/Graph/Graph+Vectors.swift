// Functions of whole vectors.

extension Graph {
  /// The elements of a vector at the places of a map.
  package mutating func gather(_ vector: Node, map: Int) -> Node {
    precondition(extent(vector) == .vector(maps[map].count), "a map to \(maps[map].count) places of \(extent(vector))")
    return node(.gather(vector, map: map), maps[map].domain)
  }

  /// Sums of values over all that have the same place in a map.
  package mutating func scatter(_ values: Node, map: Int) -> Node {
    precondition(extent(values) == maps[map].domain, "a map of \(maps[map].domain), values of \(extent(values))")
    return node(.scatter(values, map: map), .vector(maps[map].count))
  }

  /// One element of a vector, from 0.
  package mutating func element(_ vector: Node, _ place: Int) -> Node {
    precondition(place >= 0 && place < vectorCount(vector), "there is no element \(place)")
    switch operation(vector) {
    case .knownVector(let known): return constant(vectors[known][place])
    case .parameter(let first): return parameter(first: first + place)
    case .concatenate(let parts) where parts.allSatisfy({ extent($0) == .one }): return parts[place]
    case .repeated(let value): return value
    default: return node(.element(vector, place), .one)
    }
  }

  /// Consecutive elements of a vector, from a first one on.
  package mutating func slice(_ vector: Node, first: Int, count: Int) -> Node {
    precondition(first >= 0 && count >= 1 && first + count <= vectorCount(vector), "a slice outside its vector")
    return node(.slice(vector, first: first), .vector(count))
  }

  /// A vector of `count` elements that are 0 but for the operand's values, from a first place on.
  package mutating func embed(_ values: Node, first: Int, count: Int) -> Node {
    node(.embed(values, first: first), .vector(count))
  }

  /// Single values and vectors, one after another.
  package mutating func concatenate(_ parts: [Node]) -> Node {
    let count = parts.reduce(0) { sum, part in
      if case .vector(let count) = extent(part) { sum + count } else { sum + 1 }
    }
    return node(.concatenate(parts), .vector(count))
  }

  /// One value for each element of an extent; a node that has the extent stays as it is.
  package mutating func repeated(_ value: Node, as wanted: Extent) -> Node {
    if extent(value) == wanted { return value }
    precondition(extent(value) == .one, "\(extent(value)) cannot be repeated as \(wanted)")
    return node(.repeated(value), wanted)
  }

  /// The sum of a vector's elements, or of all examples' values; of one value, itself.
  package mutating func sum(_ values: Node) -> Node {
    switch (extent(values), operation(values)) {
    case (.one, _): return values
    case (.vector(let count), .repeated(let value)): return multiply(constant(Double(count)), value)
    default: return node(.sum(values), .one)
    }
  }

  /// Sums of a vector's elements up to each.
  package mutating func cumulativeSum(_ vector: Node, fromBack: Bool = false) -> Node {
    node(.cumulativeSum(vector, fromBack: fromBack), extent(vector))
  }

  /// Σₖ columnₖ · vectorₖ for each example, of columns by their places in ``columns``.
  package mutating func product(columns: [Int], _ vector: Node) -> Node {
    precondition(vectorCount(vector) == columns.count, "\(columns.count) columns for \(extent(vector))")
    return node(.product(columns: columns, vector), .rows)
  }

  /// Σ columnₖ · value over all examples, for each k.
  package mutating func productSum(columns: [Int], _ values: Node) -> Node {
    precondition(extent(values) == .rows, "a sum over examples needs a value for each")
    return node(.productSum(columns: columns, values), .vector(columns.count))
  }

  /// The number of a vector's elements.
  package func vectorCount(_ node: Node) -> Int {
    guard case .vector(let count) = extent(node) else { preconditionFailure("node \(node.index) is no vector") }
    return count
  }
}

// Nodes like other nodes.

extension Graph {
  /// An operation on operands that take the places of its own. Constants are folded.
  mutating func node(like operation: Operation, of x: [Node], _ extent: Extent) -> Node {
    switch operation {
    case .constant, .column, .knownVector, .parameter: node(operation, extent)
    case .unary(let function, _): apply(function, x[0])
    case .binary(let function, _, _): apply(function, x[0], x[1])
    case .repeated: repeated(x[0], as: extent)
    case .select: select(x[0], x[1], x[2])
    case .gather(_, let map): gather(x[0], map: map)
    case .scatter(_, let map): scatter(x[0], map: map)
    case .element(_, let place): element(x[0], place)
    case .slice(_, let first): slice(x[0], first: first, count: size(extent))
    case .embed(_, let first): embed(x[0], first: first, count: size(extent))
    case .concatenate: concatenate(x)
    case .sum: sum(x[0])
    case .cumulativeSum(_, let fromBack): cumulativeSum(x[0], fromBack: fromBack)
    case .product(let columns, _): product(columns: columns, x[0])
    case .productSum(let columns, _): productSum(columns: columns, x[0])
    }
  }

  /// An operation of another graph, with this one's numbers for its columns, vectors and maps.
  mutating func adopted(_ operation: Operation, from source: Graph) -> Operation {
    switch operation {
    case .column(let place): .column(self.place(ofColumn: source.columns[place]))
    case .knownVector(let place): operationOfVector(source.vectors[place])
    case .gather(let x, let map): .gather(x, map: adoptedMap(map, from: source))
    case .scatter(let x, let map): .scatter(x, map: adoptedMap(map, from: source))
    case .product(let columns, let x): .product(columns: adoptedColumns(columns, from: source), x)
    case .productSum(let columns, let x): .productSum(columns: adoptedColumns(columns, from: source), x)
    default: operation
    }
  }

  private mutating func operationOfVector(_ values: [Double]) -> Operation {
    // First the node: a call that does not change the graph is made on what it was before its arguments do.
    let node = knownVector(values)
    return operation(node)
  }

  private mutating func adoptedMap(_ place: Int, from source: Graph) -> Int {
    let map = source.maps[place]
    return self.map(map.domain, places: map.places, count: map.count)
  }

  private mutating func adoptedColumns(_ places: [Int], from source: Graph) -> [Int] {
    places.map { place(ofColumn: source.columns[$0]) }
  }
}

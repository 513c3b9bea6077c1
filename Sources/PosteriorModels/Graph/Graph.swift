/// The quantities of a model as a graph of expressions, each once.
///
/// Nodes are made by functions such as ``add(_:_:)``, which fold constants and give the same node for the same
/// expression. Operands come before what is made of them, so that the list in its order is a program.
package struct Graph: Sendable {
  /// A place for each example, or for each element of a vector.
  package struct IndexMap: Hashable, Sendable {
    /// Whose elements have places: `.rows` or a vector.
    package let domain: Extent
    /// The places, from 0.
    package let places: [Int32]
    /// How many places there are.
    package let count: Int
  }

  /// The number of examples.
  package let rowCount: Int
  /// The table's columns that nodes use, each of ``rowCount`` numbers.
  package private(set) var columns: [[Double]] = []
  /// The known vectors that nodes use.
  package private(set) var vectors: [[Double]] = []
  /// The maps that nodes use.
  package private(set) var maps: [IndexMap] = []
  private var entries: [Entry] = []
  private var known: [Entry: Node] = [:]

  private struct Entry: Hashable { let operation: Operation, extent: Extent }

  package init(rowCount: Int) { self.rowCount = rowCount }

  /// How many nodes there are.
  package var count: Int { entries.count }
  /// All nodes, operands first.
  package var nodes: [Node] { entries.indices.map(Node.init) }

  package func operation(_ node: Node) -> Operation { entries[node.index].operation }
  package func extent(_ node: Node) -> Extent { entries[node.index].extent }

  /// The node of an operation, a new one unless the graph has it. It folds nothing: ``apply(_:_:)`` and others do.
  mutating func node(_ operation: Operation, _ extent: Extent) -> Node {
    let entry = Entry(operation: operation, extent: extent)
    if let node = known[entry] { return node }
    let node = Node(index: entries.count)
    entries.append(entry)
    known[entry] = node
    return node
  }

  // Leaves.

  package mutating func constant(_ value: Double) -> Node { node(.constant(value), .one) }

  /// The known number of a node that is a constant.
  package func value(_ node: Node) -> Double? {
    if case .constant(let value) = operation(node) { value } else { nil }
  }

  /// A column of the table.
  package mutating func column(_ values: [Double]) -> Node { node(.column(place(ofColumn: values)), .rows) }

  /// A vector of known numbers.
  package mutating func knownVector(_ values: [Double]) -> Node {
    let place = vectors.firstIndex(of: values) ?? vectors.count
    if place == vectors.count { vectors.append(values) }
    return node(.knownVector(place), .vector(values.count))
  }

  /// Coordinates of the unconstrained position: one value, or a vector of `count`.
  package mutating func parameter(first: Int, count: Int? = nil) -> Node {
    node(.parameter(first: first), count.map(Extent.vector) ?? .one)
  }

  /// The place of a column among ``columns``, which it joins unless it is there.
  package mutating func place(ofColumn values: [Double]) -> Int {
    precondition(values.count == rowCount, "a column of \(values.count) numbers for \(rowCount) examples")
    if let place = columns.firstIndex(of: values) { return place }
    columns.append(values)
    return columns.count - 1
  }

  /// The number of a map among ``maps``, which it joins unless it is there.
  package mutating func map(_ domain: Extent, places: [Int32], count: Int) -> Int {
    let map = IndexMap(domain: domain, places: places, count: count)
    if let place = maps.firstIndex(of: map) { return place }
    maps.append(map)
    return maps.count - 1
  }
}

extension Lowering {
  /// The most numbers of vectors that a model's formulas may make, in all.
  static let elementLimit = 20_000_000

  /// Counts the numbers of a vector, so that no text makes the machine busy for ever.
  mutating func count(_ quantity: Quantity, _ range: Range<Int>) throws(ModelError) {
    guard let count = quantity.vectorCount else { return }
    elements += count
    if elements > Self.elementLimit {
      throw source.error(at: range, "the model's vectors are too long for so many terms")
    }
  }

  /// The shape of two operands together.
  func joined(
    _ x: (Quantity, Range<Int>), _ y: (Quantity, Range<Int>)
  ) throws(ModelError) -> Quantity.Shape {
    switch (x.0.shape, y.0.shape) {
    case (let a, let b) where a == b: return a
    case (.one, let other), (let other, .one): return other
    case (.vector(let m, let f), .vector(let n, let g)):
      if m == n, f == nil || g == nil, (f ?? g).map({ factors[$0]?.isCounting == true }) ?? true {
        return .vector(m, factor: f ?? g)
      }
      if f == nil, g == nil { throw source.error(at: y.1, "vectors of \(m) and of \(n) do not go together") }
      throw source.error(at: y.1, "\(described(x.0)) does not go with \(described(y.0))")
    case (.vector, .rows): throw vectorForNumber(x.0, x.1)
    case (.rows, .vector): throw vectorForNumber(y.0, y.1)
    case (.block(let m), .block(let n)):
      throw source.error(at: y.1, "blocks of \(m) and of \(n) columns do not go together")
    case (.block(let count), _), (_, .block(let count)):
      let (block, other) = if case .block = x.0.shape { (x, y) } else { (y, x) }
      let text = source.text(block.1)
      throw source.error(
        at: block.1, "\(text) has \(count) columns and \(source.text(other.1)) has none; multiply: \(text) * b")
    case (.matrix, _), (_, .matrix):
      let matrix = if case .matrix = x.0.shape { x } else { y }
      throw source.error(at: matrix.1, "\(source.text(matrix.1)) is a matrix where a number is needed")
    default: throw source.error(at: y.1, "\(described(x.0)) does not go with \(described(y.0))")
    }
  }

  /// The error of a vector where a number is needed: it says how to write one.
  func vectorForNumber(_ quantity: Quantity, _ range: Range<Int>) -> ModelError {
    let place = quantity.origin?.range ?? range
    let name = quantity.origin?.name ?? source.text(range)
    if let factor = quantity.factor {
      let count = quantity.vectorCount ?? 0
      return source.error(
        at: place, "\(name) has one value a \(factor) (\(counted(count, "level"))); write \(name)[\(factor)]")
    }
    let vector = "\(name) is a vector of \(quantity.vectorCount ?? 0) where a number is needed"
    return source.error(at: place, "\(vector); write one element, \(name)[1], or X * \(name) for a block of columns")
  }

  /// The same without a name.
  func describedAlone(_ quantity: Quantity) -> String { described(Quantity(quantity.shape, .known([]))) }

  /// A node with all values of a shape.
  ///
  /// The graph makes one value of a product with 0, of a difference x − x and of a power 0.
  mutating func whole(_ node: Node, _ shape: Quantity.Shape) -> Node {
    switch shape {
    case .vector(let count, _): graph.repeated(node, as: .vector(count))
    case .rows: graph.repeated(node, as: .rows)
    case .matrix(let rows, let columns, _): graph.repeated(node, as: .vector(rows * columns))
    default: node
    }
  }

  /// How messages call a quantity.
  func described(_ quantity: Quantity) -> String {
    let name = quantity.origin.map { "\($0.name), " } ?? ""
    switch quantity.shape {
    case .one: return name + "one value"
    case .vector(let count, nil): return name + "a vector of \(count)"
    case .vector(let count, let factor?): return name + "one value a \(factor) (\(counted(count, "level")))"
    case .rows: return name + "one value a row"
    case .block(let count): return name + "a block of \(counted(count, "column"))"
    case .matrix(let rows, let columns, _): return name + "a matrix of \(rows) × \(columns)"
    }
  }
}

/// "1 level", "2 levels".
func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
  "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
}

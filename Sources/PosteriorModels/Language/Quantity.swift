/// What a formula stands for: known numbers, text, or a node of the graph, and how many values it has.
struct Quantity {
  enum Shape: Hashable {
    /// One value.
    case one
    /// Several values: by number, or one a level of a factor.
    case vector(Int, factor: String? = nil)
    /// A value for each row of the table.
    case rows
    /// Several columns: of the table, or made of formulas with a value a row.
    case block(Int)
    /// A matrix, row after row; of a factor, a row a level.
    case matrix(Int, Int, factor: String? = nil)
  }

  enum Content {
    case known([Double])
    /// Text for each row, or one level.
    case text([String])
    case node(Node)
    /// The columns of a block that depends on parameters.
    case columns([Node])
  }

  /// The name in the text that has the shape, for messages.
  struct Origin {
    let name: String
    let range: Range<Int>
  }

  var shape: Shape
  var content: Content
  /// The rows at the beginning that have no value, because an earlier row is asked for. They hold another row's value.
  var absentRows = 0
  var origin: Origin?

  init(_ shape: Shape, _ content: Content, absentRows: Int = 0, origin: Origin? = nil) {
    self.shape = shape
    self.content = content
    self.absentRows = absentRows
    self.origin = origin
  }

  static func number(_ value: Double) -> Quantity { Quantity(.one, .known([value])) }

  /// The numbers, where they are known.
  var known: [Double]? { if case .known(let numbers) = content { numbers } else { nil } }

  /// The one number, where it is known.
  var knownNumber: Double? { shape == .one ? known?.first : nil }

  var isText: Bool { if case .text = content { true } else { false } }

  /// The number of values of one value or of a vector.
  var vectorCount: Int? { if case .vector(let count, _) = shape { count } else { nil } }

  /// The number of a block's columns.
  var columnCount: Int? { if case .block(let count) = shape { count } else { nil } }

  /// The factor whose levels have a value each.
  var factor: String? { if case .vector(_, let factor) = shape { factor } else { nil } }
}

/// An array with named dimensions, the last index running fastest.
///
/// Its rows are what one draw has, or one element of the first dimension.
package struct ExportArray: Sendable {
  /// What an array holds.
  package enum Contents: Sendable {
    case integers([Int])
    case numbers([Double])
    case flags([Bool])
    case text([String])
    /// Numbers that are made as they are written, so many rows at a time.
    case made(@Sendable (_ rows: Range<Int>) throws -> [Double])
  }

  /// The name by which readers know it.
  package var name: String
  /// A name for each dimension.
  package var dimensions: [String]
  /// The dimensions' extents.
  package let shape: [Int]
  package let contents: Contents
  /// What else readers may know of it.
  package var attributes: [String: JSONValue] = [:]

  /// The dimensions of everything that each draw has.
  package static let ofDraws = ["chain", "draw"]

  package init(_ name: String, _ dimensions: [String], _ shape: [Int], _ contents: Contents) {
    precondition(dimensions.count == shape.count, "\(dimensions) are no names for \(shape)")
    (self.name, self.dimensions, self.shape, self.contents) = (name, dimensions, shape, contents)
  }

  /// The values of a dimension: an array along it, under its name.
  static func coordinate(_ name: String, _ values: Contents, count: Int) -> ExportArray {
    ExportArray(name, [name], [count], values)
  }

  /// Whether it has the values of a dimension.
  package var isCoordinate: Bool { dimensions == [name] }

  /// Whether its first dimensions are chains and their draws.
  var isOfDraws: Bool { dimensions.starts(with: Self.ofDraws) }

  /// How many of the dimensions tell rows apart.
  private var outerCount: Int { isOfDraws ? 2 : min(1, shape.count) }

  /// The extents of a row.
  var rowShape: [Int] { Array(shape[outerCount...]) }

  /// The number of rows.
  var rowCount: Int { shape[..<outerCount].reduce(1, *) }

  /// The number of elements of a row.
  var rowSize: Int { rowShape.reduce(1, *) }

  /// The bytes of all elements.
  var byteCount: Int { rowCount * rowSize * type.size }
}

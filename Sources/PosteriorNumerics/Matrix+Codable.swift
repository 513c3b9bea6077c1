// A matrix is encoded as the array of its rows.
extension Matrix: Codable {
  /// Encodes the rows, each an array of numbers.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    for row in rows { try container.encode(Array(row)) }
  }

  /// Decodes rows of equal length; fails on ragged ones.
  public init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    var elements: [Double] = []
    var columnCount = 0
    while !container.isAtEnd {
      let row = try container.decode([Double].self)
      if elements.isEmpty { columnCount = row.count }
      guard row.count == columnCount, columnCount > 0 else {
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "a matrix's rows must be equally long and not empty")
      }
      elements += row
    }
    self = elements.isEmpty ? Matrix(rowCount: 0, columnCount: 0) : Matrix(columnCount: columnCount, elements: elements)
  }
}

/// A value of JSON.
package indirect enum JSONValue: Encodable, Sendable, Hashable {
  case none
  case integer(Int)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])

  /// Writes the value itself.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .none: try container.encodeNil()
    case .integer(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .list(let values): try container.encode(values)
    case .object(let values): try container.encode(values)
    }
  }

  /// A list of numbers, such as a shape.
  static func numbers(_ values: [Int]) -> JSONValue { .list(values.map(JSONValue.integer)) }
}

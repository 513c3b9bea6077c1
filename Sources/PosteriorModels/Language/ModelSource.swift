/// A model's text, with places counted from its beginning.
struct ModelSource: Sendable {
  let file: String
  let scalars: [Unicode.Scalar]
  /// The place in a Swift file of each line, where a model is written in Swift.
  private let places: [ModelStatements.Place]

  init(file: String, text: String, places: [ModelStatements.Place] = []) {
    self.file = file
    scalars = Array(text.unicodeScalars)
    self.places = places
  }

  /// The error at a place of the text.
  func error(at place: Int, _ message: String, cell: String? = nil) -> ModelError {
    var (line, column) = (1, 1)
    for (index, scalar) in scalars.prefix(max(place, 0)).enumerated() {
      let isPaired = scalar == "\r" && index + 1 < scalars.count && scalars[index + 1] == "\n"
      if scalar == "\n" || (scalar == "\r" && !isPaired) {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    if !places.isEmpty {
      let place = places[min(line, places.count) - 1]
      return ModelError(file: place.fileID, line: place.line, column: 0, message: message, cell: cell)
    }
    return ModelError(file: file, line: line, column: column, message: message, cell: cell)
  }

  func error(at range: Range<Int>, _ message: String, cell: String? = nil) -> ModelError {
    error(at: range.lowerBound, message, cell: cell)
  }

  /// The text of a part, without comments and with single spaces.
  func text(_ range: Range<Int>) -> String {
    var result = ""
    var inComment = false
    for scalar in scalars[range.clamped(to: 0..<scalars.count)] {
      if scalar == "#" { inComment = true }
      if scalar == "\n" || scalar == "\r" { inComment = false }
      if inComment { continue }
      if scalar.properties.isWhitespace {
        if result.last != " " { result.append(" ") }
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The line of a place, from 1.
  func line(of place: Int) -> Int { error(at: place, "").line }
}

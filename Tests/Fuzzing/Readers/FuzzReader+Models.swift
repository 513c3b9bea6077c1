import PosteriorModels
import PosteriorSampling

extension FuzzReader {
  static let models = FuzzReader(
    name: "model", about: "models as texts, on a table that has their columns",
    sound: LanguageFuzzData.valid.map { Array($0.utf8) },
    // A short text may ask for a large model: 100 000 elements of a parameter, or 200 000 terms before it is refused.
    allowance: 32 << 20,
    mutated: { Array(LanguageFuzzData.mutated(using: &$0).utf8) },
    read: {
      try check(WrittenModel(String(decoding: $0, as: UTF8.self), name: "m.model", data: LanguageFuzzData.table))
    }
  )

  /// Values and derivatives of a model can be found.
  private static func check(_ model: WrittenModel) throws {
    try require(model.parameterNames.count == model.dimension, "names")
    guard model.dimension <= 1000 else { return }
    let position = (0..<model.dimension).map { 0.1 * Double($0 % 7) - 0.3 }
    _ = model.logDensity(at: position.span)
    var gradient = [Double](repeating: 0, count: model.dimension)
    var span = gradient.mutableSpan
    model.addLogDensityGradient(at: position.span, to: &span)
    var reported = [Double](repeating: 0, count: model.reportedNames.count)
    var values = reported.mutableSpan
    model.report(position.span, into: &values)
  }
}

/// The lines of a text.
struct TextPlaces {
  /// The characters of each line.
  private let lengths: [Int]

  /// Lines are counted by scalars: a carriage return before another line's end is one of its own, but no character.
  init(_ text: String) {
    var (lengths, scalars) = ([0], text.unicodeScalars[...])
    while let scalar = scalars.popFirst() {
      if scalar == "\r", scalars.first == "\n" { scalars.removeFirst() }
      if scalar == "\r" || scalar == "\n" { lengths.append(0) } else { lengths[lengths.count - 1] += 1 }
    }
    self.lengths = lengths
  }

  /// Whether an error's place is within the text.
  func holds(_ error: ModelError) -> Bool {
    lengths.indices.contains(error.line - 1) && (1...lengths[error.line - 1] + 1).contains(error.column)
  }
}

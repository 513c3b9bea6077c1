import Testing

/// A text with one thing wrong, and the error that says so.
struct LanguageErrorCase: Sendable, CustomTestStringConvertible {
  let text: String
  let error: String

  init(_ text: String, _ error: String) {
    self.text = text
    self.error = error
  }

  var testDescription: String { error }
}

enum LanguageErrorCases {
  static let all: [LanguageErrorCase] = reading + names + shapes + distributions + vectors
}

/// A text with one thing wrong, and the error that says so.
package struct LanguageErrorCase: Sendable, CustomStringConvertible {
  package let text: String
  package let error: String

  init(_ text: String, _ error: String) {
    self.text = text
    self.error = error
  }

  package var description: String { error }
}

/// Texts that are refused, on the table ``LanguageTables/counts``.
package enum LanguageErrorCases {
  package static let all: [LanguageErrorCase] = reading + names + shapes + distributions + vectors
}

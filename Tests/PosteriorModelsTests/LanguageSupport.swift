import Fuzzing

@testable import PosteriorModels

/// The error of a text, or nothing.
func modelError(_ text: String, _ table: ModelTable = LanguageTables.counts, _ file: String = "m.model") -> String? {
  do {
    _ = try ModelReading(text: text, file: file, table: table)
    return nil
  } catch {
    return error.description
  }
}

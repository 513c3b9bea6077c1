import ArgumentParser

/// Refuses an empty text where a name is wanted, as a shell gives for a variable that is not set.
func refuseEmpty(_ option: String, _ value: String?) throws {
  if value?.allSatisfy(\.isWhitespace) == true { throw ValidationError("\(option) is empty: give it a name") }
}

/// Refuses a whole number that is too small.
func require(_ option: String, atLeast least: Int, _ value: Int?) throws {
  guard let value, value < least else { return }
  throw ValidationError(
    least == 0 ? "\(option) must not be negative, not \(value)" : "\(option) must be at least \(least), not \(value)")
}

/// Refuses a number that is not positive and finite.
func require(_ option: String, positive value: Double?) throws {
  if let value, !(value > 0 && value.isFinite) {
    throw ValidationError("\(option) must be a positive finite number, not \(value)")
  }
}

import ArgumentParser
import Foundation

/// Refuses an empty text where a name is wanted, as a shell gives for a variable that is not set.
func refuseEmpty(_ option: String, _ value: String?) throws {
  if value?.allSatisfy(\.isWhitespace) == true { throw ValidationError("\(option) is empty: give it a name") }
}

/// Refuses options that name no file, and results that would be written over each other or over what is read.
func checkFiles(_ files: [(option: String, path: String?)], reading data: String? = nil) throws {
  var earlier: [String: String] = [:]
  for (option, path) in files + [("--data", data)] {
    try refuseEmpty(option, path)
    guard let path, path != "-" else { continue }
    let place = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    if let other = earlier.updateValue(option, forKey: place) {
      throw ValidationError("\(other) and \(option) are the same file, '\(path)': give one of them another name")
    }
  }
}

/// Refuses a whole number that is too small, or larger than can be run: products of several, as of chains, draws and
/// steps, must be countable.
func require(_ option: String, atLeast least: Int, _ value: Int?) throws {
  guard let value else { return }
  if value < least {
    throw ValidationError(
      least == 0 ? "\(option) must not be negative, not \(value)" : "\(option) must be at least \(least), not \(value)")
  }
  let most = largestNumbers[option] ?? 1_000_000_000
  if value > most { throw ValidationError("\(option) must be at most \(most), not \(value)") }
}

/// The largest numbers that options take; a thousand million for the others.
private let largestNumbers = [
  "--chains": 10_000, "--threads": 1024, "--thin": 100_000, "--epochs": 100_000_000, "--warm-up-epochs": 100_000_000,
  "--hidden": 10_000, "--leapfrog-steps": 100_000, "--evaluations": 10_000_000_000, "--orders": 1_000_000,
]

/// Refuses a standard deviation whose square, or its inverse, is not a number.
func require(_ option: String, scale value: Double?) throws {
  try require(option, positive: value)
  if let value, !(1e-150...1e150).contains(value) {
    throw ValidationError("\(option) must be between 1e-150 and 1e150, not \(value)")
  }
}

/// Refuses a number that is not positive and finite.
func require(_ option: String, positive value: Double?) throws {
  if let value, !(value > 0 && value.isFinite) {
    throw ValidationError("\(option) must be a positive finite number, not \(value)")
  }
}

/// A column whose values are levels: what parameters may be indexed by.
///
/// Levels are in order of their numbers, or of their text by Unicode, as sorting in Swift orders it.
struct Factor: Sendable {
  let name: String
  let levels: [String]
  /// The level of each row, from 0.
  let codes: [Int32]
  /// Whether the levels are 1, …, K, so that a level's name is its place.
  let isCounting: Bool

  init(name: String, text: [String]) {
    self.name = name
    let levels = Set(text).sorted()
    self.levels = levels
    let places = Dictionary(uniqueKeysWithValues: levels.enumerated().map { ($1, Int32($0)) })
    codes = text.map { places[$0] ?? 0 }
    isCounting = false
  }

  init(name: String, numbers: [Int]) {
    self.name = name
    let levels = Set(numbers).sorted()
    self.levels = levels.map(String.init)
    let places = Dictionary(uniqueKeysWithValues: levels.enumerated().map { ($1, Int32($0)) })
    codes = numbers.map { places[$0] ?? 0 }
    isCounting = levels == Array(1...max(levels.count, 1))
  }
}

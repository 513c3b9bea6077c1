/// Those of `names` that `name` may be a slip for, nearest first: at most three.
///
/// Case and white space do not count; beyond that about a third of the letters may be wrong.
func nearestNames(to name: String, among names: [String]) -> [String] {
  let letters = Array(trimming(name).lowercased())
  let slips = (letters.count + 1) / 3
  return
    names
    .map { (name: $0, distance: editDistance(letters, Array($0.lowercased()))) }
    .filter { $0.distance <= slips }
    .sorted { $0.distance < $1.distance }
    .prefix(3)
    .map(\.name)
}

/// The least number of letters to insert, remove or replace that makes one word the other (Levenshtein 1966).
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  // distances[j]: from the letters of `a` read so far to the first j letters of `b`.
  var distances = Array(0...b.count)
  for (i, letter) in a.enumerated() {
    var diagonal = i
    distances[0] = i + 1
    for (j, other) in b.enumerated() {
      let replaced = diagonal + (letter == other ? 0 : 1)
      diagonal = distances[j + 1]
      distances[j + 1] = min(replaced, distances[j] + 1, distances[j + 1] + 1)
    }
  }
  return distances[b.count]
}

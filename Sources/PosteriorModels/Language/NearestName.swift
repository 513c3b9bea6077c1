/// The end of a message about an unknown name: the nearest of the known ones, or nothing.
///
/// Case does not count; beyond that about a third of the letters may be wrong.
func suggestion(for name: String, among names: [String]) -> String {
  let letters = Array(name.lowercased())
  guard letters.count <= 64 else { return "" }
  let slips = (letters.count + 1) / 3
  var best: (name: String, distance: Int)?
  for candidate in names {
    let other = Array(candidate.lowercased())
    guard other.count <= letters.count + slips, letters.count <= other.count + slips else { continue }
    let distance = editDistance(letters, other)
    if distance <= slips, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best.map { "; did you mean \($0.name)?" } ?? ""
}

/// The least number of letters to insert, remove or replace that makes one word the other (Levenshtein 1966).
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
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

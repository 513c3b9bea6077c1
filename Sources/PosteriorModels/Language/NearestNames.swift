/// Those of `names` that `name` may be a slip for, nearest first: at most three.
///
/// Case does not count; beyond that about a third of the letters may be wrong.
package func nearestNames(to name: String, among names: [String]) -> [String] {
  let letters = Array(name.lowercased())
  let slips = (letters.count + 1) / 3
  return
    names
    .map { (name: $0, letters: Array($0.lowercased())) }
    // The distance is no less than the difference of the lengths.
    .filter { ($0.letters.count - letters.count).magnitude <= slips }
    .map { (name: $0.name, distance: editDistance(letters, $0.letters)) }
    .filter { $0.distance <= slips }
    .sorted { $0.distance < $1.distance }
    .prefix(3)
    .map(\.name)
}

/// The end of a message about an unknown name: the nearest of the known ones, or nothing.
func suggestion(for name: String, among names: [String]) -> String {
  // What is that long is no name that someone slipped at.
  guard name.count <= 64, let nearest = nearestNames(to: name, among: names).first else { return "" }
  return "; did you mean \(nearest)?"
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

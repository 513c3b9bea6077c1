extension LanguageFuzzData {
  /// One of the texts with one to three changes.
  static func mutated(using random: inout FuzzRandom) -> String {
    var text = seeds.randomElement(using: &random) ?? ""
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      text = Int.random(in: 0..<3, using: &random) == 0 ? scrambled(text, &random) : changed(text, &random)
    }
    return text
  }

  /// A word or sign of a text, or any few characters of it.
  private static func part(of text: [Unicode.Scalar], _ random: inout FuzzRandom) -> (Int, Int) {
    var start = Int.random(in: 0...text.count, using: &random)
    var end = min(text.count, start + Int.random(in: 0...6, using: &random))
    guard start < text.count, Int.random(in: 0..<4, using: &random) > 0 else { return (start, end) }
    func isWord(_ place: Int) -> Bool {
      text[place] == "_" || text[place] == "." || text[place].properties.isAlphabetic
    }
    end = start + 1
    guard isWord(start) else { return (start, end) }
    while start > 0, isWord(start - 1) { start -= 1 }
    while end < text.count, isWord(end) { end += 1 }
    return (start, end)
  }

  /// A text with characters taken out, put in or put elsewhere.
  private static func scrambled(_ text: String, _ random: inout FuzzRandom) -> String {
    var text = Array(text.unicodeScalars)
    let (start, end) = part(of: text, &random)
    let pieces = Bool.random(using: &random) ? signs : formulas
    let piece = Array((pieces.randomElement(using: &random) ?? "").unicodeScalars)
    text.scramble(start..<end, piece, using: &random)
    var result = ""
    result.unicodeScalars.append(contentsOf: text)
    return result
  }

  /// A text with a formula, a distribution or a statement in the place of another.
  private static func changed(_ text: String, _ random: inout FuzzRandom) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let place = Int.random(in: 0..<lines.count, using: &random)
    switch Int.random(in: 0..<8, using: &random) {
    case 0: lines.remove(at: place)
    case 1: lines.append(statements.randomElement(using: &random) ?? "")
    case 2: lines[place] = statements.randomElement(using: &random) ?? ""
    case 3, 4:
      guard let sign = lines[place].firstIndex(of: "~") else { return text }
      lines[place] = lines[place][...sign] + (distributions.randomElement(using: &random) ?? "")
    default:
      let words = lines[place].split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }
      guard let word = words.randomElement(using: &random) else { return text }
      let formula = formulas.randomElement(using: &random) ?? ""
      lines[place].replaceSubrange(word.startIndex..<word.endIndex, with: formula)
    }
    return lines.joined(separator: "\n")
  }
}

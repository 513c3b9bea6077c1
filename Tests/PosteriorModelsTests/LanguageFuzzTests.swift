import Foundation
import TestSupport
import Testing

@testable import PosteriorModels

/// Mutated texts: none traps or hangs, and each error has a place within its text.
@Suite struct LanguageFuzzTests {
  /// A word or sign of a text, or any few characters of it.
  private func part(of text: [Unicode.Scalar], _ random: inout FuzzRandom) -> (Int, Int) {
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

  private func mutated(_ random: inout FuzzRandom) -> String {
    var text = LanguageFuzzData.seeds.randomElement(using: &random) ?? ""
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      text = Int.random(in: 0..<3, using: &random) == 0 ? scrambled(text, &random) : changed(text, &random)
    }
    return text
  }

  /// A text with characters taken out, put in or put elsewhere.
  private func scrambled(_ text: String, _ random: inout FuzzRandom) -> String {
    var text = Array(text.unicodeScalars)
    let (start, end) = part(of: text, &random)
    let pieces = Bool.random(using: &random) ? LanguageFuzzData.signs : LanguageFuzzData.formulas
    let piece = Array((pieces.randomElement(using: &random) ?? "").unicodeScalars)
    text.scramble(start..<end, piece, using: &random)
    var result = ""
    result.unicodeScalars.append(contentsOf: text)
    return result
  }

  /// A text with a formula, a distribution or a statement in the place of another.
  private func changed(_ text: String, _ random: inout FuzzRandom) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let place = Int.random(in: 0..<lines.count, using: &random)
    switch Int.random(in: 0..<8, using: &random) {
    case 0: lines.remove(at: place)
    case 1: lines.append(LanguageFuzzData.statements.randomElement(using: &random) ?? "")
    case 2: lines[place] = LanguageFuzzData.statements.randomElement(using: &random) ?? ""
    case 3, 4:
      guard let sign = lines[place].firstIndex(of: "~") else { return text }
      lines[place] = lines[place][...sign] + (LanguageFuzzData.distributions.randomElement(using: &random) ?? "")
    default:
      let words = lines[place].split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }
      guard let word = words.randomElement(using: &random) else { return text }
      let formula = LanguageFuzzData.formulas.randomElement(using: &random) ?? ""
      lines[place].replaceSubrange(word.startIndex..<word.endIndex, with: formula)
    }
    return lines.joined(separator: "\n")
  }

  /// Whether a model's values and derivatives can be found.
  private func check(_ model: ModelGraph) -> Bool {
    var graph = model.graph
    guard model.dimension <= 1000 else { return true }
    let derivatives = [model.prior, model.likelihood].compactMap { $0 }.map { quantity in
      graph.gradient(of: quantity, dimension: model.dimension)
    }
    let position = (0..<model.dimension).map { 0.1 * Double($0 % 7) - 0.3 }
    let evaluate = GraphEvaluator(graph, at: position)
    let reported = model.reported.allSatisfy { $0.names.count == evaluate($0.node).count }
    let likelihood = model.likelihood.map { evaluate($0).count == graph.rowCount } ?? true
    return reported && likelihood && derivatives.allSatisfy { evaluate($0).count == model.dimension }
  }

  private func isInside(_ error: ModelError, _ text: String) -> Bool {
    // By scalars: a carriage return before another line's end is one of its own, but no character.
    var (lengths, scalars) = ([0], text.unicodeScalars[...])
    while let scalar = scalars.popFirst() {
      if scalar == "\r", scalars.first == "\n" { scalars.removeFirst() }
      if scalar == "\r" || scalar == "\n" { lengths.append(0) } else { lengths[lengths.count - 1] += 1 }
    }
    guard error.line >= 1, error.line <= lengths.count, error.column >= 1 else { return false }
    return error.column <= lengths[error.line - 1] + 1
  }

  @Test func textsToMutateAreRead() {
    for text in LanguageFuzzData.valid { #expect(modelError(text, LanguageFuzzData.table) == nil, "\(text)") }
  }

  @Test func mutatedTexts() {
    let count = fuzzCount(100_000)
    var random = FuzzRandom(seed: UInt64(ProcessInfo.processInfo.environment["FUZZ_SEED"] ?? "1") ?? 1)
    var accepted = 0
    for _ in 0..<count {
      let text = mutated(&random)
      do {
        let written = try ModelReading(text: text, file: "m.model", table: LanguageFuzzData.table)
        accepted += 1
        if !check(written.model) { Issue.record("the graph of \(text.debugDescription)") }
      } catch {
        if !isInside(error, text) { Issue.record("\(error) is outside \(text.debugDescription)") }
      }
    }
    #expect(accepted > 0)
    print("accepted \(accepted) of \(count)")
  }
}

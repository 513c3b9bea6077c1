import Foundation

// Control variates of packed regressions.

extension PackedModel {
  /// The same with control variates, in a model that has none.
  @usableFromInline
  package func relative(to anchor: Anchor) -> (any OnePassGradient)? {
    if contents.kind == .tanhNetwork { return anchored?(anchor) }
    guard contents.notes == nil else { return nil }
    let (kind, examples) = (contents.kind, contents.examples.start)
    let noted = anchor.notes.isEmpty ? notes(at: anchor.position) : anchor.notes
    precondition(noted.count == exampleCount, "an anchor with \(noted.count) notes")
    var relative = contents
    relative.notes = AlignedNumbers(count: exampleCount) { notes in
      for i in 0..<exampleCount {
        // A logistic regression's notes have their labels' signs, as its rows have.
        notes[i] = noted[i] * (kind == .logistic ? examples[contents.stride * i + dimension] : 1)
      }
    }
    for j in 0..<dimension { relative.prior.pulls[j] += anchor.gradient[j] }
    return PackedModel(relative)
  }

  /// What a regression notes of its examples: linear predictors of a linear one, scores of others.
  private func notes(at position: [Double]) -> [Double] {
    (0..<exampleCount).map { i in
      let row = contents.examples.start + contents.stride * i
      var predictor = contents.shifts?.start[i] ?? 0
      for j in 0..<dimension { predictor += row[j] * position[j] }
      let response = row[dimension]
      return switch contents.kind {
      case .linear, .tanhNetwork: predictor
      case .logistic: response / (1 + exp(predictor))
      case .poisson: response - min(exp(predictor), 1e300)
      }
    }
  }
}

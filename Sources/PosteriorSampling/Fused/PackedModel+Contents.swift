extension PackedModel {
  /// The most parameters that a packed model may have.
  package static let mostParameters = 7

  /// What a packed model is made of.
  package struct Contents: Sendable {
    let kind: Kind
    let dimension: Int
    let exampleCount: Int
    /// Each example's numbers.
    let examples: AlignedNumbers<Double>
    /// How many there are from one example to the next.
    package var stride = 8
    /// One number for each example: noted at an anchor, or a network's response.
    package var notes: AlignedNumbers<Double>?
    /// What is subtracted from the gradient relative to an anchor: d numbers.
    var offset: AlignedNumbers<Double>?
    /// Known parts of the examples' predictors.
    package var shifts: AlignedNumbers<Double>?
    /// 1/s² of the normal prior, 0 for the flat one.
    let priorPrecision: Double
    /// 1/σ² of the responses' noise, 1 where there is none.
    package var noisePrecision = 1.0

    /// The numbers of a model of a kind, with `exampleCount` examples.
    package init(
      _ kind: Kind, exampleCount: Int, parameters: Int, priorPrecision: Double, _ examples: AlignedNumbers<Double>
    ) {
      self.kind = kind
      dimension = parameters
      self.exampleCount = exampleCount
      self.priorPrecision = priorPrecision
      self.examples = examples
    }
  }

  /// The same with control variates, in a regression that has none.
  func relative(to anchor: Anchor) -> PackedModel? {
    guard contents.kind != .tanhNetwork, contents.notes == nil else { return nil }
    let (kind, dimension) = (contents.kind, contents.dimension)
    precondition(anchor.notes.count == contents.exampleCount, "an anchor with \(anchor.notes.count) notes")
    var relative = contents
    relative.notes = AlignedNumbers(count: contents.exampleCount) { notes in
      for i in 0..<contents.exampleCount {
        // A logistic regression's notes have their labels' signs, as its rows have.
        notes[i] = anchor.notes[i] * (kind == .logistic ? contents.examples.start[contents.stride * i + dimension] : 1)
      }
    }
    relative.offset = AlignedNumbers(anchor.gradient + [Double](repeating: 0, count: 8 - dimension))
    return PackedModel(relative)
  }
}

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
    /// Known parts of the examples' predictors.
    package var shifts: AlignedNumbers<Double>?
    /// The prior, its pulls with what is subtracted from the gradient relative to an anchor.
    var prior: IndependentNormals
    /// 1/σ² of the responses' noise, 1 where there is none.
    package var noisePrecision = 1.0
    /// Where a network's weights are in the position.
    package var order = [0, 1, 2, 3, 4, 5, 6]

    /// The numbers of a model of a kind, with `exampleCount` examples.
    package init(
      _ kind: Kind, exampleCount: Int, prior: IndependentNormals, _ examples: AlignedNumbers<Double>
    ) {
      self.kind = kind
      dimension = prior.precisions.count
      self.exampleCount = exampleCount
      self.prior = prior
      self.examples = examples
    }
  }
}

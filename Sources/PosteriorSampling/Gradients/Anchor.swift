/// A position θ* with what a model knows of its examples there: what control variates subtract.
public struct Anchor: Sendable {
  /// The anchor's position θ*, d elements.
  public private(set) var position: [Double]
  /// Σᵢ ∇ ln p(yᵢ | θ*), over all N examples: d elements.
  public private(set) var gradient: [Double]
  /// What the model has noted of each example, where it has a linear predictor: N numbers, or none.
  public private(set) var notes: [Double]
  private let noting: (any GeneralizedLinearModel)?

  /// An anchor of a model at a position.
  public init(_ model: some Posterior, at position: [Double]) {
    self.position = position
    gradient = [Double](repeating: 0, count: position.count)
    notes = []
    noting = model.capabilities.linearPredictor
    move(to: position, model)
  }

  /// Takes the anchor elsewhere, by a pass over all examples and without an allocation.
  @usableFromInline
  mutating func move(to position: [Double], _ model: some Posterior) {
    precondition(
      position.count == model.dimension && self.position.count == model.dimension,
      "a position needs \(model.dimension) elements, not \(position.count)")
    for j in position.indices { self.position[j] = position[j] }
    var span = gradient.mutableSpan
    span.fill(0)
    model.addLogLikelihoodGradient(at: position.span, to: &span)
    noting?.note(&notes, at: position.span)
  }
}

/// A position θ* with what a model knows of its examples there: what control variates subtract.
public struct Anchor: Sendable, Hashable {
  /// θ*: d elements.
  public private(set) var position: [Double]
  /// Σᵢ ∇ ln p(yᵢ | θ*), over all N examples: d elements.
  public private(set) var gradient: [Double]
  /// What the model has noted of each example: N numbers, or none.
  public private(set) var notes: [Double]

  /// An anchor of a model at a position.
  @inlinable
  public init<Model: Posterior>(_ model: Model, at position: [Double]) {
    self.init(dimension: model.dimension)
    move(to: position, model)
  }

  @usableFromInline
  init(dimension: Int) {
    position = [Double](repeating: 0, count: dimension)
    gradient = [Double](repeating: 0, count: dimension)
    notes = []
  }

  /// Takes the anchor elsewhere, by a pass over all examples and without an allocation.
  @usableFromInline
  mutating func move(to position: [Double], _ model: some Posterior) {
    precondition(position.count == self.position.count, "a position needs \(self.position.count) elements")
    for j in position.indices { self.position[j] = position[j] }
    var span = gradient.mutableSpan
    span.fill(0)
    model.addLogLikelihoodGradient(ofBlock: 0..<model.exampleCount, at: position.span, to: &span)
    model.note(&notes, at: position.span)
  }
}

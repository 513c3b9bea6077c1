/// A position θ* with what a model knows of its examples there: what control variates subtract.
///
/// It is a value of one pointer: a step hands it to the model without a copy of its arrays.
public struct Anchor: Sendable, Codable {
  /// The anchor's position θ*, d elements.
  @inlinable public var position: [Double] { storage.position }
  /// Σᵢ ∇ ln p(yᵢ | θ*), over all N examples: d elements.
  @inlinable public var gradient: [Double] { storage.gradient }
  /// What the model has noted of each example, where it has a linear predictor: N numbers, or none.
  @inlinable public var notes: [Double] { storage.notes }

  @usableFromInline var storage: Storage

  /// An anchor of a model at a position.
  public init(_ model: some Posterior, at position: [Double]) {
    storage = Storage(position, [Double](repeating: 0, count: position.count), [])
    move(to: position, model, noting: model.capabilities.linearPredictor)
  }

  /// Takes the anchor elsewhere, by a pass over all examples. It allocates only where a copy of the anchor is still in
  /// use.
  ///
  /// - Parameter predictor: The model's linear predictor, if it has one: whoever moves an anchor often asks for it
  ///   once.
  @usableFromInline
  mutating func move(
    to position: [Double], _ model: some Posterior, noting predictor: (any GeneralizedLinearModel)?
  ) {
    precondition(
      position.count == model.dimension && self.position.count == model.dimension,
      "a position needs \(model.dimension) elements, not \(position.count)")
    if !isKnownUniquelyReferenced(&storage) {
      storage = Storage(storage.position, storage.gradient, storage.notes)
    }
    for j in position.indices { storage.position[j] = position[j] }
    var gradient: [Double] = []
    swap(&gradient, &storage.gradient)
    var span = gradient.mutableSpan
    span.fill(0)
    model.addLogLikelihoodGradient(at: position.span, to: &span)
    swap(&gradient, &storage.gradient)
    predictor?.note(&storage.notes, at: position.span)
  }

  private enum CodingKeys: CodingKey { case position, gradient, notes }

  /// Saves the position and what is known there.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(position, forKey: .position)
    try container.encode(gradient, forKey: .gradient)
    try container.encode(notes, forKey: .notes)
  }

  /// Restores an anchor that was saved.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    storage = Storage(
      try container.decode([Double].self, forKey: .position), try container.decode([Double].self, forKey: .gradient),
      try container.decode([Double].self, forKey: .notes))
  }

  /// What an anchor holds. It changes only while one anchor refers to it, so that any number of tasks may read it.
  @usableFromInline
  final class Storage: @unchecked Sendable {
    @usableFromInline fileprivate(set) var position: [Double]
    @usableFromInline fileprivate(set) var gradient: [Double]
    @usableFromInline fileprivate(set) var notes: [Double]

    fileprivate init(_ position: [Double], _ gradient: [Double], _ notes: [Double]) {
      self.position = position
      self.gradient = gradient
      self.notes = notes
    }
  }
}

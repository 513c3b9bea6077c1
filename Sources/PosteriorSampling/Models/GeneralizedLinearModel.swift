/// A model whose example i depends on the parameters through its linear predictor λᵢ = xᵢᵀθ alone.
///
/// Its gradients are numbers times the design's rows: a model writes that number, and everything else follows. The examples at an
/// anchor are noted as N numbers, so that control variates cost nothing a step.
public protocol GeneralizedLinearModel: TwiceDifferentiable {
  /// The design X: N × d, an example a row.
  var design: Matrix { get }

  /// ∂ ln p(yᵢ | λ)/∂λ.
  func score(of example: Int, atPredictor predictor: Double) -> Double

  /// −∂² ln p(yᵢ | λ)/∂λ².
  func curvature(of example: Int, atPredictor predictor: Double) -> Double
}

extension GeneralizedLinearModel {
  /// The number of coefficients d.
  public var dimension: Int { design.columnCount }

  /// The number of examples N.
  public var exampleCount: Int { design.rowCount }

  /// Adds scale · (∂ ln p(yᵢ | λᵢ)/∂λ) xᵢ.
  @inlinable
  public func addLogLikelihoodGradient(
    of example: Int, at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>
  ) {
    let score = score(of: example, atPredictor: design.dot(row: example, position))
    gradient.add(scale * score, timesRow: example, of: design)
  }

  /// Adds scale · Σ (score − score at the anchor) xᵢ over a minibatch.
  @inlinable
  public func addLogLikelihoodGradient(
    ofMinibatch examples: Span<Int32>, at position: Span<Double>, relativeTo anchor: Anchor, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    for i in 0..<examples.count {
      let example = Int(examples[i])
      let score = score(of: example, atPredictor: design.dot(row: example, position)) - anchor.notes[example]
      gradient.add(scale * score, timesRow: example, of: design)
    }
  }

  /// The examples' scores.
  @inlinable
  public func note(_ notes: inout [Double], at position: Span<Double>) {
    if notes.count != exampleCount { notes = [Double](repeating: 0, count: exampleCount) }
    for i in 0..<notes.count { notes[i] = score(of: i, atPredictor: design.dot(row: i, position)) }
  }
}

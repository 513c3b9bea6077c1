// Gradients of minibatches and of single examples at a position.

extension Posterior {
  /// ĝ_b = −∇ln p(θ) − (N/|b|) Σ_{i∈b} ∇ln p(yᵢ | θ): d elements.
  func gradient(ofMinibatch examples: Span<Int32>, at position: [Double]) -> [Double] {
    var gradient = [Double](repeating: 0, count: dimension)
    var span = gradient.mutableSpan
    addLogPriorGradient(at: position.span, to: &span)
    addLogLikelihoodGradient(
      ofExamples: examples, at: position.span, relativeTo: nil,
      scaledBy: Double(exampleCount) / Double(examples.count), to: &span)
    return gradient.map { -$0 }
  }

  /// The gradients gᵢ = −∇ln p(θ) − N ∇ln p(yᵢ | θ) of the examples alone, each an estimate of ∇U: N × d.
  public func exampleGradients(at position: [Double]) -> Matrix {
    let examples = (0..<Int32(exampleCount)).map { [$0] }
    return Matrix(columnCount: dimension, elements: examples.flatMap { gradient(ofMinibatch: $0.span, at: position) })
  }
}

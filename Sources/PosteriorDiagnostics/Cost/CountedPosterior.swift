internal import Synchronization

/// A model that counts the gradients of single examples that are asked of it: what a stochastic-gradient sampler and
/// one that goes through all examples can be compared by.
///
/// The gradient of a minibatch of B examples counts B, that of the log density N. A difference to the gradient at an
/// anchor counts once where the model keeps a note of the anchor, and twice where it computes both. Log densities and
/// the notes themselves count nothing: a program can have them from the gradient's own pass.
package struct CountedPosterior: PosteriorWrapper {
  /// The model itself, of whatever type.
  package let base: any Posterior
  private let counter: EvaluationCounter

  /// A model whose count begins at 0. Copies share the count, and must stay on one thread.
  package init(_ base: any Posterior) {
    self.base = base
    counter = EvaluationCounter()
  }

  /// The gradients of single examples so far.
  package var evaluations: Int { counter.value }

  /// The log density and its gradient: counts N.
  package func logDensity(
    at position: Span<Double>, addingGradientTo gradient: inout MutableSpan<Double>
  ) -> Double {
    counter.add(exampleCount)
    return base.logDensity(at: position, addingGradientTo: &gradient)
  }

  /// The log density's gradient: counts N.
  package func addLogDensityGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    counter.add(exampleCount)
    base.addLogDensityGradient(at: position, to: &gradient)
  }

  /// Adds scale · ∇ ln p(yᵢ | θ): counts 1.
  package func addLogLikelihoodGradient(
    of example: Int, at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>
  ) {
    counter.add(1)
    base.addLogLikelihoodGradient(of: example, at: position, scaledBy: scale, to: &gradient)
  }

  /// Adds a sum over B examples: counts B, or 2B relative to an anchor without notes.
  package func addLogLikelihoodGradient(
    ofExamples examples: Span<Int32>, at position: Span<Double>, relativeTo anchor: Anchor?, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    counter.add(anchor?.notes.isEmpty ?? false ? 2 * examples.count : examples.count)
    base.addLogLikelihoodGradient(
      ofExamples: examples, at: position, relativeTo: anchor, scaledBy: scale, to: &gradient)
  }
}

extension CountedPosterior {
  /// The model's mode, counting what the search for it takes: N for a gradient, dN for a Hessian.
  ///
  /// - Throws: ``SamplingError/noMode(_:)`` as ``LogDensity/mode(from:)``.
  package func countedMode(from start: [Double]? = nil) throws(SamplingError) -> [Double] {
    try ModeSearch(
      value: base.potential, gradient: potentialGradient,
      hessian: { position in
        counter.add(dimension * exampleCount)
        return base.hessian(at: position)
      }
    ).mode(from: start ?? [Double](repeating: 0, count: dimension))
  }
}

/// A count that one thread writes.
private final class EvaluationCounter: Sendable {
  private let count = Atomic(0)

  var value: Int { count.load(ordering: .relaxed) }

  /// No read-modify-write is needed where there is one writer, which spares the bus lock.
  func add(_ number: Int) { count.store(count.load(ordering: .relaxed) + number, ordering: .relaxed) }
}

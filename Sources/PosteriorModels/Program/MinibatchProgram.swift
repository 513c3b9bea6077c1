internal import CPosteriorKernels

/// A program of a minibatch's ∇ ln p(θ) + N/|b| Σ ∇ ln p(yᵢ | θ), which gives the estimate of ∇U and steps
/// with it.
protocol MinibatchProgram: FusedModel {
  var minibatchGradient: CompiledProgram { get }
}

extension MinibatchProgram {
  package func setPotentialGradient(_ gradient: inout [Double], of minibatches: Minibatches, at position: [Double]) {
    var span = gradient.mutableSpan
    setPotentialGradient(
      ofExamples: minibatches.examples.span.extracting(minibatches.current), at: position.span, to: &span)
  }

  /// Sets a gradient to −∇ ln prior − N/n Σ ∇ ln p over a minibatch of n examples.
  package func setPotentialGradient(
    ofExamples examples: Span<Int32>, at position: Span<Double>, to gradient: inout MutableSpan<Double>
  ) {
    precondition(position.count == dimension, "a position of \(position.count) coordinates instead of \(dimension)")
    let scale = examples.isEmpty ? 0 : Double(exampleCount) / Double(examples.count)
    minibatchGradient.run(examples, at: position, scaledBy: scale, .setNegative, &gradient)
  }

  package func take(_ count: Int, _ scheme: cpk_scheme, _ chain: inout cpk_chain) -> Int {
    minibatchGradient.take(count, scheme, &chain)
  }
}

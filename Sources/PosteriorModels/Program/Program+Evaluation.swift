extension Program {
  /// The log density of all that does not go by example.
  package func logPrior(at position: Span<Double>) -> Double { value(of: prior, nil, at: position) }

  /// Adds the gradient of the log prior.
  package func addLogPriorGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    check(position)
    priorGradient.run(nil, at: position, .add, &gradient)
  }

  /// The log likelihood of one example.
  package func logLikelihood(of example: Int, at position: Span<Double>) -> Double {
    precondition(example >= 0 && example < exampleCount, "there is no example \(example)")
    var only = Int32(example)
    return withUnsafePointer(to: &only) { only in
      let examples = UnsafeBufferPointer(start: only, count: 1)
      return value(of: likelihood.minibatch, Span(_unsafeElements: examples), at: position)
    }
  }

  /// The log likelihood of all examples, by so many threads at the most.
  package func logLikelihood(at position: Span<Double>, threads: Int = 1) -> Double {
    if let reduced { return reduced.logLikelihood(at: position) }
    return value(of: likelihood.all, nil, at: position, threads: threads)
  }

  /// Adds the gradient of the log likelihood of a minibatch, times a factor.
  package func addLogLikelihoodGradient(
    ofExamples examples: Span<Int32>, at position: Span<Double>, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    check(position)
    likelihoodGradient.minibatch.run(examples, at: position, scaledBy: scale, .add, &gradient)
  }

  /// Adds the gradient of the log likelihood of all examples.
  package func addLogLikelihoodGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    if let reduced { return reduced.addLogLikelihoodGradient(at: position, to: &gradient) }
    check(position)
    likelihoodGradient.all.run(nil, at: position, .add, &gradient)
  }

  /// Adds the gradient of the log prior and of the log likelihood of all examples, by so many threads at the most.
  package func addLogDensityGradient(
    at position: Span<Double>, threads: Int = 1, to gradient: inout MutableSpan<Double>
  ) {
    if let reduced { return reduced.addLogDensityGradient(at: position, to: &gradient) }
    check(position)
    potentialGradient.all.run(nil, at: position, threads: threads, .add, &gradient)
  }

  /// The log density, prior and all examples, with its gradient added, in one pass by so many threads at the most.
  package func logDensity(
    at position: Span<Double>, threads: Int = 1, addingGradientTo gradient: inout MutableSpan<Double>
  ) -> Double {
    if let reduced { return reduced.logDensity(at: position, addingGradientTo: &gradient) }
    check(position)
    return withScratch(dimension + 1) { result in
      posterior.run(nil, at: position, threads: threads, .set, &result)
      gradient.add(1, times: result.span.extracting(first: dimension))
      return result[dimension]
    }
  }

  /// Sets a gradient to −∇ ln prior − Σ ∇ ln p over all examples.
  package func setPotentialGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    if let reduced { return reduced.setPotentialGradient(at: position, to: &gradient) }
    check(position)
    potentialGradient.all.run(nil, at: position, .setNegative, &gradient)
  }

  /// Writes what a draw reports, on the user's scale.
  package func writeReported(at position: Span<Double>, to values: inout MutableSpan<Double>) {
    check(position)
    reported.run(nil, at: position, .set, &values)
  }

  private func check(_ position: Span<Double>) {
    precondition(position.count == dimension, "a position of \(position.count) coordinates instead of \(dimension)")
  }

  private func value(
    of program: CompiledProgram, _ examples: Span<Int32>?, at position: Span<Double>, threads: Int = 1
  ) -> Double {
    check(position)
    var result = 0.0
    withUnsafeMutablePointer(to: &result) { pointer in
      var span = MutableSpan(_unsafeElements: UnsafeMutableBufferPointer(start: pointer, count: 1))
      program.run(examples, at: position, threads: threads, .set, &span)
    }
    return result
  }
}

extension Program: MinibatchProgram {
  var minibatchGradient: CompiledProgram { potentialGradient.minibatch }

  package func relative(to anchor: Anchor) -> (any OnePassGradient)? { AnchoredProgram(model, relativeTo: anchor) }
}

/// An estimator whose estimate may be a sum over strata.
package protocol StratifiedEstimator: GradientEstimator {
  /// How minibatches are chosen, where it is; nil otherwise.
  var stratified: StratifiedEpochs? { get }
}

extension MinibatchGradient: StratifiedEstimator {}

extension MinibatchGradient {
  /// Writes the current minibatch's ĝ_b as the sum of its strata's terms, in their order: the same bits whoever has
  /// computed which of them.
  @usableFromInline
  func estimate(
    _ gradient: inout [Double], at position: [Double], _ state: Minibatches, by stratified: StratifiedEpochs
  ) {
    let strata = stratified.strata(of: model.exampleCount, batchSize: batchSize)
    let (d, index) = (gradient.count, state.current.lowerBound / batchSize)
    let scale = -Double(model.exampleCount) / Double(state.current.count)
    var span = gradient.mutableSpan
    span.fill(0)
    model.addLogPriorGradient(at: position.span, to: &span)
    span.negate()
    withScratch(strata.count * d) { terms in
      for stratum in stratified.sums?.own(of: strata.count) ?? 0..<strata.count {
        let places = strata.places(of: stratum, inMinibatch: index)
        guard !places.isEmpty else { continue }
        // A part of a mutable span has no name without an underscore in Swift 6.2 and 6.3.
        var term = terms._mutatingExtracting(stratum * d..<(stratum + 1) * d)
        model.addLogLikelihoodGradient(
          ofExamples: state.examples.span.extracting(places), at: position.span, relativeTo: nil, scaledBy: scale,
          to: &term)
      }
      stratified.sums?.complete(&terms)
      for stratum in 0..<strata.count {
        span.add(1, times: terms.span.extracting(stratum * d..<(stratum + 1) * d))
      }
    }
  }
}

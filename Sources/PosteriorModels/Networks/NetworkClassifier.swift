import Foundation

/// Classification into K classes by a network of one hidden tanh layer:
///
///     P(yᵢ = k) = e^(fₖ(xᵢ)) / Σₗ e^(fₗ(xᵢ)),   f₀ = 0,   (f₁, …, f_{K−1}) = V tanh(Wx + b) + c
///
/// Class 0 is the reference, as in ``SoftmaxRegression``; with K = 2 the output is logistic, ln P(1)/P(0) = f₁. See
/// ``TanhNetwork`` for the order of the weights and for the posterior's H!·2ᴴ equal parts.
public struct NetworkClassifier: NetworkModel {
  /// The inputs: N × D, an example a row.
  @usableFromInline package let inputs: Matrix
  /// The N classes, 0 to K − 1.
  package let labels: [Int]
  /// The network, of K − 1 outputs.
  public let network: TanhNetwork
  /// The prior on each weight and bias.
  @usableFromInline package let prior: Prior

  /// A model of N labels, 0 to K − 1, of N × D inputs, by a network of `hiddenCount` units.
  public init(inputs: Matrix, labels: [Int], classCount: Int = 2, hiddenCount: Int, prior: Prior) {
    inputs.checkExamples(labels.count, "labels")
    checkLabels(labels, classCount: classCount)
    self.inputs = inputs
    self.labels = labels
    network = TanhNetwork(inputCount: inputs.columnCount, hiddenCount: hiddenCount, outputCount: classCount - 1)
    self.prior = prior
  }

  /// The log probability of example i's class.
  public func logLikelihood(of example: Int, at position: Span<Double>) -> Double {
    withScratch(network.scratchCount) { scratch in
      network.forward(row: example, of: inputs, at: position, to: &scratch)
      return scratch.span.extracting(network.hiddenCount...).logSoftmax(of: labels[example])
    }
  }

  /// Adds scale · Σₖ ([yᵢ = k] − P(k))∇fₖ(xᵢ).
  public func addLogLikelihoodGradient(
    of example: Int, at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>
  ) {
    withScratch(network.scratchCount) { scratch in
      network.forward(row: example, of: inputs, at: position, to: &scratch)
      scratch.replaceLogitsByLogSoftmaxGradient(of: labels[example], scaledBy: scale, from: network.hiddenCount)
      network.backward(row: example, of: inputs, at: position, from: scratch.span, to: &gradient)
    }
  }

  /// The sum eight examples at a time, the anchor's by a second one.
  public func addLogLikelihoodGradient(
    ofExamples examples: Span<Int32>, at position: Span<Double>, relativeTo anchor: Anchor?, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    addSum(over: examples, at: position, scaledBy: scale, to: &gradient)
    if let anchor { addSum(over: examples, at: anchor.position.span, scaledBy: -scale, to: &gradient) }
  }

  private func addSum(
    over examples: Span<Int32>, at position: Span<Double>, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    gradient.addTanhClassifierGradient(
      design: inputs, counts: (network.hiddenCount, network.outputCount), labels: labels,
      examples: examples, at: position, scaledBy: scale)
  }
}

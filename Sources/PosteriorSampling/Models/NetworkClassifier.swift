import Foundation

/// Classification into K classes by a network of one hidden tanh layer:
///
///     P(yᵢ = k) = e^(fₖ(xᵢ)) / Σₗ e^(fₗ(xᵢ)),   f₀ = 0,   (f₁, …, f_{K−1}) = V tanh(Wx + b) + c
///
/// Class 0 is the reference, as in ``SoftmaxRegression``; with K = 2 the output is logistic, ln P(1)/P(0) = f₁. See
/// ``TanhNetwork`` for the order of the weights and for the posterior's H!·2ᴴ equal parts.
public struct NetworkClassifier: Posterior {
  /// The inputs: N × D, an example a row.
  public let inputs: Matrix
  /// The N classes, 0 to K − 1.
  public let labels: [Int]
  /// The network, of K − 1 outputs.
  public let network: TanhNetwork
  /// The prior on each weight and bias.
  public let prior: Prior

  /// A model of N labels, 0 to K − 1, of N × D inputs, by a network of `hiddenCount` units.
  public init(inputs: Matrix, labels: [Int], classCount: Int = 2, hiddenCount: Int, prior: Prior) {
    precondition(inputs.rowCount > 0, "a model needs at least one example")
    precondition(labels.count == inputs.rowCount, "\(labels.count) labels for \(inputs.rowCount) examples")
    precondition(classCount >= 2, "a model needs at least two classes, not \(classCount)")
    precondition(labels.allSatisfy { (0..<classCount).contains($0) }, "labels must be 0 to \(classCount - 1)")
    self.inputs = inputs
    self.labels = labels
    network = TanhNetwork(inputCount: inputs.columnCount, hiddenCount: hiddenCount, outputCount: classCount - 1)
    self.prior = prior
  }

  /// The number of weights and biases.
  public var dimension: Int { network.parameterCount }

  /// The number of examples N.
  public var exampleCount: Int { inputs.rowCount }

  /// The network's names for its weights and biases.
  public var parameterNames: [String] { network.parameterNames }

  /// The log density of the prior at θ.
  public func logPrior(at position: Span<Double>) -> Double { prior.logDensity(at: position) }

  /// Adds ∇ ln p(θ).
  public func addLogPriorGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    prior.addGradient(at: position, to: &gradient)
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

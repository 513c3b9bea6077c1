import Foundation

/// Nonlinear regression by a network of one hidden tanh layer, with known noise:
///
///     yᵢ ~ N(f(xᵢ), σ²),   f(x) = V tanh(Wx + b) + c
///
/// ``TanhNetwork`` gives the order of the weights: with one input and two units, f(x) = w₅ tanh(w₁x + w₃) +
/// w₆ tanh(w₂x + w₄) + w₇, the seven-weight network of arXiv:2306.03521. The posterior has H!·2ᴴ equal
/// parts.
public struct TanhNetworkRegression: NetworkModel {
  /// The inputs: N × D, an example a row.
  public let inputs: Matrix
  /// The N responses y.
  public let responses: [Double]
  /// The network f, of one output.
  public let network: TanhNetwork
  /// The known standard deviation σ of the responses around f.
  package let noiseStandardDeviation: Double
  /// The prior on each weight and bias.
  @usableFromInline package let prior: Prior
  @usableFromInline let noisePrecision: Double
  private let packed: PackedModel?

  /// A model of N responses to N × D inputs by a network of `hiddenCount` units.
  public init(
    inputs: Matrix, responses: [Double], hiddenCount: Int, noiseStandardDeviation: Double, prior: Prior
  ) {
    inputs.checkExamples(responses.count, "responses")
    self.inputs = inputs
    self.responses = responses
    network = TanhNetwork(inputCount: inputs.columnCount, hiddenCount: hiddenCount, outputCount: 1)
    self.noiseStandardDeviation = noiseStandardDeviation
    self.prior = prior
    noisePrecision = precision(ofNoise: noiseStandardDeviation)
    packed = .tanhNetwork(
      network, inputs, responses, noisePrecision: noisePrecision,
      prior: prior.independentNormals(network.parameterCount))
  }

  /// Fused steps of the smallest network.
  public var capabilities: Capabilities {
    Capabilities(onePass: packed)
  }

  /// ln N(yᵢ; f(xᵢ), σ²).
  public func logLikelihood(of example: Int, at position: Span<Double>) -> Double {
    withScratch(network.scratchCount) { scratch in
      network.forward(row: example, of: inputs, at: position, to: &scratch)
      let residual = responses[example] - scratch[network.hiddenCount]
      return -0.5 * (residual * residual * noisePrecision + logOf2Pi) - log(noiseStandardDeviation)
    }
  }

  /// Adds scale · (yᵢ − f)/σ² · ∇f(xᵢ).
  public func addLogLikelihoodGradient(
    of example: Int, at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>
  ) {
    withScratch(network.scratchCount) { scratch in
      network.forward(row: example, of: inputs, at: position, to: &scratch)
      let output = network.hiddenCount
      scratch[output] = scale * noisePrecision * (responses[example] - scratch[output])
      network.backward(row: example, of: inputs, at: position, from: scratch.span, to: &gradient)
    }
  }

  // Both are inlined: a call that took the whole model would copy it at each step.

  /// The sum eight examples at a time, the anchor's by a second one.
  @inline(__always)
  @inlinable
  public func addLogLikelihoodGradient(
    ofExamples examples: Span<Int32>, at position: Span<Double>, relativeTo anchor: Anchor?, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    addSum(over: examples, at: position, scaledBy: scale, to: &gradient)
    if let anchor { addSum(over: examples, at: anchor.position.span, scaledBy: -scale, to: &gradient) }
  }

  @inline(__always)
  @inlinable
  func addSum(
    over examples: Span<Int32>, at position: Span<Double>, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    gradient.addTanhRegressionGradient(
      design: inputs, hiddenCount: network.hiddenCount, responses: responses, examples: examples, at: position,
      scaledBy: scale * noisePrecision)
  }
}

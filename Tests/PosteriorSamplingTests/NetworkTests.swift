import Foundation
import PosteriorModels
import Testing

/// The networks against numpy and scipy 1.17.1, from their formulas.
@Suite struct NetworkTests {
  /// The seven-weight network of arXiv:2306.03521: w[4]*tanh(w[0]*x + w[2]) + w[5]*tanh(w[1]*x + w[3]) + w[6] at
  /// np.linspace(-2, 2, 5), and norm.logpdf(np.exp(-x**2), f, 0.3).sum().
  @Test func sevenWeights() {
    let weights = [0.4, -1.1, 0.2, 0.5, 1.3, -0.7, 0.1]
    let inputs = [-2.0, -1, 0, 1, 2]
    let model = TanhNetworkRegression(
      inputs: Matrix(columnCount: 1, elements: inputs), responses: inputs.map { exp(-$0 * $0) }, hiddenCount: 2,
      noiseStandardDeviation: 0.3, prior: .flat)
    #expect(model.parameterNames == ["W[1,1]", "W[2,1]", "b[1]", "b[2]", "V[1,1]", "V[1,2]", "c[1]"])
    let expected = [
      -1.2918696546721282, -0.8017559043769051, 0.033105906210368435, 1.1740991339960707, 1.7448587521646637,
    ]
    for (x, f) in zip(inputs, expected) { #expect(abs(model.network.outputs(for: [x], at: weights)[0] - f) < 1e-14) }
    #expect(abs(model.logDensity(at: weights.span) + 41.07737224841155) < 1e-12)
  }

  /// E = np.concatenate([[0], V @ np.tanh(W @ x + b) + c]); E - logsumexp(E).
  @Test func classifier() {
    let weights = [0.4, -0.2, 1.0, 0.3, 0.1, -0.3, 0.7, -1.2, 0.5, 0.9, 0.2, -0.4]
    let model = NetworkClassifier(
      inputs: Matrix(columnCount: 2, elements: [0.8, -1.5, 0.8, -1.5, 0.8, -1.5]), labels: [0, 1, 2], classCount: 3,
      hiddenCount: 2, prior: .flat)
    for (i, expected) in [-1.3153598247036427, -0.7434733626391532, -1.3619426358030182].enumerated() {
      #expect(abs(model.logLikelihood(of: i, at: weights.span) - expected) < 1e-14)
    }
  }

  /// The signs of one unit's weights, and the units' order, do not matter.
  @Test func symmetries() {
    let inputs = Matrix(columnCount: 1, elements: [0.3, -1.2])
    let model = TanhNetworkRegression(
      inputs: inputs, responses: [1, -1], hiddenCount: 2, noiseStandardDeviation: 0.5,
      prior: .normal(standardDeviation: 2))
    let position = [0.4, -1.1, 0.2, 0.5, 1.3, -0.7, 0.1]
    let flipped = [-0.4, -1.1, -0.2, 0.5, -1.3, -0.7, 0.1]
    let swapped = [-1.1, 0.4, 0.5, 0.2, -0.7, 1.3, 0.1]
    let value = model.logDensity(at: position.span)
    #expect(abs(model.logDensity(at: flipped.span) - value) < 1e-13)
    #expect(abs(model.logDensity(at: swapped.span) - value) < 1e-13)
  }
}

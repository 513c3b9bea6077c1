import Foundation

/// A network of one hidden layer of H tanh units, from D inputs to K outputs:
///
///     h = tanh(Wx + b),   f = Vh + c
///
/// Its parameters are one vector: W (H × D, row after row), b (H), V (K × H, row after row), c (K), in all
/// H(D + 1) + K(H + 1). Permuting the units, or changing the signs of all weights of one, leaves f as it is, so that
/// the posterior has H!·2ᴴ equal parts: compare predictions between chains, not weights.
public struct TanhNetwork: Sendable, Hashable {
  /// The number of inputs D.
  package let inputCount: Int
  /// The number of hidden units H.
  @usableFromInline package let hiddenCount: Int
  /// The number of outputs K.
  package let outputCount: Int

  /// A network of the given size, of at least one unit in each layer.
  public init(inputCount: Int, hiddenCount: Int, outputCount: Int) {
    precondition(inputCount > 0 && hiddenCount > 0 && outputCount > 0, "a network needs a unit in every layer")
    self.inputCount = inputCount
    self.hiddenCount = hiddenCount
    self.outputCount = outputCount
  }

  /// The number of weights and biases.
  package var parameterCount: Int { hiddenCount * (inputCount + 1) + outputCount * (hiddenCount + 1) }

  /// W[1,1] … W[H,D], b[1] … b[H], V[1,1] … V[K,H], c[1] … c[K].
  package var parameterNames: [String] {
    let (inputs, units, outputs) = (1...inputCount, 1...hiddenCount, 1...outputCount)
    return units.flatMap { h in inputs.map { "W[\(h),\($0)]" } } + units.map { "b[\($0)]" }
      + outputs.flatMap { k in units.map { "V[\(k),\($0)]" } } + outputs.map { "c[\($0)]" }
  }

  /// f(x): K elements, for an input of D elements at a position of `parameterCount` elements.
  public func outputs(for input: [Double], at position: [Double]) -> [Double] {
    precondition(input.count == inputCount, "\(input.count) inputs for a network of \(inputCount)")
    var values = [Double](repeating: 0, count: scratchCount)
    var scratch = values.mutableSpan
    forward(row: 0, of: Matrix(columnCount: inputCount, elements: input), at: position.span, to: &scratch)
    return Array(values[hiddenCount...])
  }

  // Where the biases b, the weights V and the biases c begin.
  private var hiddenBiases: Int { hiddenCount * inputCount }
  private var outputWeights: Int { hiddenBiases + hiddenCount }
  private var outputBiases: Int { outputWeights + outputCount * hiddenCount }

  /// The elements of scratch memory: h, then f.
  var scratchCount: Int { hiddenCount + outputCount }

  /// Writes h and f for one row of `inputs` into the scratch memory.
  func forward(row: Int, of inputs: Matrix, at position: Span<Double>, to scratch: inout MutableSpan<Double>) {
    precondition(position.count == parameterCount, "\(position.count) parameters for \(parameterCount)")
    for h in 0..<hiddenCount {
      let weights = position.extracting(h * inputCount..<(h + 1) * inputCount)
      scratch[h] = tanh(inputs.dot(row: row, weights) + position[hiddenBiases + h])
    }
    for k in 0..<outputCount {
      var output = position[outputBiases + k]
      for h in 0..<hiddenCount { output += position[outputWeights + k * hiddenCount + h] * scratch[h] }
      scratch[hiddenCount + k] = output
    }
  }

  /// Adds the gradient of a function of f for one row of `inputs`: the scratch memory holds h, and in place of f the
  /// derivatives of that function by f.
  func backward(
    row: Int, of inputs: Matrix, at position: Span<Double>, from scratch: Span<Double>,
    to gradient: inout MutableSpan<Double>
  ) {
    precondition(gradient.count == parameterCount, "a gradient of \(gradient.count) for \(parameterCount) parameters")
    for k in 0..<outputCount { gradient[outputBiases + k] += scratch[hiddenCount + k] }
    for h in 0..<hiddenCount {
      var back = 0.0
      for k in 0..<outputCount {
        let weight = outputWeights + k * hiddenCount + h
        gradient[weight] += scratch[hiddenCount + k] * scratch[h]
        back += scratch[hiddenCount + k] * position[weight]
      }
      back *= (1 - scratch[h]) * (1 + scratch[h])
      gradient[hiddenBiases + h] += back
      for j in 0..<inputCount { gradient[h * inputCount + j] += back * inputs[row, j] }
    }
  }
}

// How the network is packed.

extension PackedModel {
  /// The network of one input and two units; nil for others, and where the prior is neither normal nor flat.
  static func tanhNetwork(
    _ network: TanhNetwork, _ inputs: Matrix, _ responses: [Double], noisePrecision: Double, prior: Prior
  ) -> PackedModel? {
    guard network.inputCount == 1, network.hiddenCount == 2, let precision = prior.normalPrecision else { return nil }
    var contents = Contents(
      .tanhNetwork, exampleCount: inputs.rowCount, parameters: network.parameterCount, priorPrecision: precision,
      AlignedNumbers(inputs.elements))
    contents.stride = 1
    contents.notes = AlignedNumbers(responses)
    contents.noisePrecision = noisePrecision
    return PackedModel(contents)
  }
}

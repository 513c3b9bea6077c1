// How the network is packed.

extension PackedModel {
  /// The network of one input and two units; nil for others, and where there is no prior.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - inputs: The inputs, an example a row.
  ///   - responses: The responses.
  ///   - noisePrecision: 1/σ² of the responses' noise.
  ///   - prior: The prior of the position's coordinates.
  ///   - order: Where the network's weights, in its own order, are in the position.
  static func tanhNetwork(
    _ network: TanhNetwork, _ inputs: Matrix, _ responses: [Double], noisePrecision: Double,
    prior: IndependentNormals?, order: [Int] = Array(0..<7)
  ) -> PackedModel? {
    guard network.inputCount == 1, network.hiddenCount == 2, network.outputCount == 1, let prior else { return nil }
    precondition(order.sorted() == Array(0..<7), "an order of seven weights")
    var contents = Contents(
      .tanhNetwork, exampleCount: inputs.rowCount, prior: prior, AlignedNumbers(inputs.elements))
    contents.stride = 1
    contents.notes = AlignedNumbers(responses)
    contents.noisePrecision = noisePrecision
    contents.order = order
    return PackedModel(contents)
  }
}

/// A model whose examples are inputs to a network, and whose parameters are the network's weights and biases.
@usableFromInline
package protocol NetworkModel: IndependentPriorModel {
  /// The inputs: N × D, an example a row.
  var inputs: Matrix { get }
  /// The network.
  var network: TanhNetwork { get }
}

extension NetworkModel {
  /// The number of weights and biases.
  public var dimension: Int { network.parameterCount }

  /// The number of examples N.
  public var exampleCount: Int { inputs.rowCount }

  /// The network's names for its weights and biases.
  public var parameterNames: [String] { network.parameterNames }
}

package import CPosteriorKernels

/// A model around whose gradient there is a loop of steps.
package protocol FusedModel: OnePassGradient {
  /// The number of parameters d.
  var dimension: Int { get }
  /// The number of examples N.
  var exampleCount: Int { get }

  /// Takes steps of a chain, `count` at the most; returns their number.
  func take(_ count: Int, _ scheme: cpk_scheme, _ chain: inout cpk_chain) -> Int
}

package import CPosteriorKernels

/// A model around whose gradient there is a loop of steps.
package protocol FusedModel: OnePassGradient {
  /// The number of parameters d.
  var dimension: Int { get }
  /// The number of examples N.
  var exampleCount: Int { get }

  /// Whether the loop's steps have the law of steps one by one, and not their numbers. Which numbers they are then
  /// depends on how many steps are asked for at once.
  var isExactInLawAlone: Bool { get }

  /// Takes steps of a chain, `count` at the most; returns their number.
  func take(_ count: Int, _ scheme: cpk_scheme, _ chain: inout cpk_chain) -> Int
}

extension FusedModel {
  package var isExactInLawAlone: Bool { false }
}

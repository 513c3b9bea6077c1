import Foundation

/// The design effect that blocks of rows in random order exceed once in 30 000 times, or 1.5 where that is less: blocks
/// with a larger one differ more than random subsets do.
///
/// Wilson and Hilferty's quantile of χ² over its degrees of freedom.
///
/// - Parameter degreesOfFreedom: The blocks, less the means that they are compared with.
package func largestDesignEffect(degreesOfFreedom: Int) -> Double {
  let variance = 2 / (9 * Double(max(1, degreesOfFreedom)))
  let root = 1 - variance + 4 * variance.squareRoot()
  return max(1.5, root * root * root)
}

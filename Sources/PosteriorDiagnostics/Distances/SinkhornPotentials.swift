import Foundation
import PosteriorSampling

/// Entropic optimal transport between uniform weights on n and m points:
///
///     OT_ε = max over f, g of  mean f + mean g − ε mean[e^((fᵢ + gⱼ − cᵢⱼ)/ε) − 1]
///
/// ε comes down by halves from the largest cost, so that each ε starts near its solution: by a few of Sinkhorn's
/// iterations, which set f and g in turn, and Newton's method from there (``EntropicKernel/improve(_:limit:)``).
struct SinkhornPotentials {
  /// f: n elements.
  private(set) var first: [Double]
  /// g: m elements.
  private(set) var second: [Double]
  /// The total weight by which the plan's margins miss 1/n and 1/m.
  private(set) var marginError: Double
  /// The passes over the kernel.
  private(set) var iterationCount = 0

  private static let sinkhornIterations = 5
  private static let coarseTolerance = 1e-3
  private static let coarseLimit = 200

  /// The transport's cost, entropy included.
  var value: Double {
    first.reduce(0, +) / Double(first.count) + second.reduce(0, +) / Double(second.count)
  }

  /// - Parameter isSymmetric: Whether both samples are the same, so that f = g: one potential, averaged with its
  ///   update, converges in few steps (Feydy et al. 2019, section 3.3).
  init(
    _ costs: Matrix, regularization epsilon: Double, tolerance: Double, iterationLimit: Int, isSymmetric: Bool = false
  ) {
    var scale = max(epsilon, costs.elements.max() ?? 0)
    var kernel = EntropicKernel(costs, around: [Double](repeating: 0, count: costs.columnCount), epsilon: scale)
    var plan = kernel.plan([Double](repeating: 0, count: costs.columnCount))
    while true {
      let isLast = scale == epsilon
      let limit = isLast ? iterationLimit : Self.coarseLimit
      let error = isLast ? tolerance : max(tolerance, Self.coarseTolerance)
      var count = 0
      while plan.marginError > error, count < limit {
        if isSymmetric || count < Self.sinkhornIterations {
          plan = kernel.plan(isSymmetric ? plan.averaged : plan.updated(scale))
          count += 1
        } else {
          count += kernel.improve(&plan, limit: limit - count)
        }
      }
      iterationCount += count
      if isLast { break }
      scale = max(epsilon, 0.5 * scale)
      kernel.center(at: plan.columnPotentials, epsilon: scale)
      plan = kernel.plan(plan.columnPotentials)
    }
    (first, second, marginError) = (plan.rowPotentials, plan.columnPotentials, plan.marginError)
  }
}

extension EntropicPlan {
  /// Sinkhorn's update of the column potentials, which makes the columns' margins right.
  func updated(_ epsilon: Double) -> [Double] {
    // A column that got nothing got less than the kernel keeps.
    zip(columnPotentials, columnMasses).map { $0 - epsilon * log(max($1, 1e-20)) }
  }

  /// The mean of the old and the new potential: it is both samples' at once, and nearer than either.
  fileprivate var averaged: [Double] { zip(rowPotentials, columnPotentials).map { 0.5 * ($0 + $1) } }
}

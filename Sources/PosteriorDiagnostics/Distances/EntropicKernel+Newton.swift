import Foundation
import PosteriorSampling

/// Newton's method for the column potentials, the rows' margins being right always: the concave dual's gradient is by
/// how much the columns' masses miss 1, and a direction that would repair them to first order is found by conjugate
/// gradients, each a pass over the kernel, like one of Sinkhorn's iterations. Where those converge as (1 − δ)ᵏ,
/// conjugate gradients do as (1 − 2√δ)ᵏ or better.
///
/// Brauer, Clason, Lorenz & Wirth 2017, arXiv:1710.06635; Tang et al., ICLR 2024, arXiv:2401.12253; accuracy and line
/// search: Nocedal & Wright, *Numerical Optimization*, 2006, sections 7.1 and 3.1.
extension EntropicKernel {
  /// Improves a plan by one direction, and returns the number of passes, about `limit` at most.
  mutating func improve(_ plan: inout EntropicPlan, limit: Int) -> Int {
    let (direction, passCount) = newtonDirection(plan, limit: limit)
    let start = plan
    let startSlope = start.slope(direction)
    guard startSlope > 0 else {
      plan = self.plan(plan.updated(epsilon))
      return passCount + 1
    }
    // The dual is concave along the direction: its slope falls through 0 at the best length, which secants find.
    var (below, above) = ((length: 0.0, slope: startSlope), (length: Double.infinity, slope: -Double.infinity))
    let longest = 10 / max(1e-300, direction.reduce(0) { max($0, abs($1)) })
    var length = min(1, longest)
    for trial in 1...20 {
      plan = self.plan(zip(start.columnPotentials, direction).map { $0 + length * epsilon * $1 })
      let slope = plan.slope(direction)
      if abs(slope) <= 0.1 * startSlope || length == longest && slope > 0 { return passCount + trial }
      let last = below
      if slope > 0 { below = (length, slope) } else { above = (length, slope) }
      if above.length.isFinite {
        let share = below.slope / (below.slope - above.slope)
        length = below.length + (above.length - below.length) * min(0.9, max(0.1, share))
      } else {
        let secant = below.length + (below.length - last.length) * below.slope / max(1e-300, last.slope - below.slope)
        length = min(secant, 4 * below.length, longest)
      }
    }
    return passCount + 20
  }

  /// Solves for the direction x, of potentials εx, to a relative accuracy that grows with the plan's.
  private func newtonDirection(_ plan: EntropicPlan, limit: Int) -> (direction: [Double], passCount: Int) {
    let m = plan.columnMasses.count
    let scales = plan.columnMasses.map { 1 / max($0, 1e-20) }
    var residual = plan.columnMasses.map { 1 - $0 }
    var direction = [Double](repeating: 0, count: m)
    var step = zip(scales, residual).map { $0 * $1 }
    var square = residual.dot(step)
    let target = square * min(0.01, plan.marginError)
    var passCount = 0
    while square > target, passCount < limit {
      let change = changeOfMasses(plan, step)
      passCount += 1
      let curvature = step.dot(change)
      guard curvature > 0 else { break }
      let length = square / curvature
      for j in 0..<m {
        direction[j] += length * step[j]
        residual[j] -= length * change[j]
      }
      let old = square
      square = (0..<m).reduce(0) { $0 + residual[$1] * residual[$1] * scales[$1] }
      for j in 0..<m { step[j] = residual[j] * scales[j] + square / old * step[j] }
    }
    // A constant changes nothing but the row potentials, by its opposite.
    let mean = direction.reduce(0, +) / Double(m)
    return (direction.map { $0 - mean }, passCount)
  }
}

extension EntropicPlan {
  /// The slope of m/ε times the dual in a direction of g/ε.
  fileprivate func slope(_ direction: [Double]) -> Double {
    zip(columnMasses, direction).reduce(0) { $0 + (1 - $1.0) * $1.1 }
  }
}

import Foundation

/// Entropic optimal transport between uniform weights on n and m points, by Sinkhorn's iterations:
///
///     OT_ε = max over f, g of  mean f + mean g − ε mean[e^((fᵢ + gⱼ − cᵢⱼ)/ε) − 1]
///
/// The potentials are kept as logarithms, which neither overflow nor vanish for small ε. Between two updates of the
/// kernel e^((f + g − c)/ε) the iterations are plain products with it, as in Schmitzer (2019, doi:10.1137/16M1106018),
/// and ε comes down by halves from the largest cost.
struct SinkhornPotentials {
  /// f: n elements.
  var first: [Double]
  /// g: m elements.
  var second: [Double]
  /// The total weight by which the plan's margins miss 1/n and 1/m.
  private(set) var marginError = Double.infinity
  private(set) var iterationCount = 0
  /// Whether both samples are the same, so that f = g: one potential, averaged with its update, converges in few steps
  /// (Feydy et al. 2019, section 3.3).
  private let isSymmetric: Bool

  /// The transport's cost, entropy included.
  var value: Double {
    first.reduce(0, +) / Double(first.count) + second.reduce(0, +) / Double(second.count)
  }

  /// Factors this far from 1, or this many products later, the kernel is computed anew.
  private static let largestFactor = 1e50
  private static let productsPerKernel = 200

  init(
    _ costs: Matrix, regularization epsilon: Double, tolerance: Double, iterationLimit: Int, isSymmetric: Bool = false
  ) {
    self.isSymmetric = isSymmetric
    first = [Double](repeating: 0, count: costs.rowCount)
    second = [Double](repeating: 0, count: costs.columnCount)
    var scale = max(epsilon, costs.elements.max() ?? 0)
    while scale > epsilon {
      iterate(costs, scale, tolerance: 0, limit: 5)
      scale = max(epsilon, 0.5 * scale)
    }
    let end = iterationCount + iterationLimit
    repeat {
      iterate(costs, epsilon, tolerance: tolerance, limit: min(Self.productsPerKernel, end - iterationCount))
    } while marginError > tolerance && iterationCount < end
  }

  /// Computes the kernel, and iterates with it until the margins are right, or it must be computed anew.
  private mutating func iterate(_ costs: Matrix, _ epsilon: Double, tolerance: Double, limit: Int) {
    first = Self.softMinimum(costs, second, epsilon)
    if isSymmetric {
      // The mean of the old and the new potential: it is both samples' at once, and nearer than either.
      for i in first.indices { first[i] = 0.5 * (first[i] + second[i]) }
      second = first
    }
    let kernel = self.kernel(costs, epsilon)
    let (n, m) = (first.count, second.count)
    var u = [Double](repeating: 1, count: n)
    var v = [Double](repeating: 1, count: m)
    for _ in 0..<max(1, limit) {
      iterationCount += 1
      if !isSymmetric { v = kernel.columnSums(u).map { Double(n) / $0 } }
      let sums = kernel.rowSums(v)
      // The columns' margins are right now; by how much the rows' are not is what the next factors will repair.
      marginError = zip(u, sums).reduce(0) { $0 + abs($1.0 * $1.1 / Double(m) - 1) } / Double(n)
      if isSymmetric {
        u = zip(u, sums).map { ($0 * Double(m) / $1).squareRoot() }
        v = u
      } else {
        u = sums.map { Double(m) / $0 }
      }
      let largest = max(u.max() ?? 1, v.max() ?? 1, 1 / (u.min() ?? 1), 1 / (v.min() ?? 1))
      if marginError <= tolerance || !(largest < Self.largestFactor) { break }
    }
    for i in 0..<n { first[i] += epsilon * log(u[i]) }
    for j in 0..<m { second[j] += epsilon * log(v[j]) }
  }

  /// fᵢ = −ε ln (1/m) Σⱼ e^((gⱼ − cᵢⱼ)/ε), the largest term taken out: with it, every row of the kernel sums to m.
  private static func softMinimum(_ costs: Matrix, _ second: [Double], _ epsilon: Double) -> [Double] {
    let (c, g) = (costs.elements.span, second.span)
    let m = g.count
    return (0..<costs.rowCount).map { i in
      var least = Double.infinity
      for j in 0..<m { least = min(least, c[unchecked: i * m + j] - g[unchecked: j]) }
      var sum = 0.0
      for j in 0..<m { sum += exp((least - c[unchecked: i * m + j] + g[unchecked: j]) / epsilon) }
      return least - epsilon * log(sum / Double(m))
    }
  }

  private func kernel(_ costs: Matrix, _ epsilon: Double) -> Matrix {
    let m = second.count
    var elements = costs.elements
    var k = elements.mutableSpan
    for i in 0..<first.count {
      for j in 0..<m { k[unchecked: i * m + j] = exp((first[i] + second[j] - k[unchecked: i * m + j]) / epsilon) }
    }
    return Matrix(columnCount: m, elements: elements)
  }
}

extension Matrix {
  fileprivate func rowSums(_ weights: [Double]) -> [Double] { self * weights }

  fileprivate func columnSums(_ weights: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: columnCount)
    var sums = result.mutableSpan
    for i in 0..<rowCount { sums.add(weights[i], timesRow: i, of: self) }
    return result
  }
}

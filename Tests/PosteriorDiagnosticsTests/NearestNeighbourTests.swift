import CPosteriorKernels
import Foundation
import PosteriorSampling
import Testing

@testable import PosteriorDiagnostics

@Suite(.serialized) struct NearestNeighbourTests {
  /// The same points with scipy 1.17.1: d·mean(log(q/r)) + log(m/(n − 1)) with r, q from cKDTree.query.
  @Test(arguments: [
    (500, 500, 1, 1, -1.0100297639880849),
    (700, 400, 2, 5, 0.6201758433548384),
    (1000, 1500, 5, 5, 0.7240801882650206),
    (300, 800, 10, 3, 0.9220833156127951),
  ])
  func agreesWithSciPy(_ n: Int, _ m: Int, _ d: Int, _ k: Int, _ expected: Double) {
    let divergence = NearestNeighbourDivergence.kl(
      of: weylPoints(n, d, squared: true), from: weylPoints(m, d, offset: 5000), neighbours: k)
    #expect(abs(divergence - expected) < 1e-10)
  }

  /// Every distance, to the last bit, by looking at all pairs: of trees with 0 to 7 halvings, with points far from the tree
  /// and repeated points, on every instruction set.
  @Test(arguments: [
    (20, 1, 3), (40, 2, 1), (100, 3, 7), (200, 9, 8), (333, 20, 2), (600, 5, 5), (1500, 2, 17), (3000, 3, 4),
  ])
  func findsTheNearest(_ n: Int, _ d: Int, _ k: Int) {
    let points = normalDraws(n, d, seed: 11)
    let repeated = Matrix(columnCount: d, elements: points.elements + points.elements.prefix(n / 6 * d))
    let tree = KDTree(repeated)
    #expect(Set(tree.order) == Set(0..<Int32(repeated.rowCount)))
    let asking = Matrix(
      columnCount: d,
      elements: repeated.elements.suffix(200 * d) + normalDraws(100, d, seed: 12, shift: 3, scale: 4).elements)
    defer { cpk_use_instructions(2) }
    let found = [Int32(0), 1, 2].map { instructions in
      cpk_use_instructions(instructions)
      return tree.neighbours(k, of: asking, order: (0..<Int32(asking.rowCount)).reversed())
    }
    for i in 0..<asking.rowCount {
      let squares = (0..<repeated.rowCount).map { j in
        (0..<d).reduce(0) { $0 + (asking[i, $1] - repeated[j, $1]) * (asking[i, $1] - repeated[j, $1]) }
      }
      let expected = squares.filter { $0 > 0 }.sorted()[k - 1]
      for result in found {
        #expect(result.squaredDistances[i] == expected)
        #expect(result.copies[i] == squares.count { $0 == 0 })
      }
    }
  }

  @Test func treeOfEqualPoints() {
    let tree = KDTree(Matrix(rowCount: 100, columnCount: 2, repeating: 0.5))
    let found = tree.neighbours(1, of: Matrix(columnCount: 2, elements: [0.5, 0.5, 0.5, 2.5]), order: [0, 1])
    #expect(found.copies == [100, 0] && found.squaredDistances == [.infinity, 4])
  }

  /// KL(N(0, I) ‖ N(δ, s² I)) = d ln s + (d + |δ|²)/(2s²) − d/2, whose estimate spreads by about √(var(ln p/q)/n) and the
  /// neighbours' noise √(2ψ₁(k)/n), 0.01 together; in five dimensions the bias is larger than that.
  @Test(arguments: [(1, 0.5, 1.0), (2, 0.3, 1.5), (5, 0.2, 1.2)])
  func normals(_ d: Int, _ shift: Double, _ scale: Double) throws {
    let n = 20_000
    let divergence = NearestNeighbourDivergence.kl(
      of: normalDraws(n, d, seed: 13), from: normalDraws(n, d, seed: 14, shift: shift, scale: scale))
    let expected =
      Double(d) * log(scale) + Double(d) * (1 + shift * shift) / (2 * scale * scale) - 0.5 * Double(d)
    #expect(abs(divergence - expected) < (d < 5 ? 0.03 : 0.08))

    let reference = try MultivariateNormal(
      mean: [Double](repeating: shift, count: d),
      covariance: Matrix(diagonal: [Double](repeating: scale * scale, count: d)))
    let fromExact = NearestNeighbourDivergence.kl(of: normalDraws(n, d, seed: 13), from: reference)
    #expect(abs(fromExact - expected) < (d < 5 ? 0.03 : 0.08))
  }

  /// A chain that stays put with probability 1/2 repeats its draws, and its divergence does not change for it.
  @Test func repeatedDraws() {
    var random = GSLRandom(seed: 15)
    let distinct = normalDraws(10_000, 2, seed: 16)
    var rows: [Double] = []
    for i in 0..<distinct.rowCount {
      repeat { rows += distinct.row(i) } while random.uniform() < 0.5
    }
    let reference = normalDraws(20_000, 2, seed: 17, shift: 0.5)
    let divergence = NearestNeighbourDivergence.kl(of: Matrix(columnCount: 2, elements: rows), from: reference)
    #expect(abs(divergence - 0.25) < 0.05)
    // A sample has no divergence from itself.
    #expect(abs(NearestNeighbourDivergence.kl(of: reference, from: reference)) < 1e-12)
  }

  @Test func stuckChain() {
    let stuck = Matrix(rowCount: 50, columnCount: 1, repeating: 1)
    #expect(NearestNeighbourDivergence.kl(of: stuck, from: normalDraws(50, 1, seed: 18)) == .infinity)
    #expect(NearestNeighbourDivergence.kl(of: stuck, from: stuck) == .infinity)
  }
}

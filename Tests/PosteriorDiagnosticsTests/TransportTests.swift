import Foundation
import PosteriorSampling
import Testing

@testable import PosteriorDiagnostics

@Suite struct TransportTests {
  /// scipy 1.17.1: mean cost by optimize.linear_sum_assignment of spatial.distance.cdist.
  @Test(arguments: [
    (50, 2, OptimalTransport.Cost.squaredEuclidean, 0.07609315111151109),
    (50, 2, .euclidean, 0.25162256748060624),
    (300, 5, .squaredEuclidean, 0.22005401530207053),
    (300, 5, .euclidean, 0.43995313606830366),
  ])
  func agreesWithSciPy(_ n: Int, _ d: Int, _ cost: OptimalTransport.Cost, _ expected: Double) {
    let transport = OptimalTransport.between(
      weylPoints(n, d, squared: true), weylPoints(n, d, offset: 5000), cost: cost)
    #expect(abs(transport.cost - expected) < 1e-13)
  }

  /// Small matrices against all permutations, with many ties in half of them.
  @Test(arguments: 1...7)
  func agreesWithAllPermutations(_ n: Int) {
    var random = GSLRandom(seed: UInt64(20 + n))
    for round in 0..<20 {
      let costs = Matrix(
        columnCount: n,
        elements: (0..<n * n).map { _ in
          round.isMultiple(of: 2) ? Double(random.next() % 4) : random.normal()
        })
      let best =
        permutations(of: n).map { columns in
          (0..<n).reduce(0) { $0 + costs[$1, columns[$1]] }
        }.min() ?? .nan
      let assignment = Assignment(costs)
      #expect(Set(assignment.columns).count == n)
      #expect(abs((0..<n).reduce(0) { $0 + costs[$1, assignment.columns[$1]] } - best) < 1e-12)
    }
  }

  private func permutations(of n: Int) -> [[Int]] {
    if n == 0 { return [[]] }
    return permutations(of: n - 1).flatMap { shorter in
      (0..<n).map { place in
        var longer = shorter
        longer.insert(n - 1, at: place)
        return longer
      }
    }
  }

  /// The prices prove it optimal, by weak duality: no other plan is cheaper than their means' sum. All mass is moved.
  @Test(arguments: OptimalTransport.Cost.allCases, [(2, 2), (300, 300), (90, 120), (101, 60), (120, 121)])
  func certificate(_ cost: OptimalTransport.Cost, _ sizes: (Int, Int)) {
    let (n, m) = sizes
    let (a, b) = (normalDraws(n, 3, seed: 31), normalDraws(m, 3, seed: 32, shift: 0.3))
    let transport = OptimalTransport.between(a, b, cost: cost)
    func slack(_ i: Int, _ j: Int) -> Double {
      let square = (0..<3).reduce(0) { $0 + (a[i, $1] - b[j, $1]) * (a[i, $1] - b[j, $1]) }
      return (cost == .euclidean ? square.squareRoot() : square) - transport.firstPrices[i] - transport.secondPrices[j]
    }
    #expect((0..<n).allSatisfy { i in (0..<m).allSatisfy { slack(i, $0) > -1e-12 } })
    #expect(transport.moves.allSatisfy { abs(slack($0.first, $0.second)) < 1e-12 && $0.mass > 0 })
    let means = (transport.firstPrices.reduce(0, +) / Double(n)) + transport.secondPrices.reduce(0, +) / Double(m)
    #expect(abs(transport.cost - means) < 1e-12)
    for (count, sent) in [
      (n, transport.moves.map { ($0.first, $0.mass) }), (m, transport.moves.map { ($0.second, $0.mass) }),
    ] {
      let masses = sent.reduce(into: [Double](repeating: 0, count: count)) { $0[$1.0] += $1.1 }
      #expect(masses.allSatisfy { abs($0 * Double(count) - 1) < 1e-12 })
    }
  }

  /// Of unequal samples, against all ways to pair equal shares of the draws, with ties in half of them.
  @Test(arguments: [(1, 4), (4, 1), (2, 3), (3, 2), (2, 4), (6, 3), (6, 4)])
  func unequalSamplesAgreeWithEqualShares(_ n: Int, _ m: Int) {
    var random = GSLRandom(seed: UInt64(40 + 10 * n + m))
    let units = (1...n * m).first { $0.isMultiple(of: n) && $0.isMultiple(of: m) } ?? n * m
    for round in 0..<10 {
      func draws(_ count: Int) -> Matrix {
        Matrix(
          columnCount: 2,
          elements: (0..<2 * count).map { _ in round.isMultiple(of: 2) ? Double(random.next() % 3) : random.normal() })
      }
      func shares(_ draws: Matrix) -> Matrix {
        Matrix(columnCount: 2, elements: (0..<units).flatMap { draws.row($0 * draws.rowCount / units) })
      }
      let (a, b) = (draws(n), draws(m))
      let costs = OptimalTransport.costs(shares(a), shares(b), .euclidean)
      let assigned = Assignment(costs).columns.enumerated().reduce(0) { $0 + costs[$1.offset, $1.element] }
      let best =
        units > 7
        ? assigned
        : permutations(of: units).map { columns in
          (0..<units).reduce(0) { $0 + costs[$1, columns[$1]] }
        }.min() ?? .nan
      let transport = OptimalTransport.between(a, b, cost: .euclidean)
      #expect(abs(transport.cost - best / Double(units)) < 1e-12)
    }
  }

  /// In one dimension quantiles are coupled: with equal sizes the sorted samples are paired.
  @Test(arguments: [400, 150, 401]) func oneDimension(_ m: Int) {
    let (a, b) = (normalDraws(400, 1, seed: 33), normalDraws(m, 1, seed: 34, shift: 0.5, scale: 2))
    let one = WassersteinDistance.between(a.elements, b.elements, order: .one)
    let two = WassersteinDistance.between(a.elements, b.elements, order: .two)
    #expect(abs(OptimalTransport.between(a, b, cost: .euclidean).cost - one) < 1e-13)
    #expect(abs(OptimalTransport.between(a, b).cost - two * two) < 1e-13)
  }

  /// Draws that repeat, as a sampler that rejects leaves them, are ties throughout.
  @Test func repeatedDraws() {
    let a = Matrix(columnCount: 2, elements: (0..<200).flatMap { [Double($0 % 3), Double($0 % 2)] })
    let reversed = Matrix(columnCount: 2, elements: a.rows.reversed().flatMap { $0 })
    #expect(abs(OptimalTransport.between(a, reversed).cost) < 1e-15)
    #expect(abs(OptimalTransport.between(a, Matrix(rowCount: 200, columnCount: 2)).cost - (5.0 / 3 + 0.5)) < 0.02)
  }

  @Test func refusesAnEmptySample() async {
    await #expect(processExitsWith: .failure) {
      _ = OptimalTransport.between(Matrix(rowCount: 3, columnCount: 1), Matrix(rowCount: 0, columnCount: 1))
    }
  }
}

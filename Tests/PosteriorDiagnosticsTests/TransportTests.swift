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

  /// The prices prove it optimal, by weak duality: no other pairing is cheaper than their sum.
  @Test(arguments: OptimalTransport.Cost.allCases, [2, 300])
  func certificate(_ cost: OptimalTransport.Cost, _ n: Int) {
    let (a, b) = (normalDraws(n, 3, seed: 31), normalDraws(n, 3, seed: 32, shift: 0.3))
    let transport = OptimalTransport.between(a, b, cost: cost)
    var least = Double.infinity
    for i in 0..<n {
      for j in 0..<n {
        let square = (0..<3).reduce(0) { $0 + (a[i, $1] - b[j, $1]) * (a[i, $1] - b[j, $1]) }
        let slack =
          (cost == .euclidean ? square.squareRoot() : square) - transport.firstPrices[i] - transport.secondPrices[j]
        least = min(least, slack)
        if transport.assignment[i] == j { #expect(abs(slack) < 1e-12) }
      }
    }
    #expect(least > -1e-12)
    #expect(transport.assignment.sorted() == Array(0..<n))
  }

  /// In one dimension the sorted samples are paired.
  @Test func oneDimension() {
    let (a, b) = (normalDraws(400, 1, seed: 33), normalDraws(400, 1, seed: 34, shift: 0.5, scale: 2))
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

  @Test func refusesUnequalSizes() async {
    await #expect(processExitsWith: .failure) {
      _ = OptimalTransport.between(Matrix(rowCount: 3, columnCount: 1), Matrix(rowCount: 2, columnCount: 1))
    }
  }
}

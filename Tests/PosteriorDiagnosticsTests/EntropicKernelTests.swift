import CPosteriorKernels
import Foundation
import PosteriorSampling
import Testing

@testable import PosteriorDiagnostics

/// The kernel's plans against the same by log-sum-exp, which takes the largest term out of every sum.
@Suite(.serialized) struct EntropicKernelTests {
  /// Rows and columns of all remainders by eight; potentials near those of the kernel's exponentials, and far.
  @Test(arguments: [(1, 1), (5, 7), (7, 8), (8, 9), (33, 40), (60, 131)], [1.0, 0.01])
  func planIsThePlainOne(_ sizes: (Int, Int), _ epsilon: Double) {
    let (n, m) = sizes
    let costs = self.costs(n, m)
    var random = GSLRandom(seed: 52)
    let near = (0..<m).map { _ in 0.01 * random.normal() }
    var kernel = EntropicKernel(costs, around: near, epsilon: epsilon)
    for spread in [0, epsilon, 100 * epsilon] {
      let potentials = near.map { $0 + spread * random.normal() }
      let plan = kernel.plan(potentials)
      let (rows, masses) = plain(costs, potentials, epsilon)
      #expect(zip(plan.rowPotentials, rows).allSatisfy { abs($0 - $1) < 1e-12 })
      #expect(zip(plan.columnMasses, masses).allSatisfy { abs($0 - $1) < 1e-11 })
    }
  }

  /// Against differences of the plain masses, whose truncation and rounding leave some 1e-8.
  @Test func changeOfMassesIsTheirDerivative() {
    let (costs, epsilon) = (self.costs(20, 27), 0.1)
    var random = GSLRandom(seed: 53)
    let (potentials, direction) = ((0..<27).map { _ in 0.1 * random.normal() }, random.normals(27))
    var kernel = EntropicKernel(costs, around: potentials, epsilon: epsilon)
    let change = kernel.changeOfMasses(kernel.plan(potentials), direction)
    func masses(_ length: Double) -> [Double] {
      plain(costs, zip(potentials, direction).map { $0 + length * epsilon * $1 }, epsilon).masses
    }
    for (j, (after, before)) in zip(masses(1e-4), masses(-1e-4)).enumerated() {
      #expect(abs((after - before) / 2e-4 - change[j]) < 1e-6)
    }
  }

  @Test func sameBitsOnAllInstructionSets() {
    defer { cpk_use_instructions(2) }
    let results = [Int32(0), 1, 2].map { instructions in
      cpk_use_instructions(instructions)
      let potentials = SinkhornPotentials(
        self.costs(37, 59), regularization: 0.03, tolerance: 1e-10, iterationLimit: 200)
      return potentials.first + potentials.second
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }

  /// Sinkhorn's iterations by log-sum-exp alone, as many as bring the margins to 1e-10.
  @Test(arguments: [(30, 30), (25, 43)]) func agreesWithPlainIterations(_ n: Int, _ m: Int) {
    let (costs, epsilon) = (self.costs(n, m), 0.3)
    var potentials = [Double](repeating: 0, count: m)
    var (rows, masses) = plain(costs, potentials, epsilon)
    for _ in 0..<3000 {
      for j in 0..<m { potentials[j] -= epsilon * log(masses[j]) }
      (rows, masses) = plain(costs, potentials, epsilon)
    }
    #expect(masses.allSatisfy { abs($0 - 1) < 1e-10 })
    let value = rows.reduce(0, +) / Double(n) + potentials.reduce(0, +) / Double(m)
    let result = SinkhornPotentials(costs, regularization: epsilon, tolerance: 1e-10, iterationLimit: 1000)
    #expect(result.marginError <= 1e-10 && result.iterationCount < 300)
    #expect(abs(result.value - value) < 1e-10)
  }

  /// At 0.001 of the median cost e^(−c/ε) is 0 in doubles for nearly every pair; margins come right nevertheless.
  @Test func convergesWhereThePlainKernelVanishes() {
    let costs = self.costs(100, 100)
    let median = costs.elements.sorted()[5000]
    let epsilon = 0.001 * median
    #expect(costs.elements.count { exp(-$0 / epsilon) > 0 } < 5000)
    let result = SinkhornPotentials(costs, regularization: epsilon, tolerance: 1e-8, iterationLimit: 20_000)
    #expect(result.marginError <= 1e-8)
    // OT ≤ OT_ε ≤ OT + ε ln n: a pairing's entropy is ln n.
    let exact = OptimalTransport.between(normalDraws(100, 3, seed: 50), normalDraws(100, 3, seed: 51, shift: 0.3)).cost
    #expect(result.value > exact - 1e-12 && result.value < exact + epsilon * log(100))
  }

  private func costs(_ n: Int, _ m: Int) -> Matrix {
    OptimalTransport.costs(normalDraws(n, 3, seed: 50), normalDraws(m, 3, seed: 51, shift: 0.3), .squaredEuclidean)
  }

  /// f that makes all rows' margins right, and the columns' masses with it.
  private func plain(
    _ costs: Matrix, _ potentials: [Double], _ epsilon: Double
  ) -> (rows: [Double], masses: [Double]) {
    let (n, m) = (costs.rowCount, costs.columnCount)
    func logarithmOfSum(_ terms: [Double]) -> Double {
      let largest = terms.max() ?? 0
      return largest + log(terms.reduce(0) { $0 + exp($1 - largest) })
    }
    let rows = (0..<n).map { i in
      -epsilon * (logarithmOfSum((0..<m).map { (potentials[$0] - costs[i, $0]) / epsilon }) - log(Double(m)))
    }
    let masses = (0..<m).map { j in
      exp(logarithmOfSum((0..<n).map { (rows[$0] + potentials[j] - costs[$0, j]) / epsilon })) / Double(n)
    }
    return (rows, masses)
  }
}

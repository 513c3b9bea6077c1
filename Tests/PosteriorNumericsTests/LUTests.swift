import Foundation
import PosteriorNumerics
import TestSupport
import Testing

@Suite struct LUTests {
  /// A matrix whose elimination must exchange rows, and a solution in integers.
  @Test func solvesByHand() throws {
    let matrix = Matrix(columnCount: 3, elements: [0, 2, 1, 1, -1, 3, 4, 0, -2])
    expectClose(try LU(matrix).solve([7, 8, -2]), [1, 2, 3])
    #expect(try LU(matrix).dimension == 3)
  }

  @Test(arguments: 1...20) func randomMatrices(_ n: Int) throws {
    var random = GSLRandom(seed: 2, stream: n)
    let matrix = Matrix(columnCount: n, elements: random.normals(n * n))
    let solution = random.normals(n)
    let found = try LU(matrix).solve(matrix * solution)
    // Backward stable: the residual is of rounding size, whatever the condition number.
    let size = found.map(abs).max() ?? 0
    for (a, b) in zip(matrix * found, matrix * solution) { #expect(abs(a - b) < 1e-13 * Double(n) * max(1, size)) }
  }

  /// Hilbert's matrix of size 8 has condition number 1.5·10¹⁰, and an inverse whose row sums are integers.
  @Test func hilbertMatrix() throws {
    let sums = [-8.0, 504, -7560, 46200, -138_600, 216_216, -168_168, 51480]
    expectClose(
      try LU(hilbert(8)).solve([Double](repeating: 1, count: 8)), sums, 1.5e10 * 1e-15)
  }

  @Test func refusesSingularMatrices() {
    #expect(throws: GSLError.self) { try LU(Matrix(columnCount: 2, elements: [1, 2, 2, 4])) }
    #expect(throws: GSLError.self) { try LU(Matrix(rowCount: 3, columnCount: 3)) }
    #expect(throws: GSLError.self) { try LU(Matrix(columnCount: 1, elements: [.nan])) }
  }
}

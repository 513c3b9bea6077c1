import GSLNumerics
import Testing

@Suite struct CholeskyTests {
  @Test func factorsAndSolves() throws {
    let matrix = Matrix(columnCount: 2, elements: [4, 2, 2, 3])
    let cholesky = try Cholesky(matrix)
    #expect((cholesky.factor * cholesky.factor.transposed - matrix).squaredNorm < 1e-28)
    #expect((cholesky.inverse * matrix - .identity(2)).squaredNorm < 1e-28)
  }

  @Test func carriesTheReasonOfGSL() {
    #expect(throws: GSLError.self) { try Cholesky(Matrix(columnCount: 2, elements: [1, 2, 2, 1])) }
  }
}

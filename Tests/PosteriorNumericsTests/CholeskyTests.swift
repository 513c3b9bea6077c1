import Foundation
import PosteriorNumerics
import TestSupport
import Testing

@Suite struct CholeskyTests {
  // Numbers by mpmath 1.3 with 60 digits.
  let a = Matrix(
    columnCount: 4, elements: [4, 1.5, -1, 0.5, 1.5, 3, 0.25, -0.75, -1, 0.25, 2.5, 0.125, 0.5, -0.75, 0.125, 1.75])
  let b = Matrix(
    columnCount: 4, elements: [2, -1, 0.5, 0.25, -1, 1, 0.75, -0.5, 0.5, 0.75, -3, 1.25, 0.25, -0.5, 1.25, 0.5])

  @Test func factor() throws {
    let cholesky = try Cholesky(a)
    expectClose(
      cholesky.factor.elements,
      [
        2, 0, 0, 0, 0.75, 1.56124949959959955, 0, 0, -0.5, 0.400320384512717834, 1.44559454541845506, 0, 0.25,
        -0.600480576769076751, 0.339226940872735621, 1.1008397519662898,
      ])
    expectClose([cholesky.logDeterminant], [3.2064552579927362497])
    #expect(cholesky.dimension == 4)
  }

  @Test func solutions() throws {
    let cholesky = try Cholesky(a)
    let right = [1.0, -2, 3, -4]
    expectClose(cholesky.solveLower(right), [0.5, -1.52121746114832777, 2.66947213601812868, -5.39953103464053932])
    expectClose(
      cholesky.solve(right), [2.97358012972630913, -3.6294890049042873, 2.99762695775984813, -4.90492010757791489])
    expectClose(cholesky.multiply(cholesky.solveLower(right)), right)
    expectClose(cholesky.factor.transposed * cholesky.solveUpper(right), right)
    expectClose(
      cholesky.inverse.elements,
      [
        0.466381901597848442, -0.324948584084796709, 0.233507356430944471, -0.289194747666508464,
        -0.324948584084796709, 0.604967568422717924, -0.208827717133364974, 0.367030533143489954,
        0.233507356430944471, -0.208827717133364974, 0.523967726625533935, -0.193640246796392976,
        -0.289194747666508464, 0.367030533143489954, -0.193640246796392976, 0.825185888308811897,
      ])
  }

  @Test func whitenAndColor() throws {
    let cholesky = try Cholesky(a)
    expectClose(
      cholesky.whiten(b).elements,
      [
        0.5, -0.560448538317804967, 0.501080317890446081, -0.46012001656303396, -0.560448538317804967,
        0.833333333333333333, -0.175385445613541912, 0.290418035460023988, 0.501080317890446081,
        -0.175385445613541912, -1.2229038854805726, 1.0878084593368914, -0.46012001656303396, 0.290418035460023988,
        1.0878084593368914, -0.15757388702377798,
      ])
    expectClose(
      cholesky.color(b).elements,
      [
        8, -0.122498999199199103, -1.3550462236069806, 3.09060797039403402, -0.122498999199199103,
        1.22062575060060067, 2.59018273644103722, -0.630963723184299675, -1.3550462236069806, 2.59018273644103722,
        -5.06339980076376346, -1.18389459270690975, 3.09060797039403402, -0.630963723184299675, -1.18389459270690975,
        2.55799860233971367,
      ])
  }

  /// Well-conditioned random matrices of every small size, against the definitions.
  @Test(arguments: 1...20) func randomMatrices(_ n: Int) throws {
    var random = GSLRandom(seed: 1, stream: n)
    let spread = Matrix(columnCount: n, elements: random.normals(3 * n * n))
    let matrix = spread.gram + .identity(n)
    let symmetric = Matrix(columnCount: n, elements: random.normals(n * n)).symmetrized
    let cholesky = try Cholesky(matrix)
    let size = Double(n) * 1e-14
    expectClose((cholesky.factor * cholesky.factor.transposed).elements, matrix.elements, size)
    expectClose((cholesky.inverse * matrix).elements, Matrix.identity(n).elements, 100 * size)
    expectClose(cholesky.whiten(matrix).elements, Matrix.identity(n).elements, 100 * size)
    expectClose(cholesky.color(cholesky.whiten(symmetric)).elements, symmetric.elements, 100 * size)
    let eigenvalues = try SymmetricEigen(matrix).values
    expectClose([cholesky.logDeterminant], [eigenvalues.reduce(0) { $0 + log($1) }], size)
  }

  /// Hilbert's matrices, of condition numbers 1.6·10⁴ to 1.6·10¹³. The inverse is one of integers, in closed form.
  @Test(arguments: [
    (4, -15.615238196841505978, 1.6e4), (6, -39.766206706097660497, 1.5e7), (8, -74.978427329160481417, 1.5e10),
    (10, -121.26496874930371136, 1.6e13),
  ]) func hilbertMatrices(_ n: Int, _ logDeterminant: Double, _ condition: Double) throws {
    let cholesky = try Cholesky(hilbert(n))
    #expect(abs(cholesky.logDeterminant - logDeterminant) < condition * 2e-16)
    func choose(_ a: Int, _ b: Int) -> Double { (0..<b).reduce(1) { $0 * Double(a - $1) / Double($1 + 1) } }
    var inverse = Matrix(rowCount: n, columnCount: n)
    for i in 1...n {
      for j in 1...n {
        let sign = (i + j).isMultiple(of: 2) ? 1.0 : -1.0
        let middle = choose(i + j - 2, i - 1)
        inverse[i - 1, j - 1] =
          sign * Double(i + j - 1) * choose(n + i - 1, n - j) * choose(n + j - 1, n - i) * middle * middle
      }
    }
    expectClose(cholesky.inverse.elements, inverse.elements, condition * 1e-15)
  }

  @Test func onlyTheLowerTriangleIsRead() throws {
    var lower = a
    for i in 0..<4 { for j in 0..<4 where j > i { lower[i, j] = 99 } }
    #expect(try Cholesky(lower) == Cholesky(a))
  }
}

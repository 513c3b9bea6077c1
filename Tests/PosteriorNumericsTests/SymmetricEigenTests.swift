import Foundation
import PosteriorNumerics
import TestSupport
import Testing

@Suite struct SymmetricEigenTests {
  /// Numbers near the ends of a double's range have the eigenvectors that they have near 1, and take no longer.
  @Test(arguments: [-1040, -1000, -500, 500, 1000]) func farFromOne(_ exponent: Int) throws {
    var random = GSLRandom(seed: 8)
    let factor = Matrix(columnCount: 25, elements: random.normals(625))
    // Few bits, so that none is lost.
    let near = Matrix(columnCount: 25, elements: (factor * factor.transposed).elements.map { ($0 * 64).rounded() / 64 })
    let scale = Double(sign: .plus, exponent: exponent, significand: 1)
    let eigen = try SymmetricEigen(near)
    let far = try SymmetricEigen(Matrix(columnCount: 25, elements: near.elements.map { $0 * scale }))
    #expect(far.vectors == eigen.vectors)
    for (a, b) in zip(far.values, eigen.values) { #expect(abs(a - b * scale) <= max(0x1p-1070, abs(a) * 1e-12)) }
  }

  /// The second difference −1, 2, −1 has the eigenvalues 2 − 2 cos(kπ/(n + 1)).
  @Test(arguments: [1, 2, 5, 30]) func secondDifference(_ n: Int) throws {
    var matrix = Matrix(rowCount: n, columnCount: n)
    for i in 0..<n {
      matrix[i, i] = 2
      if i > 0 { (matrix[i, i - 1], matrix[i - 1, i]) = (-1, -1) }
    }
    let eigen = try SymmetricEigen(matrix)
    expectClose(eigen.values, (1...n).map { 2 - 2 * cos(Double($0) * .pi / Double(n + 1)) })
    expectClose((eigen.vectors.transposed * eigen.vectors).elements, Matrix.identity(n).elements)
    expectClose((matrix * eigen.vectors).elements, (eigen.vectors * Matrix(diagonal: eigen.values)).elements)
  }

  /// By mpmath 1.3 with 60 digits: small eigenvalues keep the error of the largest.
  @Test func hilbertMatrix() throws {
    expectClose(
      try SymmetricEigen(hilbert(6)).values,
      [
        1.08279948456554977e-7, 0.0000125707571226251949, 0.000615748354182657698, 0.0163215213198758221,
        0.242360870575209552, 1.6188998589243391,
      ], 1e-14)
  }

  @Test(arguments: 1...12) func functionsAndBases(_ n: Int) throws {
    var random = GSLRandom(seed: 2, stream: n)
    let matrix = Matrix(columnCount: n, elements: random.normals(2 * n * n)).gram
    let symmetric = Matrix(columnCount: n, elements: random.normals(n * n)).symmetrized
    let eigen = try SymmetricEigen(matrix)
    #expect(eigen.values == eigen.values.sorted())
    let root = eigen.applying { $0.squareRoot() }
    expectClose((root * root).elements, matrix.elements, 1e-13)
    expectClose(eigen.applying { $0 }.elements, matrix.elements, 1e-13)
    expectClose(eigen.inEigenbasis(matrix).elements, Matrix(diagonal: eigen.values).elements, 1e-13)
    expectClose(eigen.fromEigenbasis(eigen.inEigenbasis(symmetric)).elements, symmetric.elements, 1e-13)
  }

  @Test func onlyTheLowerTriangleIsRead() throws {
    let matrix = Matrix(columnCount: 3, elements: [2, 0.5, -1, 0.5, 3, 0.25, -1, 0.25, 1])
    var lower = matrix
    for i in 0..<3 { for j in 0..<3 where j > i { lower[i, j] = 99 } }
    let (eigen, expected) = (try SymmetricEigen(lower), try SymmetricEigen(matrix))
    #expect(eigen.values == expected.values && eigen.vectors == expected.vectors)
  }

  @Test func nothingHasNoEigenvalues() throws {
    #expect(try SymmetricEigen(Matrix(rowCount: 0, columnCount: 0)).values.isEmpty)
  }
}

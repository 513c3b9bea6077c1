import PosteriorNumerics

/// Hilbert's matrix 1/(i + j − 1).
func hilbert(_ n: Int) -> Matrix {
  var matrix = Matrix(rowCount: n, columnCount: n)
  for i in 0..<n { for j in 0..<n { matrix[i, j] = 1 / Double(i + j + 1) } }
  return matrix
}

/// The n(n + 1)/2 elements on and below the diagonal of symmetric n × n matrices, as vectors: what linear equations
/// for a covariance are solved in.
struct SymmetricIndex: Sendable {
  /// n.
  let size: Int

  /// n(n + 1)/2.
  var count: Int { size * (size + 1) / 2 }

  /// The places (i, j), j ≤ i, of the elements.
  var places: [(row: Int, column: Int)] { (0..<size).flatMap { i in (0...i).map { (i, $0) } } }

  /// The elements of the leading n × n part of a flat symmetric matrix of `stride` columns.
  func vector(_ matrix: [Double], stride: Int? = nil) -> [Double] {
    let stride = stride ?? size
    return (0..<size).flatMap { i in (0...i).map { matrix[i * stride + $0] } }
  }

  /// The matrix of a vector.
  func matrix(_ vector: [Double]) -> Matrix {
    var matrix = Matrix(rowCount: size, columnCount: size)
    for (value, place) in zip(vector, places) {
      matrix[place.row, place.column] = value
      matrix[place.column, place.row] = value
    }
    return matrix
  }

  /// Adds E ↦ AEAᵀ, as a flat matrix on vectors, for a flat n × n matrix A.
  func addCongruence(_ map: [Double], to operation: inout [Double]) {
    let (n, count) = (size, count)
    precondition(map.count == n * n && operation.count == count * count, "matrices of different sizes")
    let a = map.span
    var result = operation.mutableSpan
    var row = 0
    for i in 0..<n {
      for j in 0...i {
        var column = row * count
        for k in 0..<n {
          let (ik, jk) = (a[unchecked: i * n + k], a[unchecked: j * n + k])
          for l in 0..<k {
            result[unchecked: column] += ik * a[unchecked: j * n + l] + jk * a[unchecked: i * n + l]
            column += 1
          }
          result[unchecked: column] += ik * jk
          column += 1
        }
        row += 1
      }
    }
  }
}

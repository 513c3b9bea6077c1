import PosteriorNumerics
import TestSupport
import Testing

@Suite struct MatrixTests {
  let a = Matrix(columnCount: 3, elements: [1, 2, 3, 4, 5, 6])

  @Test func layoutIsRowMajor() {
    #expect(a.rowCount == 2 && a.columnCount == 3)
    #expect(a[1, 0] == 4 && a.row(1) == [4, 5, 6] && a.column(2) == [3, 6] && a.diagonal == [1, 5])
    #expect(a.rows.map(Array.init) == [[1, 2, 3], [4, 5, 6]])
    var b = a
    b[0, 2] = 9
    #expect(b.elements == [1, 2, 9, 4, 5, 6] && a[0, 2] == 3)
  }

  @Test func arithmetic() {
    #expect((a + a).elements == [2, 4, 6, 8, 10, 12] && (a - a).squaredNorm == 0 && (2 * a) == a + a)
    #expect(a.transposed == Matrix(columnCount: 2, elements: [1, 4, 2, 5, 3, 6]))
    #expect(a * a.transposed == Matrix(columnCount: 2, elements: [14, 32, 32, 77]))
    #expect(a.gram == a.transposed * a)
    #expect(a * [1, 0, -1] == [-2, -2])
    #expect((a * a.transposed).trace == 91 && a.squaredNorm == 91)
    #expect(Matrix(columnCount: 2, elements: [1, 2, 4, 3]).symmetrized.elements == [1, 3, 3, 3])
    #expect(Matrix.identity(3) == Matrix(diagonal: [1, 1, 1]) && a * .identity(3) == a)
  }

  /// Around the widths and the numbers of rows that the kernel takes at a time, on every instruction set.
  @Test(arguments: Array(1...21) + [40, 67]) func gramIsThePlainSum(_ columns: Int) {
    for count in [0, 1, 63, 64, 65, 130] {
      var random = GSLRandom(seed: 17, stream: columns)
      let rows = Matrix(columnCount: columns, elements: random.normals(columns * count))
      let weights = random.normals(count)
      var plain = Matrix(rowCount: columns, columnCount: columns)
      for i in 0..<count {
        for j in 0..<columns {
          for k in 0..<columns { plain[j, k] += weights[i] * rows[i, max(j, k)] * rows[i, min(j, k)] }
        }
      }
      #expect(onEveryInstructionSet { rows.gram(weightedBy: weights).elements } == plain.elements)
    }
  }

  @Test func finiteness() {
    #expect(a.isFinite)
    #expect(
      !Matrix(columnCount: 1, elements: [.nan]).isFinite && !Matrix(columnCount: 1, elements: [.infinity]).isFinite)
  }

  @Test func spans() {
    var x = [1.0, -1, 2]
    #expect(x.span.dot(x.span) == 6 && a.dot(row: 1, x.span) == 11)
    var span = x.mutableSpan
    span.add(2, timesRow: 0, of: a)
    #expect(x == [3, 3, 8])
    span = x.mutableSpan
    span.add(-1, times: [3, 3, 8].span)
    #expect(x == [0, 0, 0])
    span = x.mutableSpan
    span.fill(7)
    #expect(x == [7, 7, 7])
  }
}

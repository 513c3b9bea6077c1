import TestSupport
import Testing

@testable import PosteriorModels

@Suite struct LinearGradientTests {
  /// The C loop against the plain one, in every specialised number of columns and beyond: on one example and none, on
  /// repeated ones, and on batches of any length.
  @Test(arguments: 1...20, [0, 1, 2, 3, 7, 64]) func isThePlainSum(_ columns: Int, _ batchSize: Int) {
    var random = GSLRandom(seed: 61, stream: columns)
    let design = Matrix(columnCount: columns, elements: random.normals(50 * columns))
    let (responses, position, start) = (random.normals(50), random.normals(columns), random.normals(columns))
    var examples = [Int32](repeating: 0, count: batchSize)
    var places = examples.mutableSpan
    random.fillIndices(&places, first: batchSize, below: 50)

    var plain = start
    for example in examples.map(Int.init) {
      let row = design.row(example)
      let residual = responses[example] - zip(row, position).reduce(0) { $0 + $1.0 * $1.1 }
      for j in 0..<columns { plain[j] += -2.5 * row[j] * residual }
    }
    var gradient = start
    var span = gradient.mutableSpan
    span.addLinearGradient(
      design: design, responses: responses, examples: examples.span, at: position.span, scaledBy: -2.5)
    expectClose(gradient, plain, 1e-13)
  }

  /// Rows that stay in registers and rows that do not have the same sums: of widths on both sides of the most that do,
  /// the design's last row among the examples.
  @Test(arguments: [13, 16, 50, 100, 105, 112, 113, 200]) func wideRowsHaveTheSameBits(_ columns: Int) {
    var random = GSLRandom(seed: 62, stream: columns)
    let design = Matrix(columnCount: columns, elements: random.normals(9 * columns))
    let (responses, position, start) = (random.normals(9), random.normals(columns), random.normals(columns))
    let examples = (0..<37).map { Int32($0 * $0 % 9) } + [8]
    onEveryInstructionSet {
      var gradient = start
      var span = gradient.mutableSpan
      span.addLinearGradient(
        design: design, responses: responses, examples: examples.span, at: position.span, scaledBy: -2.5)
      return gradient
    }
  }

  /// The sum over lent rows in either precision, with responses and without, of numbers that both have.
  @Test(arguments: [1, 3, 8, 12, 13, 50, 112, 113], DesignPrecision.allCases)
  func lentRows(_ columns: Int, _ precision: DesignPrecision) {
    var random = GSLRandom(seed: 63, stream: columns)
    let design = random.normals(9 * columns).map { Double(Float($0)) }
    let (responses, position, start) = (random.normals(9), random.normals(columns), random.normals(columns))
    let examples = (0..<37).map { Int32($0 * $0 % 9) } + [8]
    func sum(withResponses: Bool) -> [Double] {
      var gradient = start
      design.map { Float($0) }.withUnsafeBytes { floats in
        design.withUnsafeBytes { doubles in
          let rows = precision == .single ? floats : doubles
          examples.withUnsafeBufferPointer { examples in
            responses.withUnsafeBufferPointer { responses in
              let lent = LentRows(
                design: rows.baseAddress!, precision, responses: responses.baseAddress!, rowCount: 9, places: examples)
              position.withUnsafeBufferPointer { position in
                gradient.withUnsafeMutableBufferPointer {
                  lent.addLeastSquares(at: position, scaledBy: -2.5, withResponses: withResponses, to: $0)
                }
              }
            }
          }
        }
      }
      return gradient
    }
    for withResponses in [true, false] {
      var plain = start
      for example in examples.map(Int.init) {
        let row = design[example * columns..<(example + 1) * columns]
        let residual = (withResponses ? responses[example] : 0) - zip(row, position).reduce(0) { $0 + $1.0 * $1.1 }
        for (j, x) in row.enumerated() { plain[j] += -2.5 * x * residual }
      }
      expectClose(sum(withResponses: withResponses), plain, 1e-13)
      onEveryInstructionSet { sum(withResponses: withResponses) }
    }
  }

  /// A row of a million features must not need a million places on the stack.
  @Test func wideRows() {
    let columns = 1_000_000
    let design = Matrix(rowCount: 1, columnCount: columns, repeating: 1)
    let position = [Double](repeating: 0.5, count: columns)
    var gradient = [Double](repeating: 0, count: columns)
    var span = gradient.mutableSpan
    span.addLinearGradient(
      design: design, responses: [500_003], examples: [Int32(0)].span, at: position.span, scaledBy: 2)
    #expect(gradient == [Double](repeating: 6, count: columns))
  }
}

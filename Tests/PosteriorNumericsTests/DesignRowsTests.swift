import TestSupport
import Testing

@testable import PosteriorNumerics

/// The passes over a design's rows against plain loops in the same order, fused alike, so that the bits are the same.
@Suite struct DesignRowsTests {
  private struct Case {
    let design: Matrix, rows: [Int32], vector: [Double], weights: [Double], start: [Double]

    /// Rows with repeats, the last one of the design among them, before which and behind which nothing may be read.
    init(columns: Int, count: Int, of rowCount: Int = 23) {
      var random = GSLRandom(seed: 81, stream: 64 * columns + count)
      design = Matrix(columnCount: columns, elements: random.normals(rowCount * columns))
      rows = (0..<count).map { Int32($0 % 5 == 1 ? rowCount - 1 : Int.random(in: 0..<rowCount, using: &random)) }
      (vector, weights, start) = (random.normals(columns), random.normals(count), random.normals(columns))
    }

    func products(_ places: Range<Int>) -> [Double] {
      var values = [Double](repeating: .nan, count: places.count)
      var span = values.mutableSpan
      design.writeProducts(ofRows: rows.span, at: places, with: vector.span, to: &span)
      return values
    }

    func sum(_ places: Range<Int>) -> [Double] {
      var values = start
      var span = values.mutableSpan
      design.addSum(ofRows: rows.span, at: places, weightedBy: weights.span.extracting(places), to: &span)
      return values
    }
  }

  /// Column j in lane j mod 8, and then the lanes in the order of their halves.
  private func plainProduct(_ row: [Double], _ vector: [Double]) -> Double {
    var s = [Double](repeating: 0, count: 8)
    for j in row.indices { s[j % 8].addProduct(row[j], vector[j]) }
    return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]))
  }

  @Test(arguments: Array(1...40) + [50, 56, 57, 100, 113], [0, 1, 2, 3, 4, 5, 7, 16, 33])
  func areThePlainLoops(_ columns: Int, _ count: Int) {
    let c = Case(columns: columns, count: count)
    for places in [0..<count, count / 3..<count, count / 4..<count / 2] {
      let examples = c.rows[places].map { c.design.row(Int($0)) }
      #expect(onEveryInstructionSet { c.products(places) } == examples.map { plainProduct($0, c.vector) })
      var plain = [Double](repeating: 0, count: columns)
      for (row, weight) in zip(examples, c.weights[places]) {
        for j in row.indices { plain[j].addProduct(row[j], weight) }
      }
      #expect(onEveryInstructionSet { c.sum(places) } == zip(c.start, plain).map { $0 + $1 })
    }
  }

  /// What stands behind a row must not matter, were it infinite.
  @Test(arguments: [1, 5, 9, 15]) func neighboursDoNotMatter(_ columns: Int) {
    var elements = [Double](repeating: .infinity, count: 3 * columns)
    for j in columns..<2 * columns { elements[j] = Double(j) }
    let design = Matrix(columnCount: columns, elements: elements)
    let ones = [Double](repeating: 1, count: columns)
    var products = [0.0]
    var productSpan = products.mutableSpan
    design.writeProducts(ofRows: [1].span, at: 0..<1, with: ones.span, to: &productSpan)
    var sum = [Double](repeating: 0, count: columns)
    var sumSpan = sum.mutableSpan
    design.addSum(ofRows: [1].span, at: 0..<1, weightedBy: [2].span, to: &sumSpan)
    #expect(products == [(columns..<2 * columns).reduce(0) { $0 + Double($1) }])
    #expect(sum == (columns..<2 * columns).map { 2 * Double($0) })
  }

  /// A design of fewer elements than a vector has.
  @Test func oneElement() {
    let c = Case(columns: 1, count: 6, of: 1)
    #expect(c.products(0..<6) == [Double](repeating: c.design[0, 0] * c.vector[0], count: 6))
  }

  @Test func indicesAreChecked() async {
    await #expect(processExitsWith: .failure) {
      let c = Matrix(columnCount: 2, elements: [1, 2, 3, 4])
      var products = [0.0]
      var span = products.mutableSpan
      c.writeProducts(ofRows: [2 as Int32].span, at: 0..<1, with: [1, 1].span, to: &span)
    }
  }
}

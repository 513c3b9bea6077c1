import CPosteriorKernels
import PosteriorSampling
import Testing

@testable import PosteriorDiagnostics

/// The loops over rows of costs against plain ones: to the last bit, in every length of a last vector, with and without ties.
@Suite(.serialized) struct ShortestPathTests {
  @Test(arguments: 1...40, [true, false]) func twoCheapest(_ m: Int, _ ties: Bool) {
    let (costs, prices) = problem(m, ties)
    for row in 0..<costs.rowCount {
      let reduced = (0..<m).map { costs[row, $0] - prices[$0] }
      let sorted = reduced.sorted()
      let found = [Int32(0), 1, 2].map { instructions in
        cpk_use_instructions(instructions)
        return costs.twoCheapest(row: row, prices)
      }
      #expect(reduced[found[0].column] == sorted[0])
      #expect(found.allSatisfy { $0 == (found[0].column, sorted[0], m > 1 ? sorted[1] : sorted[0]) })
    }
  }

  /// Dijkstra's algorithm in which every row becomes reachable in turn, by a column of its own.
  @Test(arguments: 2...40, [true, false]) func paths(_ m: Int, _ ties: Bool) {
    let (costs, prices) = problem(m, ties)
    for instructions in [Int32(0), 1, 2] {
      cpk_use_instructions(instructions)
      var paths = ShortestPaths(from: 0, prices: prices)
      var lengths = [Double](repeating: .infinity, count: m)
      var rows = [Int](repeating: 0, count: m)
      var open = Set(0..<m)
      var offset = 0.0
      for row in 0..<min(m, costs.rowCount) {
        for j in open where (offset + costs[row, j]) - prices[j] < lengths[j] {
          (lengths[j], rows[j]) = ((offset + costs[row, j]) - prices[j], row)
        }
        let nearest = open.sorted().min { lengths[$0] < lengths[$1] } ?? 0
        #expect(paths.extend(through: row, offset: offset, costs) == nearest)
        #expect(paths.nearest() == nearest)
        paths.finish(nearest)
        open.remove(nearest)
        offset = lengths[nearest]
        #expect(paths.finalColumns.allSatisfy { paths.lengths[$0] == lengths[$0] } && paths.rows == rows)
      }
    }
  }

  private func problem(_ m: Int, _ ties: Bool) -> (costs: Matrix, prices: [Double]) {
    var random = GSLRandom(seed: 71, stream: m)
    func value() -> Double { ties ? Double(random.next() % 4) : random.normal() }
    return (Matrix(columnCount: m, elements: (0..<9 * m).map { _ in value() }), (0..<m).map { _ in value() })
  }
}

import PosteriorNumerics
import Testing

@Suite struct IndexTests {
  private func indices(_ random: inout some RandomSource, _ count: Int, below bound: Int) -> [Int32] {
    var indices = [Int32](repeating: 0, count: count)
    var span = indices.mutableSpan
    random.fillIndices(&span, first: count, below: bound)
    return indices
  }

  @Test(arguments: NamedSource.all, [1, 2, 3, 6, 7, 10, 100, 255, 256, 257]) func areUniform(
    _ source: NamedSource, _ bound: Int
  ) {
    func check(_ random: some RandomSource) {
      var (random, counts) = (random, [Int](repeating: 0, count: bound))
      for index in indices(&random, 20_000, below: bound) { counts[Int(index)] += 1 }
      #expect(bound == 1 || abs(uniformityDeviation(counts)) < 4)
    }
    check(source(31))
  }

  /// 2³² is 2⅔ times this bound: cut without rejection, indices that leave 2 on division by 3 would come too rarely.
  @Test(arguments: NamedSource.all) func largeBoundsAreUniform(_ source: NamedSource) {
    func check(_ random: some RandomSource) {
      let bound = 3 << 29
      var (random, residues, ranges) = (random, [0, 0, 0], [Int](repeating: 0, count: 16))
      for index in indices(&random, 60_000, below: bound) {
        residues[Int(index) % 3] += 1
        ranges[16 * Int(index) / bound] += 1
      }
      #expect(abs(uniformityDeviation(residues)) < 4)
      #expect(abs(uniformityDeviation(ranges)) < 4)
      #expect(indices(&random, 1000, below: Int(Int32.max)).allSatisfy { $0 >= 0 && $0 < .max })
    }
    check(source(32))
  }

  @Test(arguments: NamedSource.all) func onlyTheFirstPlacesAreFilled(_ source: NamedSource) {
    func check(_ random: some RandomSource) {
      var (random, items) = (random, [Int32](repeating: -1, count: 9))
      var span = items.mutableSpan
      random.fillIndices(&span, first: 5, below: 3)
      #expect(items.prefix(5).allSatisfy { (0..<3).contains($0) } && items.suffix(4).allSatisfy { $0 == -1 })
    }
    check(source(33))
  }

  /// 4! = 24 orders of 4, and 5 · 4 = 20 ordered subsets of 2 of 5, are equally likely.
  @Test(arguments: NamedSource.all, [(4, 4, 24), (2, 5, 20)]) func ordersAreEquallyLikely(
    _ source: NamedSource, _ shape: (size: Int, count: Int, outcomes: Int)
  ) {
    func check(_ random: some RandomSource) {
      var (random, counts) = (random, [[Int32]: Int]())
      for _ in 0..<12_000 { counts[random.subset(shape.size, of: shape.count), default: 0] += 1 }
      #expect(counts.count == shape.outcomes)
      #expect(abs(uniformityDeviation(Array(counts.values))) < 4)
    }
    check(source(34))
  }

  /// A shuffle keeps all items and chooses the first ones without repeats, also one item or none.
  @Test(arguments: NamedSource.all, [(0, 0), (0, 3), (1, 1), (3, 10), (10, 10), (999, 1000)]) func nothingIsLost(
    _ source: NamedSource, _ shape: (chosen: Int, count: Int)
  ) {
    func check(_ random: some RandomSource) {
      var (random, items) = (random, (0..<Int32(shape.count)).map { $0 })
      var span = items.mutableSpan
      random.shuffle(&span, choosing: shape.chosen)
      #expect(items.sorted() == (0..<Int32(shape.count)).map { $0 })
    }
    check(source(35))
  }

  /// Items and places in ten blocks each: the table's counts have (10 − 1)² degrees of freedom, and a statistic
  /// greater by N/(N − 1) than that of independent ones.
  @Test(arguments: NamedSource.all) func everyItemComesToEveryPlace(_ source: NamedSource) {
    func check(_ random: some RandomSource) {
      var (random, table) = (random, [Int](repeating: 0, count: 100))
      for _ in 0..<60 {
        for (place, item) in random.permutation(1000).enumerated() { table[place / 100 * 10 + Int(item) / 100] += 1 }
      }
      #expect(abs(chiSquareDeviation(table, expected: table.map { _ in 600 }, degreesOfFreedom: 81)) < 4)
    }
    check(source(36))
  }
}

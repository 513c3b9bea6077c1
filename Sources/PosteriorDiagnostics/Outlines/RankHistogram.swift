/// How the ranks of each chain's draws among those of all chains are spread: evenly, where chains agree.
///
/// Vehtari et al., Bayesian Analysis 16 (2021) 667–718, doi:10.1214/20-BA1221, section 4.4.
package struct RankHistogram: Sendable, Hashable {
  /// For each chain, its draws in each bin of ranks.
  package let counts: [[Int]]

  /// What each bin would hold were the ranks spread evenly.
  package var expected: Double { Double(counts[0].reduce(0, +)) / Double(counts[0].count) }

  /// The ranks of the draws of all chains. Equal draws have their middle rank.
  init(_ sorted: SortedDraws, chainCount: Int) {
    let total = sorted.values.count
    let length = total / chainCount
    let binCount = max(1, min(20, length / 5))
    var counts = [[Int]](repeating: [Int](repeating: 0, count: binCount), count: chainCount)
    var first = 0
    while first < total {
      var last = first + 1
      while last < total, sorted.values[last] == sorted.values[first] { last += 1 }
      let bin = (first + last - 1) / 2 * binCount / total
      for place in sorted.places[first..<last] { counts[Int(place) / length][bin] += 1 }
      first = last
    }
    self.counts = counts
  }
}

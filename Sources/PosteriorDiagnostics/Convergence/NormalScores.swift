/// Ranks as normal scores: Φ⁻¹((r − 3/8)/(S + 1/4)) of the rank r among S numbers, ties having their average
/// rank.
///
/// Blom, "Statistical Estimates and Transformed Beta-Variables", 1958; Vehtari et al. 2021, equation 14.
struct NormalScores: Sendable {
  private let count: Int
  /// The scores of the whole ranks 1 … S, which all parameters share.
  private let scores: [Double]

  /// The scores of ranks among `count` numbers.
  init(count: Int) {
    self.count = count
    var scores = [Double](repeating: 0, count: count)
    for i in 0..<count / 2 {
      scores[i] = NormalScores.score(rank: Double(i + 1), count: count)
      scores[count - 1 - i] = -scores[i]
    }
    self.scores = scores
  }

  private static func score(rank: Double, count: Int) -> Double {
    SpecialFunctions.normalQuantile((rank - 0.375) / (Double(count) + 0.25))
  }

  /// Each draw's score among the draws of all split chains: the split chains, one after another.
  func callAsFunction(_ sorted: SortedDraws, _ split: SplitChains) -> [Double] {
    precondition(count == split.count && sorted.places.count == split.drawCount, "scores of another number of draws")
    var result = [Double](repeating: 0, count: count)
    var scored = result.mutableSpan
    let (values, places) = (sorted.values.span, sorted.places.span)
    var rank = 0
    var first = 0
    while first < values.count {
      var last = first + 1
      while last < values.count, values[unchecked: last] == values[unchecked: first] { last += 1 }
      if last == first + 1, split.isWhole {
        scored[unchecked: Int(places[unchecked: first])] = scores[rank]
        rank += 1
      } else if last == first + 1, let place = split.place(ofDraw: Int(places[unchecked: first])) {
        scored[place] = scores[rank]
        rank += 1
      } else if last > first + 1 {
        let kept = (first..<last).compactMap { split.place(ofDraw: Int(places[$0])) }
        let score = NormalScores.score(rank: Double(rank) + 0.5 * Double(kept.count + 1), count: count)
        for place in kept { scored[place] = score }
        rank += kept.count
      }
      first = last
    }
    return result
  }
}

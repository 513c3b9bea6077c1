import DrawStatistics
import Foundation

/// How far counts lie from what is expected of them, in standard deviations of the chi-square statistic (Wilson and
/// Hilferty's normal approximation): below −4 the counts are too even to be random, above 4 too uneven.
func chiSquareDeviation(_ counts: [some BinaryInteger], expected: [Double], degreesOfFreedom: Int? = nil) -> Double {
  let statistic = zip(counts, expected).reduce(0.0) { sum, pair in
    let difference = Double(pair.0) - pair.1
    return sum + difference * difference / pair.1
  }
  let degrees = Double(degreesOfFreedom ?? counts.count - 1)
  return (cbrt(statistic / degrees) - (1 - 2 / (9 * degrees))) / sqrt(2 / (9 * degrees))
}

/// The same for equally likely outcomes.
func uniformityDeviation(_ counts: [Int]) -> Double {
  let mean = Double(counts.reduce(0, +)) / Double(counts.count)
  return chiSquareDeviation(counts, expected: counts.map { _ in mean })
}

/// √n times Kolmogorov and Smirnov's distance between draws and their distribution function. It exceeds 2.3 with
/// probability 2 exp(−2 · 2.3²) = 5 · 10⁻⁵.
func kolmogorovSmirnov(_ draws: [Double], _ distribution: (Double) -> Double) -> Double {
  var sorted = draws
  sort_ascending(&sorted, sorted.count)
  let n = Double(sorted.count)
  var distance = 0.0
  for (i, x) in sorted.enumerated() {
    let p = distribution(x)
    distance = max(distance, Double(i + 1) / n - p, p - Double(i) / n)
  }
  return n.squareRoot() * distance
}

/// The counts of draws in the bins between ascending edges, the open ends included.
func count(_ draws: [Double], between edges: [Double], into counts: inout [Int64]) {
  count_in_bins(draws, draws.count, edges, edges.count, &counts)
}

/// P(X < x) of the standard normal, accurate in the lower tail.
func normalProbability(below x: Double) -> Double { 0.5 * erfc(-x / 2.squareRoot()) }

/// The probabilities of the bins between ascending edges, the open ends included; both tails accurate.
func normalProbabilities(between edges: [Double]) -> [Double] {
  (0...edges.count).map { j in
    let (low, high) = (j == 0 ? -Double.infinity : edges[j - 1], j == edges.count ? .infinity : edges[j])
    return low >= 0
      ? normalProbability(below: -low) - normalProbability(below: -high)
      : normalProbability(below: high) - normalProbability(below: low)
  }
}

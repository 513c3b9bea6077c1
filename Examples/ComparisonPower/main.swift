// How small a difference does `compare` see? Pairs of samples whose laws differ by a known amount: the share that its joint
// test rejects at 5 %, and beside it what three other two-sample tests reject, all by exchanging blocks of draws.
//     swift run -c release ComparisonPower [REPETITIONS]
import Foundation
import PosteriorDiagnostics
import PosteriorSampling

let repetitions = CommandLine.arguments.dropFirst().first.flatMap(Int.init) ?? 10
let dimension = 4
let blocks = 32

/// A way for a law to differ from N(0, I), by some amount: changes standard normal parameters.
struct Difference: Sendable {
  let name: String
  let amounts: [Double]
  let change: @Sendable (_ amount: Double, _ z: inout [Double]) -> Void
}

let differences = [
  Difference(name: "none", amounts: [0]) { _, _ in },
  Difference(name: "one mean, in sd", amounts: [0.05, 0.1, 0.2]) { $1[0] += $0 },
  Difference(name: "one sd, relative", amounts: [0.05, 0.1, 0.2]) { $1[0] *= 1 + $0 },
  Difference(name: "one correlation", amounts: [0.05, 0.1, 0.2]) {
    $1[1] = $0 * $1[0] + (1 - $0 * $0).squareRoot() * $1[1]
  },
  Difference(name: "all correlations", amounts: [0.05, 0.1, 0.2]) { correlation, z in
    // (1 − ρ)I + ρ11ᵀ has variances 1 + (d − 1)ρ along 1 and 1 − ρ across it.
    let mean = z.reduce(0, +) / Double(z.count)
    let along = (1 + Double(z.count - 1) * correlation).squareRoot()
    for j in z.indices { z[j] = along * mean + (1 - correlation).squareRoot() * (z[j] - mean) }
  },
  Difference(name: "a bend, y + b(x² − 1)/√2", amounts: [0.1, 0.2, 0.4]) { amount, z in
    z[1] = (1 - amount * amount).squareRoot() * z[1] + amount * (z[0] * z[0] - 1) / 2.0.squareRoot()
  },
]

/// Draws of an autoregressive chain with stationary law N(0, I), each changed.
func sample(
  _ count: Int, correlation: Double, _ change: (inout [Double]) -> Void, using random: inout GSLRandom
) -> Matrix {
  var state = random.normals(dimension)
  let elements = (0..<count).flatMap { _ -> [Double] in
    let noise = random.normals(dimension)
    let rest = (1 - correlation * correlation).squareRoot()
    for j in 0..<dimension { state[j] = correlation * state[j] + rest * noise[j] }
    var draw = state
    change(&draw)
    return draw
  }
  return Matrix(columnCount: dimension, elements: elements)
}

/// Up to 1024 draws of each, evenly spaced, one sample below the other.
func joined(_ first: Matrix, _ second: Matrix) -> [Double] {
  [first, second].flatMap { sample in
    let count = min(1024, sample.rowCount)
    return (0..<count).flatMap { i in (0..<dimension).map { sample[i * sample.rowCount / count, $0] } }
  }
}

/// A test whose statistic is a sum over pairs of draws: those of each two blocks are added up once, and then blocks
/// change samples.
struct PairTest {
  private var sums = Matrix(rowCount: 2 * blocks, columnCount: 2 * blocks)

  init(count: Int, of pairs: (Int, Int) -> Double) {
    for i in 0..<count {
      for j in 0..<count where i != j { sums[i * 2 * blocks / count, j * 2 * blocks / count] += pairs(i, j) }
    }
  }

  /// Pairs within a sample less pairs across.
  private func statistic(_ signs: [Double]) -> Double { signs.dot(sums * signs) }

  /// Whether fewer than 5 % of 199 exchanges have as large a statistic.
  func rejects(using random: inout GSLRandom) -> Bool {
    let signs = (0..<2 * blocks).map { $0 < blocks ? 1.0 : -1 }
    let seen = statistic(signs)
    let larger = (0..<199).count { _ in
      statistic(random.permutation(2 * blocks).map { signs[Int($0)] }) >= seen
    }
    return Double(1 + larger) / 200 <= 0.05
  }
}

/// What four tests say of a pair: `compare`'s, maximum mean discrepancy, energy distance, and whether five nearest
/// neighbours are of the same sample.
func rejections(_ first: Matrix, _ second: Matrix, using random: inout GSLRandom) -> [Bool] {
  let ours = Comparison.jointProbability(first, second, using: &random) <= 0.05
  let rows = joined(first, second)
  let count = rows.count / dimension
  var distances = [Double](repeating: 0, count: count * count)
  for i in 0..<count {
    for j in 0..<i {
      var square = 0.0
      for k in 0..<dimension {
        let gap = rows[i * dimension + k] - rows[j * dimension + k]
        square += gap * gap
      }
      (distances[i * count + j], distances[j * count + i]) = (square.squareRoot(), square.squareRoot())
    }
  }
  let sorted = (0..<count).map { distances[$0 * count..<($0 + 1) * count].sorted() }
  let median = sorted.map { $0[count / 2] }.sorted()[count / 2]
  let tests = [
    PairTest(count: count) { exp(-0.5 * distances[$0 * count + $1] * distances[$0 * count + $1] / (median * median)) },
    PairTest(count: count) { -distances[$0 * count + $1] },
    PairTest(count: count) { distances[$0 * count + $1] <= sorted[$0][5] ? 1 : 0 },
  ]
  return [ours] + tests.map { $0.rejects(using: &random) }
}

print("share of \(repetitions) pairs that are rejected at 5 %, \(dimension) parameters")
print("draws              difference               amount  compare     MMD  energy  neighbours")
for (words, count, correlation) in [("1000 independent", 1000, 0.0), ("4000, AR(1) at 0.6", 4000, 0.6)] {
  for difference in differences {
    for amount in difference.amounts {
      let counts = await withTaskGroup(of: [Bool].self, returning: [Int].self) { group in
        for repetition in 0..<repetitions {
          group.addTask {
            var random = GSLRandom(seed: UInt64(1000 + repetition))
            let first = sample(count, correlation: correlation, { difference.change(amount, &$0) }, using: &random)
            let second = sample(count, correlation: correlation, { _ in }, using: &random)
            return rejections(first, second, using: &random)
          }
        }
        var sums = [0, 0, 0, 0]
        for await found in group {
          for (test, rejected) in found.enumerated() where rejected { sums[test] += 1 }
        }
        return sums
      }
      let shares = counts.map { String(format: "%7.2f", Double($0) / Double(repetitions)) }.joined(separator: " ")
      print(
        words.padding(toLength: 19, withPad: " ", startingAt: 0)
          + difference.name.padding(toLength: 25, withPad: " ", startingAt: 0)
          + String(format: "%6.2f  ", amount) + shares)
    }
  }
}

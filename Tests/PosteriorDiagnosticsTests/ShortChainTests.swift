import Foundation
import PosteriorModels
import Testing

@testable import PosteriorDiagnostics

/// Where chains are too short for their spread to show their error, a point says so in place of an interval.
@Suite struct ShortChainTests {
  /// Chains of a known law, all of whose directions have one memory, or one of them alone.
  struct Case: Sendable, CustomTestStringConvertible {
    let dimension: Int
    let chains: Int
    let isSlowInAll: Bool

    var testDescription: String { "d = \(dimension), \(chains) chains\(isSlowInAll ? "" : ", one slow direction")" }
    /// The effective draws that are asked for.
    var needed: Double { 50 + 5 * Double(dimension) }
  }

  /// N(shift, scale²) in each direction against N(0, 1), by autoregressive chains worth `size` draws in all.
  private func estimates(
    _ test: Case, size: Double, shift: Double, scale: Double, count: Int
  ) -> [(kl: DivergenceEstimate?, needed: Int?)] {
    let (d, memory) = (test.dimension, 8.0)
    let slow = (memory - 1) / (memory + 1)
    let correlation = (0..<d).map { test.isSlowInAll || $0 == 0 ? slow : 0.3 }
    let noise = correlation.map { (1 - $0 * $0).squareRoot() }
    let reference = MultivariateNormal.standard(d)
    let draws = max(8, Int(size * memory) / test.chains)
    return (0..<count).map { repetition in
      var random = GSLRandom(seed: 4_310, stream: repetition)
      let chains = (0..<test.chains).map { _ in
        var moments = BatchedMoments(reference: reference, drawCount: draws)
        var (z, position) = (random.normals(d), [Double](repeating: 0, count: d))
        for _ in 0..<draws {
          for j in 0..<d {
            z[j] = correlation[j] * z[j] + noise[j] * random.normal()
            position[j] = scale * z[j] + shift
          }
          moments.add(position)
        }
        return moments
      }
      let estimate = MomentEstimate(chains, reference: reference)
      return (estimate.klDivergence(), estimate.lengthNeeded(draws))
    }
  }

  static let cases = [
    Case(dimension: 1, chains: 4, isSlowInAll: true), Case(dimension: 4, chains: 4, isSlowInAll: true),
    Case(dimension: 4, chains: 4, isSlowInAll: false), Case(dimension: 12, chains: 4, isSlowInAll: true),
    Case(dimension: 2, chains: 1, isSlowInAll: true),
  ]

  /// From 10 effective draws to 10⁵: no more than 5 % of all points show an interval that misses the truth, short chains
  /// show none, and long ones do.
  @Test(arguments: cases) func intervalsOfAnyLength(_ test: Case) {
    for (shift, scale) in [(0.0, 1.0), (0.15, 1.1), (0.3, 1.5)] {
      let square = scale * scale
      let truth = 0.5 * Double(test.dimension) * (square - 1 - log(square) + shift * shift)
      for size in [10, 24, 40, test.needed, 2 * test.needed, 1000, 10_000, 100_000] {
        // About as much work at each length.
        let count = Int(min(200, max(10, 1e5 / (size * Double(test.dimension)))))
        let found = estimates(test, size: size, shift: shift, scale: scale, count: count)
        let shown = found.filter { $0.needed == nil }
        let missed = shown.count { !($0.kl.map { $0.lower <= truth && truth <= $0.upper } ?? false) }
        let bound = 0.05 * Double(count) + 3 * (0.0475 * Double(count)).squareRoot()
        let words: Comment = "\(missed) of \(count) miss, \(shown.count) shown, at \(size), \(shift), \(scale)"
        #expect(Double(missed) <= bound, words)
        if size <= 10 { #expect(Double(shown.count) <= 0.06 * Double(count), words) }
        if size >= 2.5 * test.needed { #expect(Double(shown.count) >= 0.9 * Double(count), words) }
      }
    }
  }

  /// The case in which intervals were too narrow: an effective sample size of about 24.
  @Test func aSweepSaysHowLongItsChainsMustBe() async throws {
    var random = GSLRandom(seed: 60)
    let design = Matrix(columnCount: 4, elements: random.normals(240))
    let responses = zip(design * [1, -1, 0.5, 0], random.normals(60)).map { $0 + $1 }
    let model = LinearRegression(
      design: design, responses: responses, noiseStandardDeviation: 1, prior: .normal(standardDeviation: 1))
    func point(epochs: Int) async throws -> SweepPoint {
      let sweep = try LearningRateSweep(
        model: model, samplers: [.ula], learningRates: [1.07e-4], settings: .init(epochs: epochs))
      return try #require(await sweep.run(threads: 2).points.first)
    }
    let short = try await point(epochs: 3000)
    #expect(short.kl == nil && short.wasserstein2 == nil)
    let needed = try #require(short.epochsNeeded)
    #expect((4000...20_000).contains(needed), "\(needed)")
    let long = try await point(epochs: 3 * needed)
    #expect(long.epochsNeeded == nil && long.kl != nil)
    // What is written is read.
    let read = try JSONDecoder().decode(SweepPoint.self, from: JSONEncoder().encode(short))
    #expect(read == short)
  }
}

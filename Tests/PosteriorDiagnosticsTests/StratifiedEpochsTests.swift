import Foundation
import PosteriorModels
import Testing

@testable import PosteriorDiagnostics
@testable import PosteriorSampling

/// Minibatches that have as many rows of each stratum: which rows, what noise, what law, and what is saved.
@Suite struct StratifiedEpochsTests {
  /// Every row comes once an epoch, and of each stratum as many in every minibatch, stratum by stratum.
  @Test(arguments: [(24, 4, 4), (23, 4, 2), (10, 6, 3), (442, 12, 4), (5, 5, 5), (7, 3, 3), (12, 12, 4), (9, 1, 1)])
  func everyMinibatchHasItsShare(_ count: Int, _ size: Int, _ strataCount: Int) {
    let batching = StratifiedEpochs(strataCount: strataCount)
    var (own, random) = (batching.minibatches(of: count, batchSize: size), GSLRandom(seed: 2))
    #expect(own.examples.sorted() == (0..<Int32(count)).map { $0 })
    // Rows that are equal in number, or nearly.
    let bounds = (0...strataCount).map { $0 * (count / strataCount) + min($0, count % strataCount) }
    func stratum(_ row: Int32) -> Int { bounds.lastIndex { $0 <= row } ?? -1 }
    var epochs: Set<[Int32]> = []
    for _ in 0..<20 {
      var (taken, left) = ([Int32](), (0..<strataCount).map { bounds[$0 + 1] - bounds[$0] })
      repeat {
        batching.advance(&own, using: &random)
        let rows = Array(own.examples[own.current])
        let expected = left.map { min($0, size / strataCount) }
        #expect(rows.map(stratum) == expected.enumerated().flatMap { Array(repeating: $0, count: $1) })
        left = zip(left, expected).map(-)
        taken += rows
      } while !own.isEpochEnd
      #expect(taken.sorted() == (0..<Int32(count)).map { $0 })
      epochs.insert(taken)
    }
    #expect(epochs.count > 10 || strataCount == count)
  }

  /// All epochs come equally often: 3! orders of each of two strata, whatever the generator. A stratum's order does not
  /// depend on that of the epoch before.
  @Test(arguments: [false, true]) func epochsAreEquallyLikely(_ isPlain: Bool) {
    let batching = StratifiedEpochs(strataCount: 2)
    var (own, random, plain) = (batching.minibatches(of: 6, batchSize: 2), GSLRandom(seed: 4), SplitMix64(seed: 4))
    var (counts, successions, last) = ([[Int32]: Double](), [[Int32]: Double](), [Int32]())
    for _ in 0..<7200 {
      var epoch: [Int32] = []
      repeat {
        if isPlain { batching.advance(&own, using: &plain) } else { batching.advance(&own, using: &random) }
        epoch += own.examples[own.current]
      } while !own.isEpochEnd
      counts[epoch, default: 0] += 1
      let order = epoch.filter { $0 < 3 }
      successions[last + order, default: 0] += 1
      last = order
    }
    successions = successions.filter { $0.key.count == 6 }  // The first epoch follows none.
    for counts in [counts, successions] {
      #expect(counts.count == 36)
      let distance = counts.values.reduce(0) { $0 + ($1 - 200) * ($1 - 200) / 200 }
      #expect(distance <= 35 + 4.5 * 70.0.squareRoot(), "\(distance)")
    }
  }

  /// Twelve rows, sorted by their responses or not.
  private func model(isSorted: Bool) -> LinearRegression {
    var random = GSLRandom(seed: 9)
    let x = random.normals(12)
    let rows = zip(x, random.normals(12)).map { ($0, $0 + 2 * $1) }
    let ordered = isSorted ? rows.sorted { $0.1 < $1.1 } : rows
    return LinearRegression(
      design: Matrix(columnCount: 1, elements: ordered.map(\.0)), responses: ordered.map(\.1),
      noiseStandardDeviation: 1, prior: .normal(standardDeviation: 1))
  }

  /// A minibatch's gradient has the full gradient as its mean, and Σ N_k²/b_k (1 − b_k/N_k) C_k as its variance.
  @Test(arguments: [false, true]) func noiseIsThatWithinStrata(_ isSorted: Bool) throws {
    let (model, position, draws) = (model(isSorted: isSorted), [0.3], 40_000)
    let batching = StratifiedEpochs(strataCount: 3)
    let gradient = MinibatchGradient(model, batching, batchSize: 6)
    let each = (0..<12).map { row -> Double in
      -model.responseResidual(row, position[0]) * model.design[row, 0]
    }
    let full = position[0] + each.reduce(0, +)
    let variance = (0..<3).reduce(0.0) { sum, stratum in
      let rows = each[4 * stratum..<4 * (stratum + 1)]
      let mean = rows.reduce(0, +) / 4
      let within = rows.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 3
      return sum + 16 / 2 * (1 - 2.0 / 4) * within
    }
    var random = GSLRandom(seed: 6)
    var own = gradient.start(at: position, using: &random)
    var (estimate, deviations) = ([0.0], [Double]())
    // The first minibatches of epochs do not depend on one another, and the second ones neither.
    for which in 0..<2 {
      deviations = []
      for _ in 0..<draws {
        for index in 0..<2 {
          _ = gradient.estimate(&estimate, at: position, state: &own, using: &random)
          if index == which { deviations.append(estimate[0] - full) }
        }
      }
      let mean = deviations.reduce(0, +) / Double(draws)
      let squares = deviations.map { $0 * $0 }
      let second = squares.reduce(0, +) / Double(draws)
      let spread = squares.reduce(0) { $0 + ($1 - second) * ($1 - second) } / Double(draws)
      #expect(abs(mean) < 4.5 * (variance / Double(draws)).squareRoot())
      #expect(abs(second - variance) < 4.5 * (spread / Double(draws)).squareRoot(), "\(second) and \(variance)")
    }
  }

  /// The mean and the variance at epoch ends, from all of the 20² epochs of two strata of six rows, two minibatches
  /// each.
  private func exactLaw(_ model: LinearRegression, rate: Double) -> (mean: Double, variance: Double) {
    func halves(_ rows: Range<Int>) -> [[Int]] {
      (0..<64).filter { $0.nonzeroBitCount == 3 }.map { mask in rows.filter { mask >> ($0 - rows.lowerBound) & 1 == 1 }
      }
    }
    var (a, aa, c, ac, cc, noise, count) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for first in halves(0..<6) {
      for second in halves(6..<12) {
        let (chosen, all) = (Set(first + second), Set(0..<12))
        var (slope, offset, spread) = (1.0, 0.0, 0.0)
        for rows in [chosen, all.subtracting(chosen)] {
          let curvature = 1 + 2 * rows.reduce(0) { $0 + model.design[$1, 0] * model.design[$1, 0] }
          let pull = 2 * rows.reduce(0) { $0 + model.design[$1, 0] * model.responses[$1] }
          let kept = 1 - rate * curvature
          (slope, offset, spread) = (kept * slope, kept * offset + rate * pull, kept * kept * spread + 2 * rate)
        }
        (a, aa, c) = (a + slope, aa + slope * slope, c + offset)
        (ac, cc, noise, count) = (ac + slope * offset, cc + offset * offset, noise + spread, count + 1)
      }
    }
    let mean = c / (count - a)
    let second = (2 * ac * mean + cc + noise) / (count - aa)
    return (mean, second - mean * mean)
  }

  /// SGWORLD on stratified minibatches follows the law of all their epochs, which a computed law finds too.
  @Test(arguments: [false, true]) func chainsFollowTheExactLaw(_ isSorted: Bool) async throws {
    let (model, rate, draws) = (model(isSorted: isSorted), 0.04, 60_000)
    let exact = exactLaw(model, rate: rate)
    let mode = try model.exactPosterior().mean
    let gradient = MinibatchGradient(model, StratifiedEpochs(strataCount: 2), batchSize: 6)
    let law = try AffineDynamics(gradient, EulerMaruyama(), mode: mode, orders: 4096).stationaryLaw(learningRate: rate)
    #expect(abs(law.covariance[0, 0] - exact.variance) < 4.5 * law.error.covariance[0, 0] + 1e-12)
    #expect(abs(law.mean[0] - exact.mean) < 4.5 * law.error.mean[0] + 1e-12)
    #expect(law.error.covariance[0, 0] < 0.01 * exact.variance)
    let sampler = LangevinSampler(
      gradient: gradient, integrator: EulerMaruyama(), learningRate: .constant(rate), stepsPerDraw: 2)
    let made = try await sampler.draws(from: [mode, mode], count: draws, burnIn: 2000, seed: 8, threads: 2)
    let reference = try MultivariateNormal(
      mean: [exact.mean], covariance: Matrix(columnCount: 1, elements: [exact.variance]))
    let estimate = MomentEstimate(
      (0..<2).map { chain in
        var moments = BatchedMoments(reference: reference, drawCount: draws)
        for draw in 0..<draws { moments.add([made[chain, draw, 0]]) }
        return moments
      }, reference: reference)
    let meanError = (exact.variance / estimate.effectiveSampleSize).squareRoot()
    #expect(abs(estimate.mean[0] - exact.mean) < 4.5 * meanError)
    let error = estimate.covarianceStandardError[0, 0]
    #expect(abs(estimate.covariance[0, 0] - exact.variance) < 4.5 * error)
    #expect(error < 0.01 * exact.variance)
  }

  /// With strata of four rows and of three, and a short minibatch, chains of SGWORLD and CALM have the computed law.
  @Test(arguments: [0, 2]) func unequalStrataFollowTheLaw(_ integrator: Int) throws {
    let gradient = MinibatchGradient(StationaryLawSimulationTests.model, StratifiedEpochs(strataCount: 2), batchSize: 2)
    func check(_ integrator: some LinearIntegrator) throws {
      try StationaryLawSimulationTests().compare(gradient, integrator, isExact: false)
    }
    try check(StationaryLawSimulationTests.integrators[integrator])
  }

  /// Minibatches that were saved anywhere in an epoch go on as they would have.
  @Test func savedMinibatchesGoOn() throws {
    let batching = StratifiedEpochs(strataCount: 3)
    var (own, random) = (batching.minibatches(of: 23, batchSize: 6), GSLRandom(seed: 1))
    for _ in 0..<12 {
      batching.advance(&own, using: &random)
      let data = try JSONEncoder().encode(own)
      var (again, same) = (try JSONDecoder().decode(Minibatches.self, from: data), random)
      var (other, stream) = (own, random)
      for _ in 0..<9 {
        batching.advance(&again, using: &same)
        batching.advance(&other, using: &stream)
        #expect(again.examples[again.current] == other.examples[other.current])
      }
    }
  }
}

extension LinearRegression {
  /// yᵢ − xᵢβ, of one coefficient.
  fileprivate func responseResidual(_ row: Int, _ coefficient: Double) -> Double {
    responses[row] - design[row, 0] * coefficient
  }
}

import Foundation
import PosteriorModels
import Testing

@testable import PosteriorDiagnostics

/// Divergences from a posterior that is known by draws alone.
@Suite struct ReferenceSweepTests {
  /// Autoregressive chains of N(shift, scale²) in each of d directions.
  private func chains(
    _ count: Int, of draws: Int, shift: Double = 0, scale: Double = 1, random: inout GSLRandom
  ) -> Draws {
    let d = 3
    let (correlation, noise) = (0.5, 0.75.squareRoot())
    var values: [Double] = []
    for _ in 0..<count {
      var z = random.normals(d)
      for _ in 0..<draws {
        for j in z.indices { z[j] = correlation * z[j] + noise * random.normal() }
        values += z.map { shift + scale * $0 }
      }
    }
    return Draws(parameterNames: (1...d).map { "x\($0)" }, chainCount: count, values: values)
  }

  /// Whichever of the two has the greater error, and where there is no difference at all.
  @Test(arguments: [(300, 3000), (3000, 300), (600, 600)], [(0.0, 1.0), (0.2, 1.15), (0.5, 1.5)])
  func intervalsHoldTheErrorOfBoth(
    _ lengths: (own: Int, reference: Int), _ law: (shift: Double, scale: Double)
  ) async throws {
    let square = law.scale * law.scale
    let kl = 1.5 * (square - 1 - log(square) + law.shift * law.shift)
    let wasserstein = (3 * (law.shift * law.shift + (law.scale - 1) * (law.scale - 1))).squareRoot()
    var (covered, coveredWithout, coveredWasserstein) = (0, 0, 0)
    for repetition in 0..<200 {
      var random = GSLRandom(seed: 8_120, stream: repetition)
      let reference = try await ReferenceDraws(chains(2, of: lengths.reference, random: &random))
      let draws = chains(2, of: lengths.own, shift: law.shift, scale: law.scale, random: &random)
      let own = MomentEstimate(
        (0..<2).map { chain in
          var moments = BatchedMoments(reference: reference.normal, drawCount: lengths.own)
          for draw in 0..<lengths.own { moments.add(draws.draw(draw, chain: chain)) }
          return moments
        }, reference: reference.normal)
      let both = own.against(reference.moments)
      func holds(_ estimate: DivergenceEstimate?, _ truth: Double) -> Int {
        estimate.map { $0.lower <= truth && truth <= $0.upper } == true ? 1 : 0
      }
      covered += holds(both.klDivergence(), kl)
      coveredWasserstein += holds(both.wasserstein2(), wasserstein)
      coveredWithout += holds(own.klDivergence(), kl)
    }
    // 95 %, less three binomial standard errors.
    #expect(covered >= 180 && coveredWasserstein >= 180, "\(covered), \(coveredWasserstein)")
    // Without the reference's own error it is not so, where that is the greater.
    if lengths.reference < lengths.own { #expect(coveredWithout < 160, "\(coveredWithout)") }
  }

  /// A sampler with a momentum, on a posterior whose law is known: what is measured against NUTS is what is measured
  /// against the closed form.
  @Test func aSamplerWithoutATwin() async throws {
    var random = GSLRandom(seed: 17)
    let design = Matrix(columnCount: 2, elements: random.normals(100))
    let responses = zip(design * [1, -1], random.normals(50)).map { $0 + $1 }
    let model = LinearRegression(
      design: design, responses: responses, noiseStandardDeviation: 1, prior: .normal(standardDeviation: 1))
    let family = SamplerFamily<LinearRegression>("sgnht", batchSize: 10) { site, rate in
      SGNHT(site.model, learningRate: .constant(rate), batchSize: site.batchSize)
    }
    func settings(_ estimator: DivergenceEstimator) -> SweepResult.Settings {
      .init(epochs: 8000, seed: 3, estimator: estimator)
    }
    let known = try await LearningRateSweep(
      model: model, samplers: [family], learningRates: [2e-3], settings: settings(.plugIn)
    ).run(threads: 2).points[0]
    let measured = try await ReferenceSweep(
      model: model, samplers: [family], learningRates: [2e-3], settings: settings(.reference)
    ).run(threads: 2).points[0]
    let (truth, found) = (try #require(known.kl), try #require(measured.kl))
    #expect(truth.resolved && found.resolved && measured.warnings == [])
    #expect(found.lower < truth.upper && truth.lower < found.upper, "\(truth), \(found)")
    #expect(found.upper - found.lower > truth.upper - truth.lower)
  }

  /// Chains of a reference that do not agree, or are too short, are said.
  @Test func aReferenceThatCannotBeTrusted() async throws {
    var random = GSLRandom(seed: 5)
    let (one, other) = (chains(1, of: 500, random: &random), chains(1, of: 500, shift: 3, random: &random))
    let apart = try await ReferenceDraws(Draws(combining: [one, other]))
    #expect(apart.warnings.contains { if case .referenceDisagrees = $0 { true } else { false } })
    let short = try await ReferenceDraws(chains(2, of: 40, random: &random))
    #expect(short.warnings.contains { if case .referenceTooShort = $0 { true } else { false } })
  }
}

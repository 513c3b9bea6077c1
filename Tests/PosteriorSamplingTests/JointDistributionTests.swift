import Foundation
import PosteriorDiagnostics
import PosteriorModels
import Testing

/// Geweke's test that a model's density is that of the data it claims to describe: J. Am. Stat. Assoc. 99 (2004) 799,
/// doi:10.1198/016214504000001132.
///
/// Two ways to draw (θ, y) from p(θ)p(y | θ): θ from the prior and y given θ, independently each time; and a chain that
/// in turn moves θ by steps that leave p(θ | y), as the model has it, as it is, and draws y anew given θ. A wrong prior,
/// likelihood or Jacobian makes the means of functions of (θ, y) differ.
///
/// The steps are random-walk Metropolis's, whose law the density alone decides. Gradients would add nothing: a wrong
/// one leaves MALA's and NUTS's law as it is, and is found by ``checkGradient(of:at:tolerance:)``.
@Suite struct JointDistributionTests {
  static let count = 40_000

  /// x/√(1 + x²): bounded, so that every mean has a standard error, also under a heavy-tailed prior.
  private func squash(_ x: Double) -> Double { x / (1 + x * x).squareRoot() }

  /// The functions whose means are compared: of each parameter, its square, and the likelihood of the data.
  private func functions(_ θ: [Double], _ model: some Posterior) -> [Double] {
    let likelihood = (0..<model.exampleCount).reduce(0) { $0 + model.logLikelihood(of: $1, at: θ.span) }
    let squashed = θ.map(squash)
    return squashed + squashed.map { $0 * $0 } + [squash(likelihood / Double(model.exampleCount))]
  }

  private func move(
    _ θ: [Double], _ model: some Posterior, scale: Double, using random: inout GSLRandom
  ) throws -> [Double] {
    let walk = RandomWalkMetropolis(model, scale: scale)
    var state = try walk.start(at: θ, using: &random)
    try walk.advance(&state, steps: 5, using: &random)
    return state.position
  }

  /// The z-scores of all functions. `altered` is the model as the chain sees it.
  private func scores(
    _ c: JointCase, altered: (any Posterior) -> any Posterior = { $0 }
  ) throws -> [Double] {
    var random = GSLRandom(seed: 4_900)
    var θ = c.prior(&random)
    var (independent, chain) = ([[Double]](), [[Double]]())
    for _ in 0..<Self.count {
      let drawn = c.prior(&random)
      independent.append(functions(drawn, altered(try c.model(drawn, &random))))
      let model = altered(try c.model(θ, &random))
      θ = try move(θ, model, scale: c.scale, using: &random)
      chain.append(functions(θ, model))
    }
    return independent[0].indices.map { k in
      func mean(_ values: [[Double]]) -> (mean: Double, mcse: Double) {
        let diagnostics = ConvergenceDiagnostics(Matrix(columnCount: values.count, elements: values.map { $0[k] }))
        return (diagnostics.mean, diagnostics.mcseMean)
      }
      let (a, b) = (mean(independent), mean(chain))
      return (a.mean - b.mean) / (a.mcse * a.mcse + b.mcse * b.mcse).squareRoot()
    }
  }

  /// 80 z-scores in all: with another seed one in 1800 runs of the suite would see |z| > 4.5.
  @Test(arguments: JointCase.all) func simulatorsAgree(_ c: JointCase) throws {
    let scores = try scores(c)
    #expect(scores.allSatisfy { abs($0) < 4.5 }, "\(scores)")
  }

  /// The test sees a noise variance that is wrong by a quarter, and a Jacobian left out.
  @Test func mistakesAreSeen() throws {
    let noise = try scores(JointCase.all[1]) { model in
      guard let model = model as? LinearRegression else { return model }
      return LinearRegression(
        design: model.design, responses: model.responses, noiseStandardDeviation: 0.8 * 1.25.squareRoot(),
        prior: model.prior)
    }
    #expect(noise.contains { abs($0) > 8 }, "\(noise)")
    let jacobian = try scores(JointCase.all[3]) { NoJacobian(base: $0) }
    #expect(jacobian.contains { abs($0) > 8 }, "\(jacobian)")
  }

  /// The density of σ where that of ln σ is meant. Only densities are used here.
  private struct NoJacobian: Posterior {
    let base: any Posterior
    var dimension: Int { base.dimension }
    var exampleCount: Int { base.exampleCount }
    func logPrior(at θ: Span<Double>) -> Double { base.logPrior(at: θ) - θ[dimension - 1] }
    func addLogPriorGradient(at θ: Span<Double>, to gradient: inout MutableSpan<Double>) {}
    func logLikelihood(of example: Int, at θ: Span<Double>) -> Double { base.logLikelihood(of: example, at: θ) }
    func addLogLikelihoodGradient(
      of example: Int, at θ: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>
    ) {}
  }
}

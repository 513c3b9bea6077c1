import Foundation
import PosteriorDiagnostics
import PosteriorSampling
import Testing

/// A normal distribution, by its precision.
struct Gaussian: LogDensity {
  let exact: MultivariateNormal
  let precision: Matrix

  init(mean: [Double], covariance: Matrix) throws {
    exact = try MultivariateNormal(mean: mean, covariance: covariance)
    precision = try Cholesky(covariance).inverse
  }

  /// Standard deviations 10^−2 … 10², in directions that are no axes.
  static func illConditioned() throws -> Gaussian {
    let rotation = Matrix(columnCount: 3, elements: [2, -2, 1, 1, 2, 2, 2, 1, -2].map { $0 / 3 })
    let covariance = rotation * Matrix(diagonal: [1e-4, 1, 1e4]) * rotation.transposed
    return try Gaussian(mean: [3, -1, 20], covariance: covariance.symmetrized)
  }

  var dimension: Int { exact.dimension }

  func logDensity(at position: Span<Double>) -> Double {
    var sum = 0.0
    for i in 0..<dimension {
      for j in 0..<dimension {
        sum -= 0.5 * (position[i] - exact.mean[i]) * precision[i, j] * (position[j] - exact.mean[j])
      }
    }
    return sum
  }

  func addLogDensityGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    for j in 0..<dimension { gradient.add(exact.mean[j] - position[j], timesRow: j, of: precision) }
  }
}

/// Any log density of few parameters, with a gradient that may be wrong.
struct Custom: LogDensity {
  var dimension = 1
  let value: @Sendable ([Double]) -> Double
  let gradient: @Sendable ([Double]) -> [Double]

  func logDensity(at position: Span<Double>) -> Double { value((0..<dimension).map { position[$0] }) }

  func addLogDensityGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    gradient.add(1, times: self.gradient((0..<dimension).map { position[$0] }).span)
  }

  /// −x⁴/4 − x²/2: no harmonic oscillator.
  static let quartic = Custom(value: { -0.25 * pow($0[0], 4) - 0.5 * $0[0] * $0[0] }) { [-pow($0[0], 3) - $0[0]] }

  /// The exponential distribution; what is outside its support is not even a number.
  static let exponential = Custom(value: { $0[0] > 0 ? -$0[0] : .nan }) { $0[0] > 0 ? [-1] : [.nan] }

  /// Neal's funnel: v ~ N(0, 9), x | v ~ N(0, eᵛ) (Ann. Stat. 31 (2003), section 8).
  static let funnel = Custom(
    dimension: 2, value: { -$0[0] * $0[0] / 18 - 0.5 * $0[0] - 0.5 * $0[1] * $0[1] * exp(-$0[0]) }
  ) {
    [-$0[0] / 9 - 0.5 + 0.5 * $0[1] * $0[1] * exp(-$0[0]), -$0[1] * exp(-$0[0])]
  }
}

extension HamiltonianSampler {
  /// The sampler that a chain's own warm-up has tuned, and where the chain has come to.
  func warmedUp(
    _ warmUp: WarmUp = WarmUp(), from position: [Double], using random: inout some RandomSource
  ) throws(SamplingError) -> (sampler: Self, state: State) {
    let tuning = selfTuning(warmUp)
    var state = try tuning.start(at: position, using: &random)
    while tuning.warmUpStepsLeft(of: state) > 0 { try tuning.step(&state, using: &random) }
    return (tuned(stepSize: state.stepSize, metric: state.metric), state.state)
  }
}

/// Runs a chain and holds every mean and variance against the truth, to `tolerance` standard errors by batch means.
/// Returns the least effective sample size.
@discardableResult
func expectMoments<Sampler: PosteriorSampler>(
  of sampler: Sampler, from state: Sampler.State, agreeWith exact: some ExactPosterior, draws: Int,
  tolerance: Double = 4, using random: inout GSLRandom, sourceLocation: SourceLocation = #_sourceLocation
) throws -> Double {
  var state = state
  let reference = try MultivariateNormal(mean: exact.mean, covariance: exact.covariance)
  var moments = BatchedMoments(reference: reference, drawCount: draws)
  for _ in 0..<draws {
    try sampler.step(&state, using: &random)
    moments.add(state.position)
  }
  let estimate = MomentEstimate([moments], reference: reference)
  for j in 0..<exact.dimension {
    let error = (estimate.mean[j] - exact.mean[j]) / estimate.meanStandardError[j]
    let spread =
      (estimate.covariance[j, j] - exact.covariance[j, j]) / estimate.covarianceStandardError[j, j]
    #expect(abs(error) < tolerance, "mean of \(exact.parameterNames[j])", sourceLocation: sourceLocation)
    #expect(abs(spread) < tolerance, "variance of \(exact.parameterNames[j])", sourceLocation: sourceLocation)
  }
  return estimate.effectiveSampleSize
}

/// How accurately draws represent a posterior: distances from a reference with their Monte Carlo error, and a verdict.
///
/// All are in units of the reference's standard deviations, parameter by parameter. Intervals are 95 % each, from
/// random signs of blocks of draws (blocks hold a chain's memory, so that correlation is counted); floors are what
/// draws of one law, as many and as correlated, would show. They hold while a block, 1/32 of the sample, is several
/// times the chain's memory.
public struct Comparison: Sendable, Hashable, Codable {
  /// One parameter's distances from the reference.
  public struct Parameter: Sendable, Hashable, Codable {
    /// The parameter's name, as the reference gives it.
    public let name: String
    /// The difference of the means.
    public let mean: DivergenceEstimate
    /// The difference of the standard deviations.
    public let standardDeviation: DivergenceEstimate
    /// W₁ of the marginal distributions.
    public let wasserstein1: DivergenceEstimate
    /// W₂ of the marginal distributions.
    package let wasserstein2: DivergenceEstimate
  }

  /// How far the correlation of two parameters is from the reference's.
  public struct Correlation: Sendable, Hashable, Codable {
    /// The name of the one.
    public let first: String
    /// The name of the other.
    public let second: String
    /// The difference of Fisher's z = artanh ρ.
    public let difference: DivergenceEstimate
  }

  /// What a comparison comes to.
  public enum Verdict: String, Sendable, CaseIterable, Codable {
    /// Every parameter's mean, standard deviation and W₁ have intervals that end below the tolerance, and the joint
    /// laws do not differ by more: neither a correlation nor the maximum mean discrepancy of all parameters.
    case match
    /// One of these is significantly not zero, at a family-wise 5 % level over all of them, and its estimate is above
    /// the tolerance; or a parameter is constant in both, at different values.
    case differ
    /// Neither, or the effective sample size is too small for intervals to mean anything.
    case cannotTell
  }

  /// The distances of each parameter that varies.
  public let parameters: [Parameter]
  /// The differences of correlations, of at most a hundred parameters.
  public let correlations: [Correlation]
  /// The parameters that have one value in all draws of both, which say nothing.
  public let constants: [String]
  /// p: the probability that samples of one law differ as much somewhere, over all means, standard deviations, W₁,
  /// correlations and the maximum mean discrepancy.
  public let jointProbability: Double
  /// KL(N(draws) ‖ N(reference)) between normals with the samples' moments, in nats; nil when either is singular.
  package let gaussianKL: DivergenceEstimate?
  /// KL by nearest neighbours, in nats, less its bias between normals with the samples' moments; nil when a sample is
  /// stuck at few values.
  package let neighbourKL: DivergenceEstimate?
  /// W₂ averaged over random directions: one number for the whole distribution, in the reference's standard
  /// deviations.
  package let slicedWasserstein2: DivergenceEstimate?
  /// W₂ by exact transport of at most 256 draws of each.
  package let transport: DivergenceEstimate?
  /// The root of the Sinkhorn divergence of at most 128 draws of each, its regularisation 0.1 of the median squared
  /// distance.
  package let sinkhorn: DivergenceEstimate?
  /// The squared maximum mean discrepancy of some thousand draws.
  package let meanDiscrepancy: DivergenceEstimate?
  /// The squared kernel Stein discrepancy of some thousand draws; nil without a model, or where a score is not finite.
  package let steinDiscrepancy: DivergenceEstimate?
  /// The draws' effective number, the smallest over the parameters, by 32 batch means.
  public let effectiveSampleSize: Double
  /// The reference's effective number.
  package let referenceEffectiveSampleSize: Double
  /// The tolerance, in the reference's standard deviations.
  package let tolerance: Double
  /// What the comparison comes to, for all parameters together.
  public let verdict: Verdict
  /// Why, in a sentence.
  public let reason: String
}

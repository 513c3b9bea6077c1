/// A divergence estimated from draws, with what is needed to trust it.
public struct DivergenceEstimate: Sendable, Hashable, Codable {
  /// The plug-in value less its Monte Carlo bias; 0 when that is negative.
  public let estimate: Double
  /// The lower end of the 95 % interval; 0 when that is negative.
  public let lower: Double
  /// The upper end of the 95 % interval.
  public let upper: Double
  /// What as many draws, as correlated, would show on average if the sampler were exact. For KL, draws that are
  /// effectively n independent ones have the floor d(d + 3)/(4n).
  public let floor: Double
  /// Whether the estimate stands above its floor and its interval above zero. A point that is not resolved only says
  /// that the divergence lies below `upper`.
  public let resolved: Bool
}

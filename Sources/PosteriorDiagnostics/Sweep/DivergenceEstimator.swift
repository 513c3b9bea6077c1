/// How a sweep estimates divergences.
public enum DivergenceEstimator: String, Sendable, Hashable, Codable, CaseIterable {
  /// From the moments of the draws alone, less their Monte Carlo bias.
  case plugIn = "plug-in"
  /// From the moments of the draws' difference to those of a chain on the exact gradient under the same noise, whose
  /// law is known: orders of magnitude below the plug-in's floor. For normal posteriors.
  case coupled
  /// From the moments of the draws' difference to those of a chain of the posterior itself under the same noise
  /// (``BiasMeasurement``). For any posterior.
  case twin
  /// From the moments of the draws alone, against those of draws by a sampler whose law is the posterior, such as a
  /// run of NUTS, whose own error counts too (``ReferenceSweep``). For any posterior and any sampler.
  case reference
}

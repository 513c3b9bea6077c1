extension Metric: Codable {
  private enum CodingKeys: CodingKey { case variances, factor, lowRank }

  /// Saves the variances, the Cholesky factor, or scales and directions; nothing of the identity.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .unit: break
    case .diagonal(let variances): try container.encode(variances, forKey: .variances)
    case .dense(let cholesky): try container.encode(cholesky.factor, forKey: .factor)
    case .lowRank(let metric): try container.encode(metric, forKey: .lowRank)
    }
  }

  /// Restores a metric that was saved.
  ///
  /// - Throws: `DecodingError` where variances are not positive, or a factor is not that of a covariance.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let variances = try container.decodeIfPresent([Double].self, forKey: .variances) {
      self = .diagonal(variances)
    } else if let factor = try container.decodeIfPresent(Matrix.self, forKey: .factor) {
      guard let cholesky = Cholesky(factor: factor) else {
        throw DecodingError.dataCorruptedError(
          forKey: .factor, in: container,
          debugDescription: "the factor is not lower triangular with a positive diagonal")
      }
      self = .dense(cholesky)
    } else if let metric = try container.decodeIfPresent(LowRankMetric.self, forKey: .lowRank) {
      self = .lowRank(metric)
    } else {
      self = .unit
    }
  }
}

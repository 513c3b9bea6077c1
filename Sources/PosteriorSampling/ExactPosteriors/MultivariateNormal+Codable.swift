extension MultivariateNormal: Hashable {
  /// Two are equal whose means and covariances are, whatever they call the parameters.
  public static func == (a: MultivariateNormal, b: MultivariateNormal) -> Bool {
    a.mean == b.mean && a.covariance == b.covariance
  }

  /// Hashes the mean and the covariance.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(mean)
    hasher.combine(covariance)
  }
}

extension MultivariateNormal: Codable {
  private enum CodingKeys: String, CodingKey { case mean, covariance }

  /// Encodes the mean and the covariance; the parameters' names are not part of it.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(mean, forKey: .mean)
    try container.encode(covariance, forKey: .covariance)
  }

  /// Decodes a mean of d elements and a covariance of d rows.
  ///
  /// - Throws: `DecodingError.dataCorrupted` when these are of different sizes, or the covariance is not positive
  ///   definite; then its underlying error is a `GSLError`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let mean = try container.decode([Double].self, forKey: .mean)
    let covariance = try container.decode(Matrix.self, forKey: .covariance)
    let (d, path) = (mean.count, container.codingPath)
    guard d > 0, covariance.rowCount == d, covariance.columnCount == d else {
      throw DecodingError.dataCorrupted(.init(codingPath: path, debugDescription: "mean and covariance differ in size"))
    }
    do throws(GSLError) { try self.init(mean: mean, covariance: covariance) } catch {
      throw DecodingError.dataCorrupted(
        .init(codingPath: path, debugDescription: "the covariance is not positive definite", underlyingError: error))
    }
  }
}

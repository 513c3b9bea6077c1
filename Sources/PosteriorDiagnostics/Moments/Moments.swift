/// A mean and a covariance.
public struct Moments: Sendable, Hashable {
  /// The mean: d elements.
  public var mean: [Double]
  /// The covariance: d × d, symmetric.
  public var covariance: Matrix

  /// A mean of d elements and a d × d covariance.
  public init(mean: [Double], covariance: Matrix) {
    precondition(
      covariance.rowCount == mean.count && covariance.columnCount == mean.count,
      "a mean of \(mean.count) elements needs a covariance of as many rows and columns")
    self.mean = mean
    self.covariance = covariance
  }

  /// The moments of an exact posterior.
  public init(_ posterior: some ExactPosterior) {
    self.init(mean: posterior.mean, covariance: posterior.covariance)
  }
}

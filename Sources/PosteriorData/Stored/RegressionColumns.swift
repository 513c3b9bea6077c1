/// Which columns of a table a regression explains, and by which.
public struct RegressionColumns: Sendable, Hashable {
  /// The column of responses.
  public var target: String
  /// The columns to explain it with; nil for every column but the target.
  public var features: [String]?
  /// Whether the design begins with a column of ones.
  public var intercept = true
  /// Whether each feature is brought to mean 0 and population standard deviation 1.
  public var standardize = false

  /// The column `target`, explained by the columns `features`; by every other one where they are nil.
  public init(target: String, features: [String]? = nil, intercept: Bool = true, standardize: Bool = false) {
    (self.target, self.features) = (target, features)
    (self.intercept, self.standardize) = (intercept, standardize)
  }
}

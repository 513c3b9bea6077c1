import PosteriorNumerics

/// What a regression model takes from a table: the design and the responses, with their names.
public struct RegressionData: Sendable {
  /// The design X, N × d: a column of ones first if there is an intercept, then a column for each feature.
  public let design: Matrix
  /// The N responses y, in the units of the table.
  public let responses: [Double]
  /// The name of each column of the design, and so of each coefficient: "intercept" first, then the features.
  public let parameterNames: [String]
  /// The names of the features.
  package let featureNames: [String]
  /// The name of the column that the responses are.
  package let targetName: String
  /// What was taken out of each feature, in the order of `featureNames`; nil if they are in the units of the table.
  public internal(set) var standardization: Standardization?

  /// Where the responses number the values of a column, these values.
  package var responseValues: [String] = []

  /// The name of the column of ones.
  package static let interceptName = "intercept"

  /// The responses in the column `target` on the columns `features`.
  ///
  /// - Parameters:
  ///   - table: Two rows or more.
  ///   - target: The column to explain.
  ///   - features: The columns to explain it with; nil for every column but the target. May be empty if there is an
  ///     intercept.
  ///   - intercept: Whether the design starts with a column of ones.
  ///   - standardize: Whether each feature is brought to mean 0 and population standard deviation 1.
  public init(
    _ table: Table, target: String, features: [String]? = nil, intercept: Bool = true, standardize: Bool = true
  ) throws(DataError) {
    responses = try table.column(target)
    guard table.rowCount >= 2 else {
      throw DataError(table.source, "there is only one row of numbers; a regression needs two or more")
    }
    let featureNames = features ?? table.columnNames.filter { $0 != target }
    try Self.check(featureNames, source: table.source, target: target, intercept: intercept)

    let featureColumns: Matrix
    do throws(DataError) {
      if standardize {
        let (matrix, standardization) = try table.standardizedMatrix(of: featureNames)
        featureColumns = matrix
        self.standardization = standardization
      } else {
        featureColumns = try table.matrix(of: featureNames)
        standardization = nil
      }
    } catch {
      throw features == nil ? error.adding(", or select the columns to use as features without this one") : error
    }
    design = intercept ? Self.withOnes(before: featureColumns) : featureColumns
    parameterNames = (intercept ? [Self.interceptName] : []) + featureNames
    self.featureNames = featureNames
    targetName = target
  }

  /// The design's rows for another table, which needs the features alone. These are shifted and scaled as they were
  /// here.
  package func designRows(of table: Table) throws(DataError) -> Matrix {
    var features = try table.matrix(of: featureNames)
    if let standardization {
      for i in 0..<features.rowCount {
        for j in 0..<features.columnCount {
          features[i, j] = (features[i, j] - standardization.means[j]) / standardization.scales[j]
        }
      }
    }
    return parameterNames.count > featureNames.count ? Self.withOnes(before: features) : features
  }

  private static func check(
    _ features: [String], source: String, target: String, intercept: Bool
  ) throws(DataError) {
    guard intercept || !features.isEmpty else {
      throw DataError(source, "there is nothing to explain \(quoted(target)) with; select a feature or an intercept")
    }
    var seen: Set<String> = []
    for name in features {
      guard name != target else {
        throw DataError(source, column: name, "the target cannot be a feature too")
      }
      guard seen.insert(name).inserted else {
        throw DataError(source, column: name, "the feature is selected twice; select it once")
      }
      guard !intercept || name != interceptName else {
        throw DataError(source, column: name, "a feature cannot have the intercept's name; rename the column")
      }
    }
  }

  private static func withOnes(before features: Matrix) -> Matrix {
    var design = Matrix(rowCount: features.rowCount, columnCount: features.columnCount + 1, repeating: 1)
    for i in 0..<features.rowCount {
      for j in 0..<features.columnCount { design[i, j + 1] = features[i, j] }
    }
    return design
  }
}

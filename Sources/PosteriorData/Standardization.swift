import PosteriorNumerics

/// The mean and the standard deviation taken out of each feature: z = (x − mean)/scale.
///
/// A coefficient b of z is b/scale in the units of x, and takes b·mean/scale off the intercept.
public struct Standardization: Sendable, Hashable {
  /// The mean of each feature.
  public let means: [Double]
  /// The population standard deviation of each feature (the sum of squares is divided by N, as scikit-learn does).
  public let scales: [Double]
}

extension Table {
  /// The columns called `names`, each with mean 0 and population standard deviation 1, and what was taken out of them.
  ///
  /// A column must vary: the same number in every row is an error.
  package func standardizedMatrix(
    of names: [String]
  ) throws(DataError) -> (matrix: Matrix, standardization: Standardization) {
    var matrix = try matrix(of: names)
    var means: [Double] = []
    var scales: [Double] = []
    for (j, name) in names.enumerated() {
      let numbers = matrix.column(j)
      guard numbers.contains(where: { $0 != numbers[0] }) else {
        throw DataError(
          source, column: name, "every row holds \(numbers[0]), which cannot be standardised; leave the column out")
      }
      let (mean, scale) = numbers.meanAndDeviation(lost: 0)
      // Differences, and one over the scale, must be numbers too.
      guard scale.isNormal, numbers.binaryUnit < 0x1p1022 else {
        throw DataError(
          source, column: name, "the numbers are too far from 1 to be standardised; write the column in other units")
      }
      for i in 0..<rowCount { matrix[i, j] = (numbers[i] - mean) / scale }
      means.append(mean)
      scales.append(scale)
    }
    return (matrix, Standardization(means: means, scales: scales))
  }
}

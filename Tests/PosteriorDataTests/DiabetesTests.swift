import PosteriorNumerics
import PosteriorData
import Testing

/// The embedded data against numbers that Python (numpy, math.fsum) computed from scikit-learn's files.
@Suite struct DiabetesTests {
  @Test func hasTheColumnsOfThePaper() {
    #expect(Table.diabetes.rowCount == 442)
    #expect(
      Table.diabetes.columnNames
        == ["age", "sex", "bmi", "bp", "tc", "ldl", "hdl", "tch", "ltg", "glu", "progression"])
  }

  /// Sum, population standard deviation, least and greatest.
  @Test(arguments: [
    ("age", 21445.0, 13.094190207980025, 19.0, 79.0),
    ("sex", 649, 0.4989957359922028, 1, 2),
    ("bmi", 11658.1, 4.413120855492464, 18, 42.2),
    ("bp", 41833.98, 13.815628311857534, 62, 133),
    ("tc", 83600, 34.568880126921364, 97, 301),
    ("ldl", 51024.1, 30.378657550243798, 41.6, 242.4),
    ("hdl", 22006.5, 12.919562419379737, 22, 99),
    ("tch", 1799.05, 1.288989285051803, 2, 9.09),
    ("ltg", 2051.5036, 0.5217992869003063, 3.2581, 6.107),
    ("glu", 40337, 11.48332247173548, 58, 124),
    ("progression", 67243, 77.00574586944045, 25, 346),
  ])
  func hasTheKnownMoments(_ name: String, _ sum: Double, _ deviation: Double, _ least: Double, _ greatest: Double)
    throws
  {
    let numbers = try Table.diabetes.column(name)
    #expect(abs(numbers.reduce(0, +) / sum - 1) < 1e-12)
    #expect(numbers.min() == least && numbers.max() == greatest)
    let standardization = try Table.diabetes.standardizedMatrix(of: [name]).standardization
    #expect(abs(standardization.scales[0] / deviation - 1) < 1e-12)
    #expect(abs(standardization.means[0] * 442 / sum - 1) < 1e-12)
  }

  @Test func hasTheKnownRegression() throws {
    let data = try RegressionData(.diabetes, target: "progression", features: Table.diabetesFeatures)
    #expect(data.parameterNames == ["intercept", "sex", "bmi", "bp", "hdl", "ltg"])
    let first = [
      1, 1.065488479751468, 1.2970884623909968, 0.4598405719909804, -0.9124505270223768, 0.41853092894935107,
    ]
    let last = [
      1, -0.9385366608874629, -1.5353741891683417, -1.7116133295483296, 3.6542676082217533, -0.08875224802166774,
    ]
    #expect(distance(data.design.row(0), first) < 1e-12)
    #expect(distance(data.design.row(441), last) < 1e-12)
    let leastSquares = [
      152.13348416289594, -11.214550060717773, 24.903579985679507, 15.517229301264804, -13.751790094149193,
      22.559685725679774,
    ]
    #expect(distance(try coefficients(data), leastSquares) < 1e-10)
  }

  @Test func recommendsFeaturesOfConditionFivePointFour() throws {
    let correlation = try Table.diabetes.standardizedMatrix(of: Table.diabetesFeatures).matrix.gram
    let eigenvalues = try SymmetricEigen(correlation).values
    let (least, greatest) = (try #require(eigenvalues.min()), try #require(eigenvalues.max()))
    #expect(abs(greatest / least - 5.417487800877) < 1e-10)
  }

  /// Coefficients of standardised features, taken back to the units of the table, are those of the plain features.
  @Test func standardizationCanBeUndone() throws {
    let features = Table.diabetesFeatures
    let standardized = try RegressionData(.diabetes, target: "progression", features: features)
    let plain = try RegressionData(.diabetes, target: "progression", features: features, standardize: false)
    let standardization = try #require(standardized.standardization)
    var back = try coefficients(standardized)
    for j in features.indices {
      back[j + 1] /= standardization.scales[j]
      back[0] -= back[j + 1] * standardization.means[j]
    }
    // The plain normal equations have condition number 10⁷.
    #expect(distance(back, try coefficients(plain)) < 1e-6)
  }

  private func coefficients(_ data: RegressionData) throws -> [Double] {
    let cholesky = try Cholesky(data.design.gram)
    return cholesky.inverse * (data.design.transposed * data.responses)
  }

  private func distance(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).map { abs($0 - $1) }.max() ?? .infinity
  }
}

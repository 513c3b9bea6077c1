import PosteriorNumerics
import PosteriorData
import Testing

@Suite struct RegressionDataTests {
  let table: Table

  init() throws {
    table = try Table(csv: "a,y,b,flat\n1,10,2,5\n2,20,4,5\n6,60,0,5\n", source: "t.csv")
  }

  @Test func defaultsToEveryOtherColumn() throws {
    let data = try RegressionData(table, target: "y", standardize: false)
    #expect(data.design == Matrix(columnCount: 4, elements: [1, 1, 2, 5, 1, 2, 4, 5, 1, 6, 0, 5]))
    #expect(data.responses == [10, 20, 60])
    #expect(data.parameterNames == ["intercept", "a", "b", "flat"])
    #expect(data.featureNames == ["a", "b", "flat"])
    #expect(data.targetName == "y")
    #expect(data.standardization == nil)
  }

  @Test func takesFeaturesInTheOrderAsked() throws {
    let data = try RegressionData(table, target: "y", features: ["b", "a"], intercept: false, standardize: false)
    #expect(data.design == Matrix(columnCount: 2, elements: [2, 1, 4, 2, 0, 6]))
    #expect(data.parameterNames == ["b", "a"])
  }

  @Test func anInterceptAloneIsAModel() throws {
    let data = try RegressionData(table, target: "y", features: [])
    #expect(data.design == Matrix(columnCount: 1, elements: [1, 1, 1]))
    #expect(data.parameterNames == ["intercept"])
  }

  /// By hand: a has mean 3 and deviations −2, −1, 3, so variance 14/3; b mean 2, deviations 0, 2, −2, variance 8/3.
  @Test func standardizesFeaturesAndNotTheTarget() throws {
    let data = try RegressionData(table, target: "y", features: ["a", "b"])
    let standardization = try #require(data.standardization)
    #expect(standardization.means == [3, 2])
    let (a, b) = ((14.0 / 3).squareRoot(), (8.0 / 3).squareRoot())
    #expect(standardization.scales == [a, b])
    #expect(data.design == Matrix(columnCount: 3, elements: [1, -2 / a, 0, 1, -1 / a, 2 / b, 1, 3 / a, -2 / b]))
    #expect(data.responses == [10, 20, 60])
  }

  @Test(arguments: [
    (
      "z", ["a"], true,
      "t.csv: there is no column \"z\"; the columns are \"a\", \"y\", \"b\", \"flat\""
    ),
    ("y", ["a", "y"], true, "t.csv, column \"y\": the target cannot be a feature too"),
    ("y", ["a", "b", "a"], true, "t.csv, column \"a\": the feature is selected twice; select it once"),
    ("y", [], false, "t.csv: there is nothing to explain \"y\" with; select a feature or an intercept"),
    (
      "y", ["a", "flat"], true,
      "t.csv, column \"flat\": every row holds 5.0, which cannot be standardised; leave the column out"
    ),
    (
      "y", nil, true,
      "t.csv, column \"flat\": every row holds 5.0, which cannot be standardised; leave the column out, "
        + "or select the columns to use as features without this one"
    ),
  ])
  func refusesTheSelection(_ target: String, _ features: [String]?, _ intercept: Bool, _ expected: String) {
    #expect(
      message { _ = try RegressionData(table, target: target, features: features, intercept: intercept) } == expected)
  }

  /// Squares of these numbers are none: 1, 2 and 6 have the mean 3 and the standard deviation √(14/3).
  @Test(arguments: ["e-307", "e-300", "e-160", "e160", "e300", "e306"])
  func standardizesNumbersOfAnySize(_ size: String) throws {
    let table = try Table(csv: "x,y\n1\(size),10\n2\(size),20\n6\(size),60\n", source: "t.csv")
    let data = try RegressionData(table, target: "y", intercept: false)
    let (unit, deviation) = (try #require(Double("1" + size)), (14.0 / 3).squareRoot())
    let taken = try #require(data.standardization)
    let (mean, scale): (Double, Double) = (taken.means[0] / unit, taken.scales[0] / unit)
    #expect(abs(mean - 3) < 1e-14 && abs(scale / deviation - 1) < 1e-14)
    for (i, number) in [1.0, 2, 6].enumerated() {
      #expect(abs(data.design[i, 0] - (number - 3) / deviation) < 1e-14)
    }
  }

  @Test(arguments: [
    ("x,y\n1,2\n", "t.csv: there is only one row of numbers; a regression needs two or more"),
    (
      "name,y\nAnn,2\nBob,3\n",
      "t.csv, line 2, column \"name\": \"Ann\" is not a number; write a decimal such as -2.5 or 1e-3, "
        + "or select the columns to use as features without this one"
    ),
    ("x,y\n1,2\n2,low\n", "t.csv, line 3, column \"y\": \"low\" is not a number; write a decimal such as -2.5 or 1e-3"),
    (
      "intercept,y\n1,2\n2,3\n",
      "t.csv, column \"intercept\": a feature cannot have the intercept's name; rename the column"
    ),
    (
      "x,y\n1.7e308,2\n-1e308,3\n",
      "t.csv, column \"x\": the numbers are too far from 1 to be standardised; write the column in other units, "
        + "or select the columns to use as features without this one"
    ),
    (
      "x,y\n1e-310,2\n-1e-310,3\n",
      "t.csv, column \"x\": the numbers are too far from 1 to be standardised; write the column in other units, "
        + "or select the columns to use as features without this one"
    ),
  ])
  func refusesTheTable(_ text: String, _ expected: String) throws {
    let table = try Table(csv: text, source: "t.csv")
    #expect(message { _ = try RegressionData(table, target: "y") } == expected)
  }

  @Test func aSelectedColumnOfTextIsNotAskedToBeLeftOut() throws {
    let table = try Table(csv: "name,y\nAnn,2\nBob,3\n", source: "t.csv")
    #expect(
      message { _ = try RegressionData(table, target: "y", features: ["name"]) }
        == "t.csv, line 2, column \"name\": \"Ann\" is not a number; write a decimal such as -2.5 or 1e-3")
  }
}

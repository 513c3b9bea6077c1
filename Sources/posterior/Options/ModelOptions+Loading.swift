import Foundation
import PosteriorData
import PosteriorDiagnostics
import PosteriorModels

extension ModelOptions {
  /// The table that the options name, and its target.
  func table() throws -> (table: Table, target: String) {
    guard let data else { return (.diabetes, target ?? "progression") }
    return (try Table(contentsOf: data, decimalCommas: decimalComma), target ?? "")
  }

  /// The design and responses that the options select.
  ///
  /// - Parameter classes: How many classes the responses are, where they are classes: these are numbered.
  func regressionData(intercept: Bool = true, classes: TargetClasses? = nil) throws -> RegressionData {
    let (table, target) = try table()
    let named = try features.map { try Table.names(inList: $0, source: "--features") }
    let (numbered, values) = try classes?.number(target, of: table) ?? (table, [])
    var regression = try RegressionData(
      numbered, target: target, features: named ?? (data == nil ? Table.diabetesFeatures : nil),
      intercept: intercept && !noIntercept, standardize: standardize || data == nil)
    regression.responseValues = values
    try checkSquares(regression.responses, regression.targetName)
    for (column, name) in regression.parameterNames.enumerated() {
      try checkSquares(regression.design.column(column), name, orElse: ", or give --standardize")
    }
    return regression
  }

  /// The column of observations that the options select, and its name.
  func observations() throws -> (values: [Double], name: String) {
    let (table, target) = try table()
    let values = try table.column(target)
    guard values.count >= 2 else { throw Failure(.data, "\(table.source): one row is too few: give at least two") }
    try checkSquares(values, target)
    return (values, target)
  }

  /// Refuses numbers whose squares cannot be summed, as every likelihood does.
  private func checkSquares(_ numbers: [Double], _ name: String, orElse remedy: String = "") throws {
    guard let row = numbers.firstIndex(where: { abs($0) > 1e150 }) else { return }
    throw SamplingError.improperPosterior(
      "column '\(name)', data row \(row + 1): squares of numbers such as \(shortened(numbers[row])) cannot be summed; "
        + "write the column in units in which it is below 1e150\(remedy)")
  }
}

extension RegressionData {
  /// The data in words.
  var description: String {
    "\(targetName)\(classWords) on \(parameterNames.joined(separator: ", "))"
      + (standardization == nil ? "" : " (standardized)")
  }

  /// The standard deviation of the residuals of least squares, with N − d degrees of freedom.
  func residualStandardDeviation() throws -> Double {
    let freedom = responses.count - design.columnCount
    guard freedom > 0 else {
      throw SamplingError.improperPosterior(
        "\(responses.count) rows are too few to estimate the noise with \(design.columnCount) coefficients: "
          + "give --noise-sd, or fewer --features")
    }
    let fit = try LinearRegression(
      design: design, responses: responses, noiseStandardDeviation: 1, parameterNames: parameterNames
    ).exactPosterior()
    let unit = responses.binaryUnit
    let (values, residuals) = (responses.map { $0 / unit }, zip(responses, design * fit.mean).map { ($0 - $1) / unit })
    let deviation = (residuals.dot(residuals) / Double(freedom)).squareRoot()
    guard deviation > 1e-12 * values.dot(values).squareRoot() else {
      throw SamplingError.improperPosterior(
        "the features fit '\(targetName)' exactly: give the noise with --noise-sd")
    }
    return try checkedNoise(deviation * unit, targetName)
  }
}

/// A noise as it was found in a column; its square must be a number, and one over that too.
func checkedNoise(_ deviation: Double, _ column: String) throws(SamplingError) -> Double {
  guard deviation.isFinite, deviation < 1e150, deviation > 1e-150 else {
    throw .improperPosterior(
      "column '\(column)': a standard deviation of \(shortened(deviation)) is beyond what can be computed with: give "
        + "the column in other units")
  }
  return deviation
}

extension RegressionData {
  /// The responses as counts.
  func counts() throws(SamplingError) -> [Int] {
    for (row, value) in responses.enumerated() where !(value >= 0 && value <= 1e9 && value == value.rounded()) {
      throw .improperPosterior(
        "column '\(targetName)', data row \(row + 1): \(shortened(value)) is not a whole number from 0 to 1e9")
    }
    return responses.map { Int($0) }
  }
}

import Foundation
import PosteriorData
import PosteriorDiagnostics
import PosteriorModels

extension ModelOptions {
  /// The table that the options name, and its target.
  private func table() throws -> (table: Table, target: String) {
    guard let data else { return (.diabetes, target ?? "progression") }
    return (try Table(contentsOf: data), target ?? "")
  }

  /// The design and responses that the options select.
  func regressionData(intercept: Bool = true) throws -> RegressionData {
    let (table, target) = try table()
    let named = features?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    return try RegressionData(
      table, target: target, features: named ?? (data == nil ? Table.diabetesFeatures : nil),
      intercept: intercept && !noIntercept, standardize: standardize || data == nil)
  }

  /// The column of observations that the options select, and its name.
  func observations() throws -> (values: [Double], name: String) {
    let (table, target) = try table()
    let values = try table.column(target)
    guard values.count >= 2 else { throw Failure(.data, "\(table.source): one row is too few: give at least two") }
    return (values, target)
  }
}

extension RegressionData {
  /// The data in words.
  var description: String {
    "\(targetName) on \(parameterNames.joined(separator: ", "))" + (standardization == nil ? "" : " (standardized)")
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
    let residuals = zip(responses, design * fit.mean).map { $0 - $1 }
    let deviation = (residuals.dot(residuals) / Double(freedom)).squareRoot()
    guard deviation > 1e-12 * responses.dot(responses).squareRoot() else {
      throw SamplingError.improperPosterior(
        "the features fit '\(targetName)' exactly: give the noise with --noise-sd")
    }
    return deviation
  }
}

extension RegressionData {
  /// The responses as whole numbers from 0, and below `limit` if that is given.
  func labels(below limit: Int = .max) throws(SamplingError) -> [Int] {
    for (row, value) in responses.enumerated()
    where !(value >= 0 && value <= 1e9 && value == value.rounded() && value < Double(limit)) {
      let wanted = limit < .max ? "0 to \(limit - 1)" : "a whole number from 0"
      throw .improperPosterior("column '\(targetName)', data row \(row + 1): \(shortened(value)) is not \(wanted)")
    }
    return responses.map { Int($0) }
  }

  /// The responses as classes, from 0, of which there must be two or more.
  func classes() throws(SamplingError) -> (labels: [Int], count: Int) {
    let labels = try labels()
    guard let last = labels.max(), last > 0 else {
      throw .improperPosterior("column '\(targetName)' has the class 0 alone: there must be two or more")
    }
    guard last < labels.count else {
      throw .improperPosterior(
        "column '\(targetName)' has the class \(last), more than there are rows: number the classes 0, 1, …")
    }
    return (labels, last + 1)
  }
}

extension [Double] {
  /// The standard deviation, with n − 1 degrees of freedom.
  var standardDeviation: Double {
    let mean = reduce(0, +) / Double(count)
    return (reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(Swift.max(1, count - 1))).squareRoot()
  }
}

import PosteriorData
import PosteriorDiagnostics
import PosteriorModels

/// What an entry of the catalogue makes its model of.
struct ModelInput {
  let source: ModelOptions
  /// The standard deviation of the normal prior; nil for a flat one.
  let priorStandardDeviation: Double?
  /// Threads that one chain has to itself.
  var threads = 1

  /// The prior of a model without a closed form.
  var prior: Prior { priorStandardDeviation.map { .normal(standardDeviation: $0) } ?? .flat }

  /// The prior of a model with a closed form.
  var normalPrior: NormalPrior { priorStandardDeviation.map { .normal(standardDeviation: $0) } ?? .flat }

  /// Units in a network's hidden layer.
  var hiddenCount: Int { source.hidden ?? 4 }

  /// The prior in words.
  var priorWords: String {
    priorStandardDeviation.map { "prior sd \(shortened($0))\(source.unknownNoise ? " σ" : "")" } ?? "flat prior"
  }

  /// The design and responses that the options select; classes are numbered.
  func regressionData(intercept: Bool = true, classes: TargetClasses? = nil) throws -> RegressionData {
    let data = try source.regressionData(intercept: intercept, classes: classes)
    if priorStandardDeviation == nil { try checkColumns(data) }
    return data
  }

  /// Columns that least squares cannot tell apart no likelihood of xᵀβ can.
  private func checkColumns(_ data: RegressionData) throws {
    _ = try LinearRegression(
      design: data.design, responses: data.responses, noiseStandardDeviation: 1, parameterNames: data.parameterNames
    ).exactPosterior()
  }

  /// The noise given, or that of the least-squares residuals.
  func noise(_ data: RegressionData) throws -> Double {
    try source.noiseStandardDeviation ?? data.residualStandardDeviation()
  }

  /// Data, noise where there is one, and prior in words.
  func words(_ data: RegressionData, noise: Double? = nil) -> String {
    let noise = source.unknownNoise ? "unknown noise" : noise.map { "noise sd \(shortened($0))" }
    let parts = [data.description, noise, priorWords]
    return parts.compactMap(\.self).joined(separator: ", ")
  }
}

import Foundation

/// A regression with a linear predictor that a graph turned out to be.
enum RecognizedRegression {
  /// Normal responses of one known precision.
  case linear(Matrix, responses: [Double], noisePrecision: Double)
  /// Labels, 0 or 1.
  case logistic(Matrix, labels: [Int])
  /// Counts, with known parts of their predictors.
  case poisson(Matrix, counts: [Int], offsets: [Double])

  /// Its packed form; nil where the design is too wide.
  func packed(_ priors: IndependentNormals) -> PackedModel? {
    switch self {
    case .linear(let design, let responses, let noisePrecision):
      .linearRegression(design, responses, noisePrecision: noisePrecision, prior: priors)
    case .logistic(let design, let labels):
      .logisticRegression(design, signs: labels.map { $0 == 1 ? 1 : -1 }, prior: priors)
    case .poisson(let design, let counts, let offsets):
      .poissonRegression(design, counts: counts, offsets: offsets, prior: priors)
    }
  }

  /// The library's own model of the same examples, with a flat prior; nil where its numbers leave a double's range.
  var model: (any GeneralizedLinearModel)? {
    switch self {
    case .linear(let design, let responses, let noisePrecision):
      let deviation = 1 / noisePrecision.squareRoot()
      guard deviation > 0, (1 / (deviation * deviation)).isFinite else { return nil }
      return LinearRegression(design: design, responses: responses, noiseStandardDeviation: deviation)
    case .logistic(let design, let labels): return LogisticRegression(design: design, labels: labels)
    case .poisson(let design, let counts, let offsets):
      let exposures = offsets.map { exp($0) }
      guard exposures.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
      return PoissonRegression(design: design, counts: counts, exposures: exposures)
    }
  }
}

import Foundation
import PosteriorModels
import Testing

/// A sampler of linear regression with unknown noise, tuned by hand and roughly, so that rejections are common.
struct CalibrationCase: Sendable, CustomTestStringConvertible {
  typealias Model = LinearRegressionUnknownNoise

  let testDescription: String
  let sampler: @Sendable (Model) throws -> any PosteriorSampler

  init(_ name: String, _ sampler: @escaping @Sendable (Model) throws -> any PosteriorSampler) {
    testDescription = name
    self.sampler = sampler
  }

  static let all = [
    CalibrationCase("exact") { ExactSampler(try $0.exactPosterior()) },
    CalibrationCase("random-walk Metropolis") { RandomWalkMetropolis($0, scale: 0.4) },
    CalibrationCase("random-walk Metropolis, dense") { RandomWalkMetropolis($0, scale: 1.2, metric: try dense) },
    CalibrationCase("MALA") { MALA($0, learningRate: 0.04) },
    CalibrationCase("MALA, diagonal") { MALA($0, learningRate: 0.4, metric: diagonal) },
    CalibrationCase("MALA, dense") { MALA($0, learningRate: 0.4, metric: try dense) },
    CalibrationCase("HMC") { HMC($0, stepSize: 0.3, path: .steps(3)) },
    CalibrationCase("HMC, jittered, dense") {
      HMC($0, stepSize: 0.8, path: .time(1.6), jitter: 0.5, metric: try dense)
    },
    CalibrationCase("NUTS") { NUTS($0, stepSize: 0.3) },
    CalibrationCase("NUTS, diagonal") { NUTS($0, stepSize: 0.8, metric: diagonal) },
    CalibrationCase("NUTS, dense, small steps") { NUTS($0, stepSize: 0.1, metric: try dense) },
    CalibrationCase("NUTS, cut off") { NUTS($0, stepSize: 0.2, maximumTreeDepth: 2) },
  ]

  private static let diagonal = Metric.diagonal([0.1, 0.15, 0.06])
  private static var dense: Metric {
    get throws {
      .dense(try Cholesky(Matrix(columnCount: 3, elements: [0.1, 0.03, 0.01, 0.03, 0.15, 0, 0.01, 0, 0.06])))
    }
  }

  /// Eight examples of an intercept and a feature; priors σ² ~ inverse-gamma(3, 2), β | σ ~ N(0, 1.5²σ²I).
  static func model(responses: [Double]) -> Model {
    let features = [-1.2, -0.7, -0.3, 0.1, 0.4, 0.9, 1.3, 2.1]
    return LinearRegressionUnknownNoise(
      design: Matrix(columnCount: 2, elements: features.flatMap { [1, $0] }), responses: responses,
      prior: .normal(standardDeviation: 1.5), noiseShape: 3, noiseScale: 2)
  }

  /// Parameters from the prior, and data from the parameters.
  static func joint(using random: inout some RandomSource) -> (position: [Double], model: Model) {
    let sigma = (2 / random.gamma(shape: 3)).squareRoot()
    let coefficients = [1.5 * sigma * random.normal(), 1.5 * sigma * random.normal()]
    let design = model(responses: [Double](repeating: 0, count: 8)).design
    let responses = (design * coefficients).map { $0 + sigma * random.normal() }
    return (coefficients + [log(sigma)], model(responses: responses))
  }
}

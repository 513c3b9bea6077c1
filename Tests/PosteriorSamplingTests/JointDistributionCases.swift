import Foundation
import PosteriorModels
import Testing

/// A model whose prior and data can be simulated, with no code of the model's own.
struct JointCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// The scale of random-walk proposals, by hand and roughly.
  let scale: Double
  /// θ ~ p(θ).
  let prior: @Sendable (inout GSLRandom) -> [Double]
  /// The model of y ~ p(y | θ).
  let model: @Sendable ([Double], inout GSLRandom) throws -> any Posterior
}

// The priors' draws.
extension GSLRandom {
  fileprivate mutating func normals(_ count: Int, sd: Double) -> [Double] { normals(count).map { sd * $0 } }

  fileprivate mutating func studentTs(_ count: Int, degrees: Double, scale: Double) -> [Double] {
    (0..<count).map { _ in scale * normal() / (2 * gamma(shape: 0.5 * degrees) / degrees).squareRoot() }
  }

  fileprivate mutating func laplaces(_ count: Int, scale: Double) -> [Double] {
    (0..<count).map { _ in scale * log(uniform() / uniform()) }
  }

  /// An index by its weight.
  fileprivate mutating func category(_ weights: [Double]) -> Int {
    var left = uniform() * weights.reduce(0, +)
    for (k, weight) in weights.enumerated() {
      left -= weight
      if left < 0 { return k }
    }
    return weights.count - 1
  }

  /// Arrivals at rate 1 in a time.
  fileprivate mutating func poisson(_ time: Double) -> Int {
    var (count, clock) = (0, -log(uniform()))
    while clock < time {
      count += 1
      clock -= log(uniform())
    }
    return count
  }
}

extension JointCase {
  private static let x = [-1.3, -0.8, -0.2, 0.4, 0.9, 1.6]
  private static let line = Matrix(columnCount: 2, elements: x.flatMap { [1, $0] })
  private static let inputs = Matrix(columnCount: 2, elements: x.flatMap { [$0, 1 - $0 * $0] })

  /// The linear predictor of each example, added up here.
  private static func predictors(_ θ: ArraySlice<Double>) -> [Double] {
    let (a, b) = (θ[θ.startIndex], θ[θ.startIndex + 1])
    return x.map { a + b * $0 }
  }

  private static let normalModels = [
    JointCase(
      testDescription: "GaussianMean, normal prior", scale: 0.6,
      prior: { $0.normals(2, sd: 1.5) },
      model: { θ, random in
        // Noise (z₁, z₁ + z₂/2).
        let rows = (0..<5).flatMap { _ in
          let z = random.normals(2)
          return [θ[0] + z[0], θ[1] + z[0] + 0.5 * z[1]]
        }
        return try GaussianMean(
          observations: Matrix(columnCount: 2, elements: rows),
          noiseCovariance: Matrix(columnCount: 2, elements: [1, 1, 1, 1.25]), prior: .normal(standardDeviation: 1.5))
      }),
    JointCase(
      testDescription: "LinearRegression, normal prior", scale: 0.6,
      prior: { $0.normals(2, sd: 2) },
      model: { θ, random in
        let y = predictors(θ[...]).map { $0 + 0.8 * random.normal() }
        return LinearRegression(
          design: line, responses: y, noiseStandardDeviation: 0.8, prior: .normal(standardDeviation: 2))
      }),
    JointCase(
      testDescription: "LinearRegressionUnknownNoise, normal-inverse-gamma prior", scale: 0.4,
      prior: { random in
        let sigma = (2 / random.gamma(shape: 3)).squareRoot()
        return random.normals(2, sd: 1.5 * sigma) + [log(sigma)]
      },
      model: { θ, random in
        let y = predictors(θ[...]).map { $0 + exp(θ[2]) * random.normal() }
        return LinearRegressionUnknownNoise(
          design: line, responses: y, prior: .normal(standardDeviation: 1.5), noiseShape: 3, noiseScale: 2)
      }),
    JointCase(
      testDescription: "NonconjugateLinearRegression, Student-t and half-normal priors", scale: 0.5,
      prior: { $0.studentTs(2, degrees: 4, scale: 1.5) + [log(abs($0.normal()))] },
      model: { θ, random in
        let y = predictors(θ[...]).map { $0 + exp(θ[2]) * random.normal() }
        return NonconjugateLinearRegression(
          design: line, responses: y, prior: .studentT(degrees: 4, scale: 1.5),
          noisePrior: .half(.normal(standardDeviation: 1)))
      }),
    JointCase(
      testDescription: "NonconjugateLinearRegression, Laplace and exponential priors", scale: 0.5,
      prior: { $0.laplaces(2, scale: 1) + [log(-0.7 * log($0.uniform()))] },
      model: { θ, random in
        let y = predictors(θ[...]).map { $0 + exp(θ[2]) * random.normal() }
        return NonconjugateLinearRegression(
          design: line, responses: y, prior: .laplace(scale: 1), noisePrior: .half(.laplace(scale: 0.7)))
      }),
  ]

  private static let discreteModels = [
    JointCase(
      testDescription: "LogisticRegression, Student-t prior", scale: 1.5,
      prior: { $0.studentTs(2, degrees: 3, scale: 1.2) },
      model: { θ, random in
        let labels = predictors(θ[...]).map { random.category([1, exp($0)]) }
        return LogisticRegression(design: line, labels: labels, prior: .studentT(degrees: 3, scale: 1.2))
      }),
    JointCase(
      testDescription: "SoftmaxRegression, Laplace prior", scale: 1,
      prior: { $0.laplaces(4, scale: 0.9) },
      model: { θ, random in
        let labels = zip(predictors(θ[0..<2]), predictors(θ[2..<4])).map { random.category([1, exp($0), exp($1)]) }
        return SoftmaxRegression(design: line, labels: labels, classCount: 3, prior: .laplace(scale: 0.9))
      }),
    JointCase(
      testDescription: "PoissonRegression with exposures, normal prior", scale: 0.4,
      prior: { $0.normals(2, sd: 0.7) },
      model: { θ, random in
        let exposures = [0.5, 2, 1, 1.5, 0.7, 1.2]
        let counts = zip(predictors(θ[...]), exposures).map { random.poisson($1 * exp($0)) }
        return PoissonRegression(
          design: line, counts: counts, exposures: exposures, prior: .normal(standardDeviation: 0.7))
      }),
  ]

  private static let networks = [
    JointCase(
      testDescription: "TanhNetworkRegression, two units, normal prior", scale: 0.5,
      prior: { $0.normals(7, sd: 1) },
      model: { θ, random in
        let y = x.map { θ[4] * tanh(θ[0] * $0 + θ[2]) + θ[5] * tanh(θ[1] * $0 + θ[3]) + θ[6] + random.normal() }
        return TanhNetworkRegression(
          inputs: Matrix(columnCount: 1, elements: x), responses: y, hiddenCount: 2, noiseStandardDeviation: 1,
          prior: .normal(standardDeviation: 1))
      }),
    JointCase(
      testDescription: "NetworkClassifier, three classes, Student-t prior", scale: 0.8,
      prior: { $0.studentTs(7, degrees: 5, scale: 1) },
      model: { θ, random in
        let labels = x.map { x in
          let h = tanh(θ[0] * x + θ[1] * (1 - x * x) + θ[2])
          return random.category([1, exp(θ[3] * h + θ[5]), exp(θ[4] * h + θ[6])])
        }
        return NetworkClassifier(
          inputs: inputs, labels: labels, classCount: 3, hiddenCount: 1, prior: .studentT(degrees: 5, scale: 1))
      }),
  ]

  static let all = normalModels + discreteModels + networks
}

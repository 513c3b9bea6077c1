import Foundation
import PosteriorModels
import Testing

@testable import PosteriorSampling

/// Control variates of second order, smoothed over a normal approximation, against what is known of them exactly.
@Suite struct SmoothedControlVariatesTests {
  /// 24 examples of a constant and normal columns, with a response of each kind; packed with two columns, not with nine.
  struct Data: Sendable {
    let design: Matrix
    let (linear, logistic, poisson): (LinearRegression, LogisticRegression, PoissonRegression)

    init(columns d: Int) {
      var random = GSLRandom(seed: 17)
      design = Matrix(columnCount: d, elements: (0..<24).flatMap { _ in [1] + random.normals(d - 1) })
      let noise = random.normals(24)
      let prior = Prior.normal(standardDeviation: 3)
      linear = LinearRegression(
        design: design, responses: noise.map { 5 + 2 * $0 }, noiseStandardDeviation: 0.7,
        prior: .normal(standardDeviation: 2))
      logistic = LogisticRegression(design: design, labels: noise.map { $0 > 0.3 ? 1 : 0 }, prior: prior)
      poisson = PoissonRegression(
        design: design, counts: noise.map { Int(abs(3 * $0)) }, exposures: noise.map { 1 + abs($0) },
        prior: .studentT(degrees: 4, scale: 2))
    }

    var models: [any GeneralizedLinearModel] { [linear, logistic, poisson] }
  }

  static let data = [Data(columns: 2), Data(columns: 9)]

  /// Normals at, near and far from where the data are.
  static func normals(_ d: Int) throws -> [MultivariateNormal] {
    try [(0.0, 1e-6), (0.2, 0.1), (-0.5, 4 / Double(d * d))].map { center, variance in
      var covariance = variance * Matrix.identity(d)
      (covariance[0, 1], covariance[1, 0]) = (0.3 * variance, 0.3 * variance)
      return try MultivariateNormal(mean: (0..<d).map { center * Double(1 + $0 % 3) }, covariance: covariance)
    }
  }

  /// The estimates of the minibatches of a cycle.
  private static func estimates(_ estimator: some GradientEstimator, at position: [Double]) -> [[Double]] {
    var random = GSLRandom(seed: 3)
    var state = estimator.start(at: position, using: &random)
    var gradient = position
    return (0..<estimator.stepsPerCycle).map { _ in
      _ = estimator.estimate(&gradient, at: position, state: &state, using: &random)
      return gradient
    }
  }

  private static func check(
    _ estimator: some GradientEstimator, _ model: some Posterior, at position: [Double], isExact: Bool = false
  ) {
    let (estimates, truth) = (estimates(estimator, at: position), model.potentialGradient(at: position))
    let scale = estimates.joined().reduce(1) { max($0, abs($1)) }
    for j in truth.indices {
      let mean = estimates.reduce(0) { $0 + $1[j] } / Double(estimates.count)
      #expect(abs(mean - truth[j]) < 1e-12 * scale, "\(mean) for \(truth[j]) of \(type(of: model))")
      guard isExact else { continue }
      for estimate in estimates { #expect(abs(estimate[j] - truth[j]) < 1e-12 * scale) }
    }
  }

  private static func check(_ model: some GeneralizedLinearModel) throws {
    let position = (0..<model.dimension).map { 0.4 - 0.3 * Double($0 % 4) }
    let isLinear = model is LinearRegression
    for normal in try normals(model.dimension) {
      let smoothed = try SmoothedControlVariates(model, around: normal)
      let hidden = try SmoothedControlVariates(AnyPosterior(model), around: normal)
      check(MinibatchGradient(smoothed, ReshuffledEpochs(), batchSize: 4), model, at: position, isExact: isLinear)
      check(
        MinibatchGradient(hidden, SymmetricReshuffledEpochs(), batchSize: 6), model, at: position, isExact: isLinear)
      check(SVRGGradient(smoothed, ReshuffledEpochs(), batchSize: 4), model, at: position, isExact: isLinear)
      // The posterior is the same, and every part's gradient is its own.
      var sum = smoothed.logPrior(at: position.span)
      for i in 0..<24 { sum += smoothed.logLikelihood(of: i, at: position.span) }
      let truth = model.logDensity(at: position.span)
      #expect(abs(sum - truth) < 1e-10 * abs(truth))
      // Of a linear regression nothing is left but rounding, whose gradient means nothing.
      if !isLinear { #expect(checkGradient(of: smoothed, at: position).isCorrect) }
    }
  }

  /// The mean over all minibatches of an epoch is the full gradient, whatever the normal; on linear regression so is
  /// each of them.
  @Test(arguments: 0..<2) func estimatesAreUnbiased(_ place: Int) throws {
    for model in Self.data[place].models { try Self.check(model) }
  }

  /// The lines against sums over a fine grid, which for smooth functions that vanish at both ends are exact.
  @Test func linesAreAverages() throws {
    func check(_ model: some GeneralizedLinearModel, deviation s: Double, within tolerance: Double) throws {
      let (mean, d) = ([0.3, -0.4], 2)
      let smoothed = try SmoothedControlVariates(
        model, around: MultivariateNormal(mean: mean, covariance: s * s * Matrix.identity(d)))
      for i in 0..<8 {
        let row = model.design.row(i)
        let (center, spread) = (row.dot(mean), s * row.dot(row).squareRoot())
        var (a, b) = (0.0, 0.0)
        for z in stride(from: -14.0, through: 14, by: 0.005) {
          let weight = 0.005 * exp(-0.5 * z * z) / (2 * Double.pi).squareRoot()
          a -= weight * model.score(of: i, atPredictor: center + spread * z)
          b += weight * model.curvature(of: i, atPredictor: center + spread * z)
        }
        let slope = model.curvature(of: i, atPredictor: 0.7) - smoothed.curvature(of: i, atPredictor: 0.7)
        let value = smoothed.score(of: i, atPredictor: center) - model.score(of: i, atPredictor: center)
        #expect(abs(slope - b) < tolerance * (1 + abs(b)), "b: \(slope) for \(b), s = \(spread)")
        #expect(abs(value - a) < tolerance * (1 + abs(a)), "a: \(value) for \(a), s = \(spread)")
      }
    }
    let data = Self.data[0]
    try check(data.logistic, deviation: 0.3, within: 1e-9)
    try check(data.logistic, deviation: 1, within: 1e-4)
    try check(data.linear, deviation: 1, within: 1e-12)
    for deviation in [0.3, 2] { try check(data.poisson, deviation: deviation, within: 1e-9) }
  }

  /// Averages of rates that overflow: refused where the normal is given, avoided where it is found.
  @Test func wideNormalsMakeNoNaN() throws {
    let wide = try MultivariateNormal(mean: [0, 0], covariance: 1e4 * Matrix.identity(2))
    #expect(throws: SamplingError.self) { try SmoothedControlVariates(Self.data[0].poisson, around: wide) }
    _ = try SmoothedControlVariates(Self.data[0].logistic, around: wide)
    // A column that only one example without a count has: Laplace's approximation is as wide as the prior there.
    let design = Matrix(columnCount: 2, elements: (0..<24).flatMap { [1, $0 == 0 ? 60 : 0] })
    let model = PoissonRegression(
      design: design, counts: (0..<24).map { $0 % 4 }, prior: .normal(standardDeviation: 5))
    let smoothed = try model.smoothed(at: model.mode().position)
    for position in [[0.2, 0.1], [1, -3], [-2, 0.3]] {
      let estimates = Self.estimates(MinibatchGradient(smoothed, FreshSubset(), batchSize: 4), at: position)
      let isFinite = estimates.joined().allSatisfy(\.isFinite)
      #expect(isFinite)
    }
  }

  /// Where a posterior is skewed, the approximation found moves from the mode towards the mean, and leaves less noise.
  @Test func approximationMovesTowardsTheMean() throws {
    let design = Matrix(columnCount: 1, elements: [Double](repeating: 1, count: 40))
    let model = LogisticRegression(
      design: design, labels: (0..<40).map { $0 < 2 ? 1 : 0 }, prior: .normal(standardDeviation: 3))
    let mode = try model.mode()
    let laplace = try SmoothedControlVariates(
      model, around: MultivariateNormal(mean: mode.position, covariance: Cholesky(mode.hessian).inverse))
    let found = try model.smoothed(at: mode.position)
    /// E of a squared score over the posterior, of an example without an event.
    func noise(_ score: (_ predictor: Double) -> Double) -> Double {
      var (sum, total) = (0.0, 0.0)
      for position in stride(from: -9.0, through: 3, by: 0.01) {
        let weight = exp(model.logDensity(at: [position].span) - model.logDensity(at: mode.position.span))
        (sum, total) = (sum + weight * score(position) * score(position), total + weight)
      }
      return sum / total
    }
    let left = noise { found.score(of: 39, atPredictor: $0) }
    let leftByLaplace = noise { laplace.score(of: 39, atPredictor: $0) }
    let leftByConstant = noise {
      model.score(of: 39, atPredictor: $0) - model.score(of: 39, atPredictor: mode.position[0])
    }
    #expect(left < 0.8 * leftByLaplace && left < 0.5 * leftByConstant, "\(left), \(leftByLaplace), \(leftByConstant)")
  }

  @Test func othersAreRefused() throws {
    let softmax = SoftmaxRegression(
      design: Self.data[0].design, labels: (0..<24).map { $0 % 3 }, classCount: 3, prior: .flat)
    #expect(throws: SamplingError.noLinearPredictor) {
      try softmax.smoothed(at: [Double](repeating: 0, count: softmax.dimension))
    }
  }

  /// A likelihood that is not log-concave has negative curvatures, which its Hessian has too.
  @Test func curvaturesMayBeNegative() throws {
    let smoothed = try SmoothedControlVariates(Self.data[0].logistic, around: try Self.normals(2)[2])
    let position = [0.3, 0.2]
    let truth = hessianByDifferences(at: position) { there in
      (0..<24).reduce(into: [0.0, 0]) { sum, i in
        let gradient = smoothed.exampleGradient(of: i, at: there)
        for j in 0..<2 { sum[j] += gradient[j] }
      }
    }
    let hessian = smoothed.likelihoodHessian(at: position)
    #expect((hessian - truth).squaredNorm < 1e-16 * max(1, truth.squaredNorm))
  }
}

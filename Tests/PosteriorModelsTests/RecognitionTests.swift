import PosteriorSampling
import Testing

@testable import PosteriorModels

/// Models as they are written that are among those with a packed form.
@Suite struct RecognitionTests {
  static let count = 60

  /// Columns of numbers with two decimals, labels and counts.
  private static let columns: [String: [Double]] = {
    var random = GSLRandom(seed: 31)
    func normals() -> [Double] { random.normals(count).map { (100 * $0).rounded() / 100 } }
    var columns = ["x": normals(), "z": normals(), "y": normals(), "t": normals().map { 1 + abs($0) }]
    columns["label"] = normals().map { $0 > 0 ? 1 : 0 }
    columns["n"] = normals().map { abs(2 * $0).rounded() }
    columns["group"] = (0..<count).map { Double($0 * 7 % 3 + 1) }
    return columns
  }()

  static func written(_ text: String) throws -> WrittenModel {
    let table = ModelTable(
      file: "t.csv", rowCount: count,
      columns: columns.map { .init(name: $0.key, cells: .numbers($0.value)) })
    return try WrittenModel(text, data: table)
  }

  private static func design(_ names: String...) -> Matrix {
    Matrix(
      columnCount: names.count,
      elements: (0..<count).flatMap { i in names.map { $0 == "1" ? 1 : columns[$0, default: []][i] } })
  }

  /// A text and the library's model of the same posterior.
  struct Pair: Sendable, CustomTestStringConvertible {
    let text: String
    let model: any Posterior
    var testDescription: String { text }
  }

  static let pairs: [Pair] = {
    let (y, x) = (columns["y", default: []], columns["x", default: []])
    let labels = columns["label", default: []].map { Int($0) }
    let counts = columns["n", default: []].map { Int($0) }
    let two = NormalPrior.normal(standardDeviation: 2)
    let network = "v1 * tanh(w1 * x + b1) + v2 * tanh(w2 * x + b2)"
    let weights = ["w1", "w2", "b1", "b2", "v1", "v2", "c"].map { "\($0) ~ normal(0, 2)\n" }.joined()
    return [
      Pair(
        text: "a ~ normal(0, 2)\nb ~ normal(0, 2)\ny ~ normal(a + b * x, 0.7)",
        model: LinearRegression(
          design: design("1", "x"), responses: y, noiseStandardDeviation: 0.7, prior: two)),
      Pair(
        text: "b: real[2]\nb ~ normal(0, 2)\ny - x ~ normal(columns(x, z) * b, 1.5)",
        model: LinearRegression(
          design: design("x", "z"), responses: zip(y, x).map(-), noiseStandardDeviation: 1.5, prior: two)),
      Pair(
        text: "slope: real\nbase: real\n-y ~ normal(2 * slope * x - base, 2)",
        model: LinearRegression(
          design: Matrix(columnCount: 2, elements: x.flatMap { [2 * $0, -1] }), responses: y.map(-),
          noiseStandardDeviation: 2)),
      Pair(
        text: "a ~ normal(0, 2)\nb ~ normal(0, 2)\nlabel ~ bernoulli_logit(a + b * x)",
        model: LogisticRegression(
          design: design("1", "x"), labels: labels, prior: .normal(standardDeviation: 2))),
      Pair(
        text: "g: real[3]\ng ~ normal(0, 1)\nn ~ poisson(exp(g[1] * x + g[3] + g[2] * z))",
        model: PoissonRegression(
          design: design("x", "z", "1"), counts: counts, prior: .normal(standardDeviation: 1))),
      Pair(
        text: "a: real\nb: real\nn ~ poisson_log(a + b * x + log(t))",
        model: PoissonRegression(design: design("1", "x"), counts: counts, exposures: columns["t"])),
      Pair(
        text: weights + "y ~ normal(c + \(network), 0.3)",
        model: TanhNetworkRegression(
          inputs: design("x"), responses: y, hiddenCount: 2, noiseStandardDeviation: 0.3,
          prior: .normal(standardDeviation: 2))),
    ]
  }()

  /// The estimate of ∇U on a minibatch, by a model's own way.
  static func estimate(_ model: some Posterior, at position: [Double], batchSize: Int) -> [Double] {
    let gradient = MinibatchGradient(model, FreshSubset(), batchSize: batchSize)
    var random = GSLRandom(seed: 5)
    var state = gradient.start(at: position, using: &random)
    _ = gradient.advance(&state, using: &random)
    var value = [Double](repeating: .nan, count: model.dimension)
    gradient.estimate(&value, at: position, state: &state)
    return value
  }

  static func expectClose(_ a: [Double], _ b: [Double]) {
    let size = max(1, b.map(abs).max() ?? 0)
    for j in a.indices { #expect(abs(a[j] - b[j]) < 1e-12 * size) }
  }

  static func anchored(_ model: any Posterior, at position: [Double]) -> any Posterior {
    func anchored(_ model: some Posterior) -> any Posterior { model.anchored(at: position) }
    return anchored(model)
  }

  /// The linear predictor found in a text is that of the library's model: the same gradients and Hessians.
  @Test(arguments: pairs) func linearPredictorsAreTheLibrarys(_ pair: Pair) throws {
    let found = try Self.written(pair.text).capabilities.recognizedPredictor?()
    guard let truth = pair.model.capabilities.linearPredictor else {
      #expect(found == nil)
      return
    }
    let predictor = try #require(found)
    let position = (0..<truth.dimension).map { 0.3 - 0.2 * Double($0) }
    for i in 0..<Self.count {
      // A residual may have either sign, and so a linear regression's rows.
      Self.expectClose(predictor.exampleGradient(of: i, at: position), truth.exampleGradient(of: i, at: position))
      Self.expectClose(
        predictor.exampleHessian(of: i, at: position).elements, truth.exampleHessian(of: i, at: position).elements)
    }
  }

  /// Whatever the prior and however many the coordinates, a model with a linear predictor has smoothed control variates;
  /// one without is refused.
  @Test func linearPredictorsAreFoundUnderAnyPrior() throws {
    let text =
      "mu ~ normal(0, 2)\ntau ~ half_normal(1)\na[group] ~ student_t(4, mu, tau)\n"
      + "s: real[5]\ns ~ normal(0, 1)\n"
    let model = try Self.written(
      text + "n ~ poisson_log(a[group] + s[1] * x + s[2] * z + s[3] * y + s[4] + s[5] * x * z)")
    #expect(model.dimension == 10)
    let mean = (0..<10).map { 0.1 * Double($0) - 0.3 }
    let smoothed = try SmoothedControlVariates(
      model, around: MultivariateNormal(mean: mean, covariance: 0.01 * Matrix.identity(10)))
    let position = mean.map { $0 + 0.1 }
    let all = Self.estimate(smoothed, at: position, batchSize: Self.count)
    Self.expectClose(all, Self.estimate(model, at: position, batchSize: Self.count))
    // Near the normal's mean a minibatch is far closer to the whole than without.
    func error(_ model: some Posterior) -> Double {
      let estimate = Self.estimate(model, at: position, batchSize: 6)
      return zip(estimate, all).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    }
    #expect(error(smoothed) < 0.1 * error(model), "\(error(smoothed)), \(error(model))")
    let others = ["n ~ poisson_log(mu + tau * x)", "label ~ bernoulli_logit(mu + 0.5)", "y ~ student_t(4, mu, 1)"]
    for other in others {
      #expect(throws: SamplingError.noLinearPredictor) {
        let model = try Self.written(text + other)
        _ = try model.smoothed(at: [Double](repeating: 0.1, count: model.dimension))
      }
    }
  }

  @Test(arguments: pairs) func gradientsAreTheLibrarys(_ pair: Pair) throws {
    let written = try Self.written(pair.text)
    #expect(written.capabilities.onePass is PackedModel)
    for batchSize in [1, 10, 17, Self.count] {
      let position = (0..<written.dimension).map { 0.3 - 0.2 * Double($0) }
      let plain = Self.estimate(Plain(base: written), at: position, batchSize: batchSize)
      Self.expectClose(Self.estimate(written, at: position, batchSize: batchSize), plain)
      Self.expectClose(Self.estimate(pair.model, at: position, batchSize: batchSize), plain)
      let anchor = position.map { $0 + 0.4 }
      #expect(Self.anchored(written, at: anchor).capabilities.onePass is any FusedModel)
      Self.expectClose(
        Self.estimate(Self.anchored(pair.model, at: anchor), at: position, batchSize: batchSize),
        Self.estimate(Self.anchored(written, at: anchor), at: position, batchSize: batchSize))
    }
  }

  /// Weights in any order, and normal priors around other means than 0.
  @Test func ordersAndMeans() throws {
    let network = "y ~ normal(v[2] * tanh(b2 + w[2] * x) + c + v[1] * tanh(w[1] * x + b1), 0.5)\n"
    let texts = [
      "c ~ normal(1, 2)\nv: real[2]\nv ~ normal(-1, 3)\nb2 ~ normal(0.5, 1)\nw: real[2]\nw ~ normal(0, 1)\n"
        + "b1 ~ normal(0, 4)\n" + network,
      "a ~ normal(3, 2)\nb ~ normal(-1, 0.5)\ny ~ normal(a - b * x, 0.7)",
      "a[group] ~ normal(1, 2)\nlabel ~ bernoulli_logit(a[group])",
      "a[group] ~ normal(1, 2)\nb ~ normal(0, 1)\nn ~ poisson_log(a[group] + b * x)",
    ]
    for text in texts {
      let written = try Self.written(text)
      #expect(written.capabilities.onePass is PackedModel, "\(text)")
      let position = (0..<written.dimension).map { 0.3 - 0.2 * Double($0) }
      for batchSize in [7, 10] {
        Self.expectClose(
          Self.estimate(written, at: position, batchSize: batchSize),
          Self.estimate(Plain(base: written), at: position, batchSize: batchSize))
      }
    }
  }

  /// Models that are like one with a packed form, and are not one.
  @Test(arguments: [
    "a ~ normal(0, 1)\ns ~ half_normal(1)\ny ~ normal(a, s)", "a ~ cauchy(0, 1)\ny ~ normal(a * x, 1)",
    "a ~ normal(0, 1)\nb ~ normal(a, 1)\ny ~ normal(b * x, 1)", "a: positive\ny ~ normal(a * x, 1)",
    "a ~ normal(0, 1)\nb ~ normal(0, 1)\ny ~ normal(a * b * x, 1)",
    "a ~ normal(0, 1)\nlabel ~ bernoulli_logit(a * x + z)", "a ~ normal(0, 1)\nn ~ poisson_log(exp(a * x))",
    "b: real[8]\nb ~ normal(0, 1)\ny ~ normal(b[1] * x + sum(b), 1)",
    "a ~ normal(0, 1)\ny ~ normal(a, 1)\nz ~ normal(a, 2)",
    "w: real[7]\nw ~ normal(0, 1)\ny ~ normal(w[7] + w[1] * tanh(w[2] * x + w[3]) - w[4] * tanh(w[5] * x + w[6]), 1)",
    "w: real[7]\nw ~ normal(0, 1)\ny ~ normal(w[7] + w[1] * tanh(w[2] * x + w[3]) + w[4] * tanh(w[5] * z + w[6]), 1)",
  ])
  func othersHaveNone(_ text: String) throws {
    #expect(try Self.written(text).capabilities.onePass is Program)
  }
}

/// A model without what it has in one pass.
struct Plain: PosteriorWrapper { let base: any Posterior }

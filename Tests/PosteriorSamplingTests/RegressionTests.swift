import Foundation
import PosteriorModels
import Testing

/// Generalised linear models against statsmodels 0.15.0 and scikit-learn 1.9.1, on ``TestData``.
@Suite struct RegressionTests {
  private let at = [0.3, -0.8, 0.5]

  private func logLikelihood(_ model: some Posterior, _ position: [Double]) -> Double {
    (0..<model.exampleCount).reduce(0) { $0 + model.logLikelihood(of: $1, at: position.span) }
  }

  private func gradient(_ model: some Posterior, _ position: [Double]) -> [Double] {
    var values = [Double](repeating: 0, count: model.dimension)
    var span = values.mutableSpan
    model.addLogDensityGradient(at: position.span, to: &span)
    return values
  }

  /// The mode by Newton's method from 0, the Hessian by differences of the gradient.
  private func mode(_ model: some Posterior) throws -> [Double] {
    let d = model.dimension
    var position = [Double](repeating: 0, count: d)
    for _ in 0..<30 {
      var negativeHessian = Matrix(rowCount: d, columnCount: d)
      for j in 0..<d {
        var (up, down) = (position, position)
        up[j] += 1e-5
        down[j] -= 1e-5
        let (above, below) = (gradient(model, up), gradient(model, down))
        for k in 0..<d { negativeHessian[k, j] = (below[k] - above[k]) / 2e-5 }
      }
      let step = try Cholesky(negativeHessian).solve(gradient(model, position))
      for j in 0..<d { position[j] += step[j] }
    }
    return position
  }

  private func expectClose(_ a: [Double], _ b: [Double], _ tolerance: Double = 1e-9) {
    #expect(a.count == b.count)
    for (a, b) in zip(a, b) { #expect(abs(a - b) < tolerance * max(1, abs(b)), "\(a) \(b)") }
  }

  /// sm.Logit(labels, X): loglike(at), loglikeobs(at)[:2], fit().params.
  @Test func logistic() throws {
    let model = LogisticRegression(design: TestData.design, labels: TestData.labels)
    expectClose([logLikelihood(model, at)], [-16.2650953616608], 1e-13)
    expectClose(
      (0..<2).map { model.logLikelihood(of: $0, at: at.span) }, [-0.803519895872825, -0.313468741779608], 1e-13)
    expectClose(try mode(model), [0.5303402034330431, -0.3569399882098715, 0.23873192070912672])
  }

  /// sklearn.linear_model.LogisticRegression(C=4, fit_intercept=False): a normal prior of sd 2.
  @Test func logisticMode() throws {
    let model = LogisticRegression(
      design: TestData.design, labels: TestData.labels, prior: .normal(standardDeviation: 2))
    expectClose(try mode(model), [0.5050603934920928, -0.3402473624474835, 0.217460014553291])
  }

  /// sm.Poisson(counts, X, exposure=exposures).
  @Test func poisson() throws {
    let model = PoissonRegression(
      design: TestData.design, counts: TestData.counts, exposures: TestData.exposures)
    expectClose([logLikelihood(model, at)], [-111.7206368676887], 1e-13)
    expectClose(
      (0..<2).map { model.logLikelihood(of: $0, at: at.span) }, [-0.405387304138956, -4.12529917994021], 1e-13)
    expectClose(try mode(model), [-0.05886337666282878, 0.24183500573494163, -0.07542002115804389])
  }

  /// sm.MNLogit(classes, X), whose reference is the first class too.
  @Test func softmax() throws {
    let model = SoftmaxRegression(design: TestData.design, labels: TestData.classes, classCount: 3)
    expectClose([logLikelihood(model, [0.3, -0.8, 0.5, -0.2, 0.4, 1.1])], [-31.707831074753933], 1e-13)
    expectClose(
      try mode(model),
      [
        -0.9853441220593275, -0.30964974350163416, -0.48977142320831046, -0.8529091281199191, 0.3175250117761126,
        -0.8490827538515751,
      ])
    #expect(model.parameterNames == ["β[1,1]", "β[1,2]", "β[1,3]", "β[2,1]", "β[2,2]", "β[2,3]"])
  }

  /// Two classes are logistic regression.
  @Test func softmaxOfTwoClasses() {
    let two = SoftmaxRegression(
      design: TestData.design, labels: TestData.labels, classCount: 2, prior: .normal(standardDeviation: 1))
    let logistic = LogisticRegression(
      design: TestData.design, labels: TestData.labels, prior: .normal(standardDeviation: 1))
    expectClose([two.logDensity(at: at.span)], [logistic.logDensity(at: at.span)], 1e-14)
    expectClose(gradient(two, at), gradient(logistic, at), 1e-13)
  }

  /// Far out the log likelihood is linear, and a wrong label's gradient stays whole: ln P = −|xᵀβ|, ∇ = ±x.
  @Test func farAway() {
    let design = Matrix(columnCount: 2, elements: [1, 0, 1, 0])
    let far = [1e4, 5]
    let logistic = LogisticRegression(design: design, labels: [0, 1])
    #expect(logistic.logLikelihood(of: 0, at: far.span) == -1e4)
    #expect(logistic.logLikelihood(of: 1, at: far.span) == 0)
    #expect(gradient(logistic, far) == [-1, 0])
    let softmax = SoftmaxRegression(design: design, labels: [0, 2], classCount: 3)
    let position = far + [-1e4, 3]
    #expect(softmax.logLikelihood(of: 0, at: position.span) == -1e4)
    #expect(softmax.logLikelihood(of: 1, at: position.span) == -2e4)
    #expect(gradient(softmax, position) == [-2, 0, 1, 0])
    let poisson = PoissonRegression(design: design, counts: [3, 4])
    #expect(poisson.logLikelihood(of: 0, at: far.span) == -.infinity)
    let values = gradient(poisson, far)
    #expect(values[0] < -1e300 && values[0].isFinite && values[1] == 0)
  }

  /// With the noise's prior flat in ln σ and flat coefficients it is the conjugate model; reported is σ.
  @Test func nonconjugateLinear() {
    let conjugate = LinearRegressionUnknownNoise(design: TestData.design, responses: TestData.responses)
    let model = NonconjugateLinearRegression(
      design: TestData.design, responses: TestData.responses, prior: .flat, noisePrior: .flatInLogarithm)
    let position = at + [-0.4]
    #expect(model.logDensity(at: position.span) == conjugate.logDensity(at: position.span))
    #expect(gradient(model, position) == gradient(conjugate, position))
    #expect(model.parameterNames.last == "ln σ" && model.reportedNames == ["β[1]", "β[2]", "β[3]", "σ"])
    #expect(model.reported(at: position) == at + [exp(-0.4)])
    #expect(conjugate.reported(at: position) == position)
  }

  /// From σ, which is reported, back to ln σ.
  @Test func theWayBackFromTheNoise() throws {
    let noisy = NonconjugateLinearRegression(
      design: Matrix(columnCount: 1, elements: [1, 1]), responses: [1, 2], prior: .flat, noisePrior: .flatInLogarithm)
    let reported = Draws(parameterNames: noisy.reportedNames, chainCount: 1, values: [3, 1, 3, -1])
    let positions = try DrawPositions(reported, of: noisy)
    #expect(try positions.position(0) == [3, 0])
    do throws(ReportError) {
      _ = try positions.position(1)
      Issue.record("a negative σ has no logarithm")
    } catch { #expect(error.description == "chain 1, draw 2: 'σ' is -1.0, and must be above 0") }
  }
}

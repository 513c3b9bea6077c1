import Foundation
import PosteriorModels
import Testing

@Suite struct GradientCheckTests {
  static let models: [any Posterior] = [
    LogisticRegression(design: TestData.design, labels: TestData.labels, prior: .normal(standardDeviation: 2)),
    LogisticRegression(design: TestData.design, labels: TestData.labels, prior: .laplace(scale: 0.5)),
    SoftmaxRegression(
      design: TestData.design, labels: TestData.classes, classCount: 3, prior: .studentT(degrees: 4, scale: 1)),
    PoissonRegression(
      design: TestData.design, counts: TestData.counts, exposures: TestData.exposures, prior: .cauchy(scale: 2)),
    TanhNetworkRegression(
      inputs: TestData.design, responses: TestData.responses, hiddenCount: 4, noiseStandardDeviation: 0.7,
      prior: .normal(standardDeviation: 3)),
    NetworkClassifier(
      inputs: TestData.design, labels: TestData.labels, hiddenCount: 2, prior: .normal(standardDeviation: 3)),
    NetworkClassifier(
      inputs: TestData.design, labels: TestData.classes, classCount: 3, hiddenCount: 3,
      prior: .studentT(degrees: 3, scale: 3)),
    NonconjugateLinearRegression(
      design: TestData.design, responses: TestData.responses, prior: .normal(standardDeviation: 5),
      noisePrior: .half(.cauchy(scale: 1))),
    NonconjugateLinearRegression(
      design: TestData.design, responses: TestData.responses, prior: .flat,
      noisePrior: .half(.studentT(degrees: 3, scale: 2))),
    LinearRegression(
      design: TestData.design, responses: TestData.responses, noiseStandardDeviation: 1,
      prior: .normal(standardDeviation: 5)),
    LinearRegressionUnknownNoise(
      design: TestData.design, responses: TestData.responses, prior: .normal(standardDeviation: 5)),
  ]

  @Test(arguments: models.indices) func everyModelPasses(_ index: Int) { expectCorrect(Self.models[index]) }

  private func expectCorrect(_ model: some Posterior) {
    var random = GSLRandom(seed: 5)
    for _ in 0..<4 {
      let check = checkGradient(of: model, at: random.normals(model.dimension))
      #expect(check.isCorrect, "\(type(of: model)): \(check)")
    }
  }

  private func check(_ flaw: FlawedModel.Flaw) -> GradientCheck {
    checkGradient(of: FlawedModel(flaw: flaw), at: [0.4, -0.3])
  }

  @Test func noFlaw() {
    #expect(check(.none).isCorrect)
    #expect(check(.none).description == "every gradient agrees with its function")
  }

  @Test func wrongPrior() throws {
    let found = check(.priorSign)
    // The prior itself and the whole, on the second parameter; everything else is right.
    #expect(found.problems.map(\.function) == ["addLogPriorGradient", "addLogDensityGradient"])
    #expect(found.problems.allSatisfy { $0.kind == .differs && $0.parameter == 1 && $0.parameterName == "slope" })
    let first = try #require(found.problems.first)
    #expect(abs(first.value + 0.3) < 1e-12 && abs(first.expected - 0.3) < 1e-9)
    #expect(first.description.hasPrefix("addLogPriorGradient, parameter 1 (slope): the gradient is -0.3, but the"))
    #expect(!first.description.contains("\n"))
  }

  @Test func wrongLikelihood() {
    let found = check(.likelihoodFactor)
    #expect(found.problems.contains { $0.function == "addLogLikelihoodGradient(of: 2)" && $0.kind == .differs })
    #expect(found.problems.contains { $0.function == "addLogDensityGradient" })
    #expect(!found.problems.contains { $0.function == "addLogPriorGradient" })
  }

  @Test func overwriting() {
    #expect(check(.overwrites).problems.first?.kind == .overwrites)
    #expect(check(.overwrites).description.contains("must be added, not written"))
  }

  @Test func scaleIgnored() {
    let kinds = Set(check(.ignoresScale).problems.map(\.kind))
    #expect(kinds == [.ignoresScale])
  }

  @Test func minibatchSum() {
    let found = check(.forgetsRepeats)
    #expect(!found.isCorrect)
    #expect(found.problems.allSatisfy { $0.function == "addLogLikelihoodGradient(ofExamples: [0, 2, 4, 0])" })
  }

  @Test func anchorForgotten() {
    let found = check(.forgetsAnchor)
    #expect(!found.isCorrect)
    #expect(
      found.problems.allSatisfy {
        $0.function == "addLogLikelihoodGradient(ofExamples: [0, 2, 4, 0], relativeTo: an anchor)"
      })
  }

  @Test func notFinite() {
    #expect(check(.notANumber).problems.contains { $0.kind == .gradientNotFinite && $0.parameter == 0 })
    #expect(check(.infiniteDensity).problems.contains { $0.kind == .functionNotFinite })
  }

  @Test func outside() {
    #expect(check(.writesOutside).problems.contains { $0.kind == .writesOutside })
  }

  @Test func names() {
    #expect(check(.names).description == "parameterNames: there are 3 names for 2 parameters")
  }

  @Test func logDensityAlone() {
    #expect(checkGradient(of: Quartic(factor: 4), at: [0.7, -1.2]).isCorrect)
    let wrong = checkGradient(of: Quartic(factor: 3), at: [0.7, -1.2])
    #expect(wrong.problems.map(\.parameter) == [0, 1])
  }

  /// Both at once are held against each by itself.
  @Test func bothAtOnce() {
    let value = checkGradient(of: Quartic(factor: 4, offset: 1), at: [0.5, -1]).problems
    #expect(value.map(\.kind) == [.valueDiffers] && value.first?.function == "logDensity(at:addingGradientTo:)")
    #expect(value.first?.description.hasSuffix("the log density is -0.0625, but by itself -1.0625") ?? false)
    let gradient = checkGradient(of: Quartic(factor: 4, slope: 1), at: [0.7, -1.2]).problems
    #expect(gradient.map(\.kind) == [.differs] && gradient.first?.parameter == 0)
  }
}

/// ln p = −Σ θ⁴, when the factor is 4. Both at once have an offset and a slope more.
private struct Quartic: LogDensity {
  let factor: Double
  var offset = 0.0, slope = 0.0
  var dimension: Int { 2 }
  func logDensity(at position: Span<Double>) -> Double { -pow(position[0], 4) - pow(position[1], 4) }
  func addLogDensityGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    for j in 0..<2 { gradient[j] -= factor * pow(position[j], 3) }
  }
  func logDensity(at position: Span<Double>, addingGradientTo gradient: inout MutableSpan<Double>) -> Double {
    addLogDensityGradient(at: position, to: &gradient)
    gradient[0] += slope
    return logDensity(at: position) + offset
  }
}

/// A line through five points, with one mistake.
private struct FlawedModel: Posterior {
  enum Flaw {
    case none, priorSign, likelihoodFactor, overwrites, ignoresScale, forgetsRepeats, forgetsAnchor, notANumber
    case infiniteDensity, writesOutside, names
  }
  let flaw: Flaw
  let x = [0.5, -1, 2, 0.3, 1.4]
  let y = [1.0, 0.2, -0.7, 0.4, 2]

  var dimension: Int { 2 }
  var exampleCount: Int { 5 }
  var parameterNames: [String] { ["intercept", "slope"] + (flaw == .names ? ["extra"] : []) }

  func logPrior(at position: Span<Double>) -> Double {
    flaw == .infiniteDensity ? -.infinity : -0.5 * position.dot(position)
  }

  func addLogPriorGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    gradient[0] -= flaw == .notANumber ? .nan : position[0]
    gradient[1] -= flaw == .priorSign ? -position[1] : position[1]
  }

  private func residual(_ i: Int, _ position: Span<Double>) -> Double { y[i] - position[0] - position[1] * x[i] }

  func logLikelihood(of example: Int, at position: Span<Double>) -> Double {
    let r = residual(example, position)
    return -0.5 * r * r
  }

  func addLogLikelihoodGradient(
    of example: Int, at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>
  ) {
    let r = residual(example, position) * (flaw == .ignoresScale ? 1 : scale)
    if flaw == .overwrites {
      gradient[0] = r
    } else {
      gradient[0] += r
    }
    gradient[1] += r * x[example] * (flaw == .likelihoodFactor ? 1.001 : 1)
    if flaw == .writesOutside { unsafe gradient.withUnsafeMutableBufferPointer { $0.baseAddress?[2] = 7 } }
  }

  func addLogLikelihoodGradient(
    ofExamples examples: Span<Int32>, at position: Span<Double>, relativeTo anchor: Anchor?, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    var used = Set<Int32>()
    for k in 0..<examples.count where used.insert(examples[k]).inserted || flaw != .forgetsRepeats {
      addLogLikelihoodGradient(of: Int(examples[k]), at: position, scaledBy: scale, to: &gradient)
      guard let anchor, flaw != .forgetsAnchor else { continue }
      addLogLikelihoodGradient(of: Int(examples[k]), at: anchor.position.span, scaledBy: -scale, to: &gradient)
    }
  }
}

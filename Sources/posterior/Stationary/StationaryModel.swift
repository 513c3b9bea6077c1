import ArgumentParser
import PosteriorData
import StochasticThermodynamics

/// The models of `posterior stationary`.
enum StationaryModelKind: String, ExpressibleByArgument, CaseIterable, Codable {
  case nonlinearRegression = "nonlinear-regression"
  case mlp
  case logistic
  case linearRegression = "linear-regression"

  var isNetwork: Bool { self == .nonlinearRegression || self == .mlp }
  var isRegression: Bool { self == .nonlinearRegression || self == .linearRegression }
}

/// How minibatches are chosen.
enum StationaryBatching: String, ExpressibleByArgument, CaseIterable, Codable {
  case fresh
  case reshuffled
  case withReplacement = "with-replacement"
}

/// The model that the options name, on its data.
///
/// The types are kept apart, so that each is compiled with each minibatching for speed.
enum StationaryModel {
  case network(TanhNetworkRegression, words: String)
  case classifier(NetworkClassifier, words: String)
  case logistic(LogisticRegression, words: String)
  case linear(LinearRegression, words: String)

  init(_ command: StationaryCommand, _ source: DataOptions) throws {
    if command.model == .nonlinearRegression, source.data == nil {
      self = Self.paperModel(command, source)
      return
    }
    let data = try source.regressionData(intercept: !command.model.isNetwork)
    func words(_ prior: String) -> String { data.description + ", " + prior }
    func normal(_ usual: Double) -> (prior: Prior, words: String) {
      if source.flatPrior { return (.flat, "flat prior") }
      let scale = source.priorStandardDeviation ?? usual
      return (.normal(standardDeviation: scale), "prior sd \(shortened(scale))")
    }
    switch command.model {
    case .nonlinearRegression:
      let noise = try source.noiseStandardDeviation ?? data.residualStandardDeviation()
      let scale = Self.priorScale(command, source, noise: noise, count: data.responses.count, l2: 0.001) ?? 1
      self = .network(
        TanhNetworkRegression(
          inputs: data.design, responses: data.responses, hiddenCount: command.hidden ?? 2,
          noiseStandardDeviation: noise,
          prior: .normal(standardDeviation: scale)),
        words: words("noise sd \(shortened(noise)), prior sd \(shortened(scale))"))
    case .mlp:
      let (labels, prior) = (try data.labels(), normal(1))
      self = .classifier(
        NetworkClassifier(
          inputs: data.design, labels: labels, classCount: max(2, (labels.max() ?? 1) + 1),
          hiddenCount: command.hidden ?? 4, prior: prior.prior), words: words(prior.words))
    case .logistic:
      let prior = normal(10)
      self = .logistic(
        LogisticRegression(
          design: data.design, labels: try data.labels(below: 2), prior: prior.prior,
          parameterNames: data.parameterNames), words: words(prior.words))
    case .linearRegression:
      let noise = try source.noiseStandardDeviation ?? data.residualStandardDeviation()
      let scale = Self.priorScale(command, source, noise: noise, count: data.responses.count, l2: nil)
      self = .linear(
        LinearRegression(
          design: data.design, responses: data.responses, noiseStandardDeviation: noise,
          prior: scale.map { .normal(standardDeviation: $0) } ?? .flat, parameterNames: data.parameterNames),
        words: words("noise sd \(shortened(noise)), " + (scale.map { "prior sd \(shortened($0))" } ?? "flat prior")))
    }
  }

  /// The paper's example, with what the options change of it.
  private static func paperModel(_ command: StationaryCommand, _ source: DataOptions) -> StationaryModel {
    let bump = TanhNetworkRegression.bump()
    let noise = source.noiseStandardDeviation ?? 0.1
    let scale = priorScale(command, source, noise: noise, count: bump.exampleCount, l2: 0.001) ?? 1
    let model = TanhNetworkRegression(
      inputs: bump.inputs, responses: bump.responses, hiddenCount: command.hidden ?? 2, noiseStandardDeviation: noise,
      prior: .normal(standardDeviation: scale))
    return .network(
      model,
      words: "y = exp(−x²) + 0.1 ξ (generated), \(command.hidden ?? 2) tanh units, noise sd \(shortened(noise)), "
        + "prior sd \(shortened(scale))")
  }

  /// The standard deviation of the prior: given, or σ/√(Nλ); nil for a flat one.
  private static func priorScale(
    _ command: StationaryCommand, _ source: DataOptions, noise: Double, count: Int, l2: Double?
  ) -> Double? {
    if let given = source.priorStandardDeviation { return given }
    return (command.l2 ?? l2).map { noise / (Double(count) * $0).squareRoot() }
  }

  /// What theory predicts and, unless only the minimum is wanted, what simulation shows.
  func study(
    _ command: StationaryCommand
  ) async throws -> (report: StationaryReport, measurement: StationaryMeasurement?) {
    switch self {
    case .network(let model, let words): try await StationaryStudy(command, model, words).run()
    case .classifier(let model, let words): try await StationaryStudy(command, model, words).run()
    case .logistic(let model, let words): try await StationaryStudy(command, model, words).run()
    case .linear(let model, let words): try await StationaryStudy(command, model, words).run()
    }
  }
}

import ArgumentParser
import PosteriorData
import PosteriorDiagnostics

/// The models of `posterior sample`.
enum ModelKind: String, ExpressibleByArgument, CaseIterable, Codable {
  case gaussianMean = "gaussian-mean"
  case linearRegression = "linear-regression"
  case logisticRegression = "logistic-regression"
  case softmaxRegression = "softmax-regression"
  case poissonRegression = "poisson-regression"
  case tanhNetwork = "tanh-network"
  case networkClassifier = "network-classifier"

  /// The likelihood in a line.
  var summary: String {
    switch self {
    case .gaussianMean: "y ~ N(θ, σ²), σ known: the mean of the target column"
    case .linearRegression: "y ~ N(xᵀβ, σ²), σ known, or unknown with --unknown-noise"
    case .logisticRegression: "y ~ Bernoulli(1/(1 + exp(−xᵀβ))); the target is 0 or 1"
    case .softmaxRegression: "y ~ Categorical(softmax(xᵀβ)); the target is 0, 1, …, K − 1"
    case .poissonRegression: "y ~ Poisson(exp(xᵀβ)); the target is a count"
    case .tanhNetwork: "y ~ N(f(x), σ²), σ known, f a network with one hidden tanh layer (--hidden)"
    case .networkClassifier: "y ~ Categorical(softmax(f(x))), f a network with one hidden tanh layer (--hidden)"
    }
  }

  /// The standard deviation of the normal prior when none is given; nil for a flat one.
  var usualPriorStandardDeviation: Double? {
    switch self {
    case .gaussianMean, .linearRegression: nil
    case .logisticRegression, .softmaxRegression, .poissonRegression: 10
    case .tanhNetwork, .networkClassifier: 1
    }
  }

  /// Refuses options that mean nothing for this model.
  func check(_ source: DataOptions, hiddenCount: Int) throws {
    if hiddenCount < 1 { throw ValidationError("--hidden must be at least 1, not \(hiddenCount)") }
    if self == .gaussianMean { try source.refuseFeatures(for: "gaussian-mean") }
    if source.unknownNoise, self != .linearRegression {
      throw ValidationError("--unknown-noise has no meaning for \(rawValue)")
    }
    if source.flatPrior, self == .tanhNetwork || self == .networkClassifier {
      throw ValidationError(
        "\(rawValue) has no proper posterior under --flat-prior: its units saturate; give --prior-sd")
    }
    if source.data == nil, ![.gaussianMean, .linearRegression, .tanhNetwork].contains(self) {
      throw ValidationError("\(rawValue) needs --data: the embedded data have no such target")
    }
  }

  /// The model on the data that the options name, and its words.
  func model(_ source: DataOptions, hiddenCount: Int) throws -> (model: AnyPosterior, words: String) {
    let scale = source.priorStandardDeviation ?? (source.flatPrior ? nil : usualPriorStandardDeviation)
    let prior: Prior = scale.map { .normal(standardDeviation: $0) } ?? .flat
    let conjugatePrior: NormalPrior = scale.map { .normal(standardDeviation: $0) } ?? .flat
    let priorWords = scale.map { "prior sd \(shortened($0))" } ?? "flat prior"
    if self == .gaussianMean {
      let (values, target) = try source.observations()
      let noise = source.noiseStandardDeviation ?? values.standardDeviation
      guard noise > 0 else {
        throw SamplingError.improperPosterior("column '\(target)' is constant: give the noise with --noise-sd")
      }
      let model = GaussianMean(
        observations: values, noiseStandardDeviation: noise, prior: conjugatePrior, parameterName: "mean")
      return (AnyPosterior(model), "mean of \(target), noise sd \(shortened(noise)), \(priorWords)")
    }
    let data = try source.regressionData(intercept: self != .tanhNetwork && self != .networkClassifier)
    if scale == nil {
      // Columns that least squares cannot tell apart no likelihood of xᵀβ can.
      _ = try LinearRegression(
        design: data.design, responses: data.responses, noiseStandardDeviation: 1, parameterNames: data.parameterNames
      ).exactPosterior()
    }
    let model: any Posterior
    switch self {
    case .linearRegression where source.unknownNoise:
      let conjugate = LinearRegressionUnknownNoise(
        design: data.design, responses: data.responses, prior: conjugatePrior, coefficientNames: data.parameterNames)
      _ = try conjugate.exactPosterior()
      model = conjugate
    case .gaussianMean, .linearRegression:
      model = LinearRegression(
        design: data.design, responses: data.responses,
        noiseStandardDeviation: try source.noiseStandardDeviation ?? data.residualStandardDeviation(),
        prior: conjugatePrior, parameterNames: data.parameterNames)
    case .logisticRegression:
      let logistic = LogisticRegression(
        design: data.design, labels: try data.labels(below: 2), prior: prior, parameterNames: data.parameterNames)
      if scale == nil, logistic.isSeparable {
        throw SamplingError.improperPosterior(
          "the features separate the rows where '\(data.targetName)' is 1 from the others, so that a flat prior gives no "
            + "proper posterior: give --prior-sd")
      }
      model = logistic
    case .softmaxRegression:
      let (labels, classCount) = try data.classes()
      model = SoftmaxRegression(
        design: data.design, labels: labels, classCount: classCount, prior: prior,
        columnNames: data.parameterNames)
    case .poissonRegression:
      model = PoissonRegression(
        design: data.design, counts: try data.labels(), prior: prior, parameterNames: data.parameterNames)
    case .tanhNetwork:
      model = TanhNetworkRegression(
        inputs: data.design, responses: data.responses, hiddenCount: hiddenCount,
        noiseStandardDeviation: try source.noiseStandardDeviation ?? data.residualStandardDeviation(), prior: prior)
    case .networkClassifier:
      let (labels, classCount) = try data.classes()
      model = NetworkClassifier(
        inputs: data.design, labels: labels, classCount: classCount, hiddenCount: hiddenCount,
        prior: prior)
    }
    return (AnyPosterior(model), data.description + ", " + priorWords)
  }
}

extension RegressionData {
  /// The responses as whole numbers from 0, and below `limit` if that is given.
  fileprivate func labels(below limit: Int = .max) throws(SamplingError) -> [Int] {
    for (row, value) in responses.enumerated()
    where !(value >= 0 && value <= 1e9 && value == value.rounded() && value < Double(limit)) {
      let wanted = limit < .max ? "0 to \(limit - 1)" : "a whole number from 0"
      throw .improperPosterior("column '\(targetName)', data row \(row + 1): \(shortened(value)) is not \(wanted)")
    }
    return responses.map { Int($0) }
  }

  /// The responses as classes, from 0, of which there must be two or more.
  fileprivate func classes() throws(SamplingError) -> (labels: [Int], count: Int) {
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

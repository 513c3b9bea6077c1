import PosteriorData
import PosteriorDiagnostics

extension ModelEntry {
  static let logisticRegression = ModelEntry(
    name: "logistic-regression",
    summary: "y ~ Bernoulli(1/(1 + exp(−xᵀβ))); the target is 0 or 1",
    options: ModelOption.design,
    usualPriorStandardDeviation: 10
  ) { input in
    let data = try input.regressionData()
    let model = LogisticRegression(
      design: data.design, labels: try data.labels(below: 2), prior: input.prior, parameterNames: data.parameterNames)
    if input.priorStandardDeviation == nil, model.isSeparable {
      throw SamplingError.improperPosterior(
        "the features separate the rows where '\(data.targetName)' is 1 from the others, so that a flat prior gives no "
          + "proper posterior: give --prior-sd")
    }
    return (model, input.words(data))
  }
}

import PosteriorData
import PosteriorDiagnostics

extension ModelEntry {
  static let poissonRegression = ModelEntry(
    name: "poisson-regression",
    summary: "y ~ Poisson(exp(xᵀβ)); the target is a count",
    options: ModelOption.design,
    usualPriorStandardDeviation: 10
  ) { input in
    let data = try input.regressionData()
    let model = PoissonRegression(
      design: data.design, counts: try data.labels(), prior: input.prior, parameterNames: data.parameterNames)
    return (model, input.words(data))
  }
}

import PosteriorData
import PosteriorDiagnostics

extension ModelEntry {
  static let softmaxRegression = ModelEntry(
    name: "softmax-regression",
    summary: "y ~ Categorical(softmax(xᵀβ)); the target is 0, 1, …, K − 1",
    options: ModelOption.design,
    usualPriorStandardDeviation: 10
  ) { input in
    let data = try input.regressionData()
    let (labels, classCount) = try data.classes()
    let model = SoftmaxRegression(
      design: data.design, labels: labels, classCount: classCount, prior: input.prior, columnNames: data.parameterNames)
    return (model, input.words(data))
  }
}

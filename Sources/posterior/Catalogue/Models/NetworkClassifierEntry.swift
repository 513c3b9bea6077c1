import PosteriorData
import PosteriorDiagnostics
import PosteriorModels

extension ModelEntry {
  static let networkClassifier = ModelEntry(
    name: "network-classifier",
    summary: "y ~ Categorical(softmax(f(x))), f a network with one hidden tanh layer (--hidden)",
    options: ModelOption.inputs.union([.hidden]),
    usualPriorStandardDeviation: 1,
    hasManyMinima: true,
    data: { try $0.source.regressionData(intercept: false, classes: .several).modelData },
    predicted: { try $0.source.regressionData(intercept: false, classes: .several).predicted(by: $1, $2) }
  ) { input in
    let data = try input.regressionData(intercept: false, classes: .several)
    let (labels, classCount) = data.classes
    let model = NetworkClassifier(
      inputs: data.design, labels: labels, classCount: classCount, hiddenCount: input.hiddenCount, prior: input.prior)
    return (model, input.words(data), data.settings.hidden(input.hiddenCount))
  }
}

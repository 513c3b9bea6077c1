import PosteriorData
import PosteriorDiagnostics
import PosteriorModels

extension ModelEntry {
  /// Regressions without a closed form, whose parameters are coefficients of a design.
  static let regressions: [ModelEntry] = [
    .regression(
      "logistic-regression", "y ~ Bernoulli(1/(1 + exp(−xᵀβ))); the target has two values, as 0 and 1", .two,
      .logistic
    ) { data, input in
      var model = LogisticRegression(
        design: data.design, labels: data.classes.labels, prior: input.prior, parameterNames: data.parameterNames)
      model.threads = input.threads
      if input.priorStandardDeviation == nil, model.isSeparable {
        throw SamplingError.improperPosterior(
          "the features separate the rows where '\(data.targetName)' is \(data.responseValues.last ?? "1") from the "
            + "others, so that a flat prior gives no proper posterior: give --prior-sd")
      }
      return model
    },
    .regression(
      "softmax-regression", "y ~ Categorical(softmax(xᵀβ)); the target's values are the classes", .several
    ) {
      data, input in
      let (labels, classCount) = data.classes
      return SoftmaxRegression(
        design: data.design, labels: labels, classCount: classCount, prior: input.prior,
        columnNames: data.parameterNames)
    },
    .regression("poisson-regression", "y ~ Poisson(exp(xᵀβ)); the target is a count", nil, .poisson) { data, input in
      var model = PoissonRegression(
        design: data.design, counts: try data.counts(), prior: input.prior, parameterNames: data.parameterNames)
      model.threads = input.threads
      return model
    },
  ]

  /// A regression of a name, made of its design and responses; where it has a family it takes stored rows and
  /// sparse designs too.
  private static func regression(
    _ name: String, _ summary: String, _ classes: TargetClasses? = nil, _ family: RegressionFamily? = nil,
    make: @escaping @Sendable (RegressionData, ModelInput) throws -> any Posterior
  ) -> ModelEntry {
    ModelEntry(
      name: name, summary: summary, options: ModelOption.design.union(family == nil ? [] : ModelOption.rows),
      usualPriorStandardDeviation: 10, family: family,
      data: { try $0.source.modelData(classes) },
      predicted: { try $0.source.regressionData(classes: classes).predicted(by: $1, $2) }
    ) { input in
      if let family, let made = try input.familyModel(family, classes) { return made }
      let data = try input.regressionData(classes: classes)
      return (try make(data, input), input.words(data), data.settings)
    }
  }
}

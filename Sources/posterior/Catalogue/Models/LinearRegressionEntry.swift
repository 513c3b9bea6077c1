import PosteriorData
import PosteriorDiagnostics
import PosteriorModels

extension ModelEntry {
  static let linearRegression = ModelEntry(
    name: "linear-regression",
    summary: "y ~ N(xᵀβ, σ²), σ known, or unknown with --unknown-noise",
    options: ModelOption.design.union([.noiseStandardDeviation, .unknownNoise]).union(ModelOption.rows),
    knownPosterior: .normal,
    embeddedData: .diabetes, family: .linear(noiseStandardDeviation: 1),
    data: { try $0.source.modelData() },
    predicted: { try $0.source.regressionData().predicted(by: $1, $2) }
  ) { input in
    if let made = try input.familyModel(.linear(noiseStandardDeviation: 1)) { return made }
    let data = try input.source.regressionData()
    guard !input.source.unknownNoise else {
      let spread = data.responses.standardDeviation
      if spread > 0 { _ = try checkedNoise(spread, data.targetName) }
      var model = LinearRegressionUnknownNoise(
        design: data.design, responses: data.responses, prior: input.normalPrior, coefficientNames: data.parameterNames)
      model.threads = input.threads
      _ = try model.exactPosterior()
      return (model, input.words(data), data.settings)
    }
    let noise = try input.noise(data)
    var model = LinearRegression(
      design: data.design, responses: data.responses, noiseStandardDeviation: noise, prior: input.normalPrior,
      parameterNames: data.parameterNames)
    model.threads = input.threads
    _ = try model.exactPosterior()
    return (model, input.words(data, noise: noise), data.settings.noise(noise))
  }
}

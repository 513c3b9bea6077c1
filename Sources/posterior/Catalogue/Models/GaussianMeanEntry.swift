import PosteriorData
import PosteriorDiagnostics
import PosteriorModels

extension ModelEntry {
  static let gaussianMean = ModelEntry(
    name: "gaussian-mean",
    summary: "y ~ N(θ, σ²), σ known: the mean of the target column",
    options: [.noiseStandardDeviation],
    knownPosterior: .normal,
    embeddedData: .diabetes,
    data: { input in
      let (values, target) = try input.source.observations()
      return ModelData(target: target, values, others: [])
    },
    predicted: { input, model, table in
      let rows = Matrix(rowCount: table.rowCount, columnCount: 1)
      return try PredictedResponse(model, rows: rows, name: try input.source.observations().name)
    }
  ) { input in
    let (values, target) = try input.source.observations()
    let noise = input.source.noiseStandardDeviation ?? values.standardDeviation
    guard noise > 0 else {
      throw SamplingError.improperPosterior("column '\(target)' is constant: give the noise with --noise-sd")
    }
    _ = try checkedNoise(noise, target)
    let model = GaussianMean(
      observations: values, noiseStandardDeviation: noise, prior: input.normalPrior, parameterName: "mean(\(target))")
    let words = "mean of \(target), noise sd \(shortened(noise)), \(input.priorWords)"
    return (model, words, ["target": .text(target)].noise(noise))
  }
}

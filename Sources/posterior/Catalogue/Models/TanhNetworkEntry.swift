import PosteriorData
import PosteriorModels
import StochasticThermodynamics

extension ModelEntry {
  static let tanhNetwork = ModelEntry(
    name: "tanh-network",
    summary: "y ~ N(f(x), σ²), σ known, f a network with one hidden tanh layer (--hidden)",
    options: ModelOption.inputs.union([.noiseStandardDeviation, .hidden]),
    usualPriorStandardDeviation: 1,
    embeddedData: .paper,
    hasManyMinima: true,
    data: { input in
      guard input.source.data == nil else { return try input.source.regressionData(intercept: false).modelData }
      let bump = TanhNetworkRegression.bump()
      return ModelData(target: "y", bump.responses, others: [("x", bump.inputs.column(0))])
    },
    predicted: { input, model, table in
      guard input.source.data == nil else {
        return try input.source.regressionData(intercept: false).predicted(by: model, table)
      }
      return try PredictedResponse(model, rows: table.matrix(of: ["x"]), name: "y")
    }
  ) { input in
    guard input.source.data != nil else { return paperNetwork(input.source) }
    let data = try input.regressionData(intercept: false)
    let noise = try input.noise(data)
    let model = TanhNetworkRegression(
      inputs: data.design, responses: data.responses, hiddenCount: input.hiddenCount, noiseStandardDeviation: noise,
      prior: input.prior)
    return (model, input.words(data, noise: noise), data.settings.noise(noise).hidden(input.hiddenCount))
  }

  /// The example of arXiv:2306.03521, with what the options change of it: two units, σ = 0.1, and the prior that its
  /// weight decay λ = 0.001 stands for, U = (N/2σ²)(mean squared residual + λ|w|²).
  private static func paperNetwork(_ source: ModelOptions) -> (
    model: any Posterior, words: String, settings: [String: Setting]
  ) {
    let bump = TanhNetworkRegression.bump()
    let (units, noise) = (source.hidden ?? 2, source.noiseStandardDeviation ?? 0.1)
    let scale = source.priorStandardDeviation ?? noise / (Double(bump.exampleCount) * 0.001).squareRoot()
    let model = TanhNetworkRegression(
      inputs: bump.inputs, responses: bump.responses, hiddenCount: units, noiseStandardDeviation: noise,
      prior: .normal(standardDeviation: scale))
    let words =
      "y = exp(−x²) + 0.1 ξ (generated), \(units) tanh units, noise sd \(shortened(noise)), prior sd "
      + "\(shortened(scale))"
    let settings: [String: Setting] = [
      "target": .text("y"), "features": .list([.text("x")]), "priorStandardDeviation": .number(scale),
    ]
    return (model, words, settings.noise(noise).hidden(units))
  }
}

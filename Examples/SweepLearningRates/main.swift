// The same sweep as `posterior sweep`, smaller: how far SGLD's and SGWORLD's draws are from the exact posterior.
import PosteriorData
import PosteriorDiagnostics
import PosteriorModels

let data = try RegressionData(.diabetes, target: "progression", features: Table.diabetesFeatures)
let model = LinearRegression(design: data.design, responses: data.responses, noiseStandardDeviation: 54.3)
let sweep = try LearningRateSweep(
  model: model, samplers: [.sgld(batchSize: 13), .sgworld(batchSize: 13)],
  learningRates: LearningRateSweep.geometric(from: 0.06, to: 0.5, count: 4), settings: .init(epochs: 20_000))
for point in await sweep.run(threads: 2).points {
  guard let kl = point.kl else { continue }
  print(point.sampler, "η", point.learningRate, "KL", kl.estimate, "in", kl.lower, "to", kl.upper, kl.resolved)
}

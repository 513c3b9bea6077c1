// A model, a sampler, and draws: SGWORLD on a linear regression whose posterior is known, to see how close they come.
import PosteriorData
import PosteriorModels

let data = try RegressionData(.diabetes, target: "progression", features: Table.diabetesFeatures)
let model = LinearRegression(design: data.design, responses: data.responses, noiseStandardDeviation: 54.3)
let sampler = SGWORLD(model, learningRate: 0.05, batchSize: 13)  // η, not ε/2
var random = GSLRandom(seed: 1)
var state = try sampler.start(at: [Double](repeating: 0, count: model.dimension), using: &random)
var mean = state.position
for draw in -2000..<50_000 {  // the negative ones are burn-in
  try sampler.advance(&state, steps: sampler.stepsPerDraw, using: &random)  // one epoch
  if draw >= 0 { for j in mean.indices { mean[j] += (state.position[j] - mean[j]) / Double(draw + 1) } }
}
let exact = try model.exactPosterior()
for (j, name) in data.parameterNames.enumerated() {
  print(name, "sampled", mean[j], "exact", exact.mean[j], "±", exact.standardDeviations[j])
}

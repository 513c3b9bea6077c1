import Foundation
import StochasticThermodynamics

let model = TanhNetworkRegression.bump()
let clock = ContinuousClock()
nonisolated(unsafe) var t0 = clock.now
let minimum = try model.landscapeMinimum(starts: 20)
print("minimum", minimum, model.logDensity(at: minimum.span), clock.now - t0)
let arguments = CommandLine.arguments
let ticks = Int(arguments[1])!, kind = arguments[2], temperature = Double(arguments[3])!
func go(_ batching: some DiffusiveMinibatching) async throws {
  t0 = clock.now
  let state = try StationaryState(of: model, batching, minimum: minimum, learningRate: 1e-7, batchSize: 10, temperature: temperature)
  print("state", clock.now - t0, state.meanEntropyProduction, state.relaxationTicks, state.expansionParameter)
  print("center", state.center, "mean", try state.mean(gradient: EffectiveLandscape(model, learningRate: 1e-7, batchSize: 10).gradient))
  t0 = clock.now
  let seen = try await StationaryMeasurement.run(SGD(model, batching, learningRate: 1e-7, batchSize: 10, temperature: temperature), .init(state, segmentLengths: CommandLine.arguments[4].split(separator: ",").map { Int($0)! }), ticks: ticks)
  print("run", clock.now - t0, seen.relaxationTimesPerChain)
  print(seen.mean.map { $0.measured }, seen.mean.map { $0.standardError })
  print("cov ratio", zip(seen.covariance.measured.diagonal, state.covariance.diagonal).map { $0 / $1 })
  print("cov err", zip(seen.covariance.standardError.diagonal, state.covariance.diagonal).map { $0 / $1 })
  print("D ratio", zip(seen.diffusion.measured.diagonal, state.diffusion.diagonal).map { $0 / $1 })
  print("c01", seen.circulation.measured[0, 1], seen.circulation.standardError[0, 1], state.circulation[0, 1])
  print("sigma", seen.meanEntropyProduction!, state.meanEntropyProduction)
  for f in seen.integralFluctuations { print(f.segmentLength, f.segmentCount, f.excess, f.holds) }
  for f in seen.detailedFluctuations { print(f.segmentLength, f.slope, f.holds) }
  print(seen.current!, seen.current!.verdict)
}
switch kind {
case "fresh": try await go(FreshSubset())
case "reshuffled": try await go(ReshuffledEpochs())
default: try await go(WithReplacement())
}

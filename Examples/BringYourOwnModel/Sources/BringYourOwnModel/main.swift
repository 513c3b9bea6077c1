// A model that the library does not have (Robust.swift), checked, and sampled by every sampler that can take it.
import Foundation
import PosteriorData
import PosteriorDiagnostics

let data = try RegressionData(.diabetes, target: "progression", features: Table.diabetesFeatures)
let model = Robust(x: data.design, y: data.responses, names: data.parameterNames)
let starts = (0..<4).map { chain in [100 + 20 * Double(chain), 0, 0, 0, 0, 0] }
print(checkGradient(of: model, at: starts[0]))

/// Runs four chains and prints what they say of the coefficient of bmi.
func show(_ name: String, _ sampler: some PosteriorSampler, count: Int, burnIn: Int) async throws {
  let draws = try await sampler.draws(
    from: starts, count: count, burnIn: burnIn, threads: 2)
  let bmi = await draws.summary().parameters[2]
  let numbers = [bmi.mean, bmi.mcseMean, bmi.sd, bmi.mcseSD, bmi.essBulk, bmi.rHat].map { String(format: "%9.4g", $0) }
  print(name.padding(toLength: 12, withPad: " ", startingAt: 0), numbers.joined(separator: " "))
}

print("\nbmi              mean      mcse        sd      mcse  bulk ESS     R-hat")
try await show("NUTS", NUTS(model, stepSize: 1).selfTuning(), count: 2000, burnIn: 0)
try await show("HMC", HMC(model, stepSize: 1, path: .steps(8)).selfTuning(), count: 2000, burnIn: 0)
try await show("MALA", MALA(model, learningRate: 0.8), count: 20_000, burnIn: 1000)
try await show("random walk", RandomWalkMetropolis(model, scale: 1.5), count: 40_000, burnIn: 4000)
try await show("ULA", ULA(model, learningRate: 0.05), count: 40_000, burnIn: 1000)
try await show("SGLD", SGLD(model, learningRate: 0.02, batchSize: 13), count: 400_000, burnIn: 20_000)
try await show("SGWORLD", SGWORLD(model, learningRate: 0.02, batchSize: 13), count: 20_000, burnIn: 1000)
try await show("SGHMC", SGHMC(model, learningRate: 0.005, batchSize: 13), count: 400_000, burnIn: 20_000)
try await show("SGNHT", SGNHT(model, learningRate: 0.005, batchSize: 13), count: 400_000, burnIn: 20_000)
let preconditioned = PreconditionedSGLD(model, learningRate: 0.02, batchSize: 13, adaptationSteps: 20_000)
try await show("pSGLD", preconditioned, count: 400_000, burnIn: 20_000)
let cyclical = CyclicalSGLD(model, peakLearningRate: 0.1, stepsPerCycle: 500, batchSize: 13)
try await show("cyclical", cyclical, count: 2000, burnIn: 20)

// The stationary state of training on real digits: its accuracy, its current, and both fluctuation theorems.
//
//     python3 Examples/MNIST/mnist_idx.py mnist
//     swift run -c release MNIST mnist
//
// The settings are ours, the paper's being unknown to us: 4000 images of the MNIST database (400 of each digit), 28 × 28 pixels
// averaged to 14 × 14, their first 16 principal components at unit variance, softmax regression with a normal prior of sd 0.5
// (153 weights), fresh subsets of 40, a learning rate of 0.01 over the largest curvature. A second argument sets the steps.
// At five times the rate a million steps resolve that theory is an expansion in it: ⟨e^−σ⟩ is then 1.005.
import Foundation
import PosteriorData
import PosteriorModels
import StochasticThermodynamics

guard CommandLine.arguments.count >= 2 else {
  print("usage: MNIST FOLDER [STEPS], FOLDER as made by 'python3 Examples/MNIST/mnist_idx.py FOLDER'")
  exit(64)
}
let folder = CommandLine.arguments[1]
let steps = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 0 : 100_000
guard steps >= 10_000 else {
  print("STEPS must be a number from 10000, not '\(CommandLine.arguments[2])'")
  exit(64)
}
let componentCount = 16

/// Images in the principal components of the training images, with a column of ones first.
func design(_ images: Matrix, mean: [Double], components: Matrix) -> Matrix {
  let rows = images.rows.flatMap { [1] + components * zip($0, mean).map(-) }
  return Matrix(columnCount: components.rowCount + 1, elements: rows)
}

let training = try IDX(contentsOf: "\(folder)/train-images-idx3-ubyte").images(pooling: 2)
let labels = try IDX(contentsOf: "\(folder)/train-labels-idx1-ubyte").labels()
let testing = try IDX(contentsOf: "\(folder)/t10k-images-idx3-ubyte").images(pooling: 2)
let testLabels = try IDX(contentsOf: "\(folder)/t10k-labels-idx1-ubyte").labels()

let count = Double(training.rowCount)
let mean = (0..<training.columnCount).map { training.column($0).reduce(0, +) / count }
let centred = Matrix(columnCount: mean.count, elements: training.rows.flatMap { zip($0, mean).map(-) })
let principal = try SymmetricEigen(1 / count * centred.gram)
let leading = principal.values.indices.reversed().prefix(componentCount)
let components = Matrix(
  columnCount: mean.count,
  elements: leading.flatMap { j in principal.vectors.column(j).map { $0 / principal.values[j].squareRoot() } })
let inputs = design(training, mean: mean, components: components)
let testInputs = design(testing, mean: mean, components: components)

/// The share of the test images that weights classify rightly.
func accuracy(_ weights: [Double]) -> Double {
  let coefficients = Matrix(columnCount: componentCount + 1, elements: weights)
  let right = testLabels.indices.filter { i in
    let logits = [0] + coefficients * testInputs.row(i)
    return logits.indices.max { logits[$0] < logits[$1] } == testLabels[i]
  }
  return Double(right.count) / Double(testLabels.count)
}

let model = SoftmaxRegression(design: inputs, labels: labels, classCount: 10, prior: .normal(standardDeviation: 0.5))
let minimum = try model.mode(from: [Double](repeating: 0, count: model.dimension)).position
let curvature = try SymmetricEigen(model.hessian(at: minimum)).values.last ?? .nan
let rate = 0.01 / curvature
let state = try StationaryState(of: model, FreshSubset(), mode: minimum, learningRate: rate, batchSize: 40)
let sampler = SGD(model, FreshSubset(), learningRate: .constant(rate), batchSize: 40)
print("\(model.dimension) weights, η = \(rate), slowest relaxation in \(Int(state.relaxationTicks)) steps")

// Accuracy: at the minimum, and over the stationary state.
let draws = try await sampler.draws(
  from: state.starts(2, seed: 7), count: 100, burnIn: 2000, thinning: 250, seed: 7, threads: 2)
let accuracies = (0..<200).map { draw in
  accuracy(Array(draws.values[draw * model.dimension..<(draw + 1) * model.dimension]))
}
let average = accuracies.reduce(0, +) / 200
let spread = (accuracies.reduce(0) { $0 + ($1 - average) * ($1 - average) } / 199).squareRoot()
print(
  String(
    format: "test accuracy: %.3f at the minimum, %.3f ± %.3f (sd) over the stationary state",
    accuracy(minimum), average, spread))

/// Measures one set of directions and prints the theorems.
func test(_ name: String, _ plan: StationaryObserver.Plan) async throws {
  let seen = try await StationaryMeasurement.run(sampler, plan, settings: .init(ticks: steps, burnIn: steps / 10))
  print("\n\(name), \(seen.tickCount) steps")
  if let entropy = seen.meanEntropyProduction, let current = seen.current {
    print(
      String(
        format: "entropy production a step: predicted %.6f, measured %.6f [%.6f, %.6f]",
        plan.meanEntropyProduction, entropy.measured, entropy.lower, entropy.upper))
    print(current.verdict.rawValue, String(format: "(%.1f standard deviations)", current.significance))
  }
  for (integral, detailed) in zip(seen.integralFluctuations, seen.detailedFluctuations) {
    print(
      String(
        format: "segments of %2d: ⟨e^−σ⟩ = %.5f [%.5f, %.5f] %@; slope of ln P(σ)/P(−σ) %.3f [%.3f, %.3f] %@",
        integral.segmentLength, integral.mean, 1 + integral.excess.lower, 1 + integral.excess.upper,
        integral.holds ? "holds 1" : "does not hold 1", detailed.slope.measured, detailed.slope.lower,
        detailed.slope.upper,
        detailed.holds ? "holds 1" : "does not hold 1"))
  }
}
try await test("All 153 directions", .init(state))
try await test("The four directions of the strongest currents", .init(state, projection: state.currentProjection(4)))

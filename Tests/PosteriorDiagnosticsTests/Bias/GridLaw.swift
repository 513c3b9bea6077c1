import Foundation
import PosteriorModels

@testable import PosteriorDiagnostics

/// Laws of one parameter on a grid: a posterior's, and the stationary one of a sampler whose steps are Euler's, as the
/// eigenvector of its transition kernel. For four examples in minibatches of two, all orders of them are added up.
struct GridLaw {
  let mean: Double
  let standardDeviation: Double

  /// Four counts with one rate e^θ, and N(0, 1) for θ.
  static let model = PoissonRegression(
    design: Matrix(columnCount: 1, elements: [1, 1, 1, 1]), counts: [0, 1, 2, 7],
    prior: .normal(standardDeviation: 1), parameterNames: ["theta"])

  private static let points = (0..<500).map { -1.5 + 4.5 * (Double($0) + 0.5) / 500 }

  private init(weights: [Double]) {
    let total = weights.reduce(0, +)
    let mean = zip(Self.points, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
    let square = zip(Self.points, weights).reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * $1.1 } / total
    (self.mean, standardDeviation) = (mean, square.squareRoot())
  }

  /// The posterior.
  static var posterior: GridLaw {
    GridLaw(weights: points.map { exp(model.logDensity(at: [$0].span)) })
  }

  private static func gradient(_ examples: [Int32], at position: Double) -> Double {
    var gradient = [0.0]
    var span = gradient.mutableSpan
    model.addLogPriorGradient(at: [position].span, to: &span)
    model.addLogLikelihoodGradient(
      ofExamples: examples.span, at: [position].span, relativeTo: nil, scaledBy: 4 / Double(examples.count), to: &span)
    return -gradient[0]
  }

  /// The law behind a cycle of steps, each on a minibatch, averaged over the choices of the cycle.
  static func stationary(_ cycles: [[[Int32]]], learningRate: Double) -> GridLaw {
    let width = points[1] - points[0]
    var kernels: [[Int32]: Matrix] = [:]
    for examples in Set(cycles.flatMap(\.self)) {
      var kernel = Matrix(rowCount: points.count, columnCount: points.count)
      for (j, from) in points.enumerated() {
        let center = from - learningRate * gradient(examples, at: from)
        for (i, to) in points.enumerated() {
          let z = (to - center) / (2 * learningRate).squareRoot()
          kernel[i, j] = width * exp(-0.5 * z * z) / (4 * Double.pi * learningRate).squareRoot()
        }
      }
      kernels[examples] = kernel
    }
    var weights = [Double](repeating: 1 / Double(points.count), count: points.count)
    for _ in 0..<400 {
      var next = [Double](repeating: 0, count: points.count)
      for cycle in cycles {
        let end = cycle.reduce(weights) { (kernels[$1] ?? .identity(1)) * $0 }
        for i in next.indices { next[i] += end[i] / Double(cycles.count) }
      }
      weights = next
    }
    return GridLaw(weights: weights)
  }

  static let pairs: [[Int32]] = [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]]
  /// Fresh subsets: an epoch is two steps.
  static let fresh = pairs.flatMap { first in pairs.map { [first, $0] } }
  /// Reshuffled epochs: each pair, and then the others.
  static let reshuffled = pairs.map { pair in [pair, (0..<4).filter { !pair.contains($0) }] }
}

extension ModelTable {
  /// A table of one column.
  static func of(_ name: String, _ values: [Double]) -> ModelTable {
    ModelTable(file: "t.csv", rowCount: values.count, columns: [.init(name: name, cells: .numbers(values))])
  }
}

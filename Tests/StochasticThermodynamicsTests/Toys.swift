import Foundation
import PosteriorModels
import StochasticThermodynamics

/// Small models in which everything can be counted.
enum Toy {
  /// A line through few points whose scatter depends on x, so that gradient noise and curvature do not commute.
  static func line(_ count: Int, seed: UInt64 = 3) -> LinearRegression {
    var random = GSLRandom(seed: seed)
    var elements: [Double] = []
    var responses: [Double] = []
    for _ in 0..<count {
      let x = random.normal()
      elements += [1, x]
      responses.append(0.5 + x + (x > 0 ? 1.5 : 0.2) * random.normal())
    }
    return LinearRegression(
      design: Matrix(columnCount: 2, elements: elements), responses: responses, noiseStandardDeviation: 1,
      prior: .normal(standardDeviation: 3))
  }

  /// A logistic regression of few examples: Hessians that depend on the position.
  static func logistic(_ count: Int) -> LogisticRegression {
    var random = GSLRandom(seed: 5)
    let elements: [Double] = (0..<count).flatMap { _ in [1, 1.5 * random.normal()] }
    return LogisticRegression(
      design: Matrix(columnCount: 2, elements: elements), labels: (0..<count).map { $0 % 3 == 0 ? 1 : 0 },
      prior: .normal(standardDeviation: 2))
  }

  /// All subsets of `size` of 0..<count.
  static func subsets(_ size: Int, of count: Int) -> [[Int32]] {
    guard size > 0 else { return [[]] }
    guard count >= size else { return [] }
    return subsets(size, of: count - 1) + subsets(size - 1, of: count - 1).map { $0 + [Int32(count - 1)] }
  }

  /// All permutations of 0..<count.
  static func permutations(_ count: Int) -> [[Int32]] {
    guard count > 0 else { return [[]] }
    return permutations(count - 1).flatMap { shorter in
      (0...shorter.count).map { place in
        var longer = shorter
        longer.insert(Int32(count - 1), at: place)
        return longer
      }
    }
  }

  /// U.
  static func potential(_ model: some Posterior, _ position: [Double]) -> Double {
    -model.logDensity(at: position.span)
  }

  /// ĝ_b by the model's definition, one example at a time.
  static func gradient(_ model: some Posterior, _ batch: [Int32], _ position: [Double]) -> [Double] {
    var gradient = [Double](repeating: 0, count: position.count)
    var span = gradient.mutableSpan
    model.addLogPriorGradient(at: position.span, to: &span)
    for example in batch {
      model.addLogLikelihoodGradient(
        of: Int(example), at: position.span, scaledBy: Double(model.exampleCount) / Double(batch.count), to: &span)
    }
    return gradient.map { -$0 }
  }

  /// The displacement of one epoch over the examples in an order.
  static func epoch(
    _ model: some Posterior, _ order: [Int32], from start: [Double], learningRate: Double, batchSize: Int
  ) -> [Double] {
    var position = start
    for first in stride(from: 0, to: order.count, by: batchSize) {
      let batch = Array(order[first..<min(first + batchSize, order.count)])
      let rate = learningRate * Double(batch.count) / Double(batchSize)
      position = zip(position, gradient(model, batch, position)).map { $0 - rate * $1 }
    }
    return zip(position, start).map(-)
  }

  /// The mean and the covariance (n below) of vectors.
  static func moments(_ vectors: [[Double]]) -> (mean: [Double], covariance: Matrix) {
    let (n, d) = (Double(vectors.count), vectors[0].count)
    let mean = (0..<d).map { j in vectors.reduce(0) { $0 + $1[j] } / n }
    let centred = Matrix(columnCount: d, elements: vectors.flatMap { zip($0, mean).map(-) })
    return (mean, 1 / n * centred.gram)
  }

  /// ‖a − b‖/‖b‖.
  static func distance(_ a: Matrix, _ b: Matrix) -> Double { ((a - b).squaredNorm / b.squaredNorm).squareRoot() }

  static func distance(_ a: [Double], _ b: [Double]) -> Double {
    let difference = zip(a, b).map(-)
    return (difference.dot(difference) / b.dot(b)).squareRoot()
  }
}

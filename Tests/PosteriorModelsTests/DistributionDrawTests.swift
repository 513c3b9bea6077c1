import Foundation
import PosteriorSampling
import Testing

@testable import PosteriorModels

/// Draws follow the densities: χ² tests with fixed seeds.
@Suite struct DistributionDrawTests {
  private static let count = 40_000

  /// χ² of 20 classes exceeds this once in 10⁴ times (19 degrees of freedom; 53.0 at 5 · 10⁻⁵).
  private static let bound = 53.0

  private static let arguments: [(String, [[Double]])] = [
    ("normal", [[1], [2]]), ("student_t", [[3], [1], [2]]), ("student_t", [[0.7], [0], [1]]), ("cauchy", [[1], [0.5]]),
    ("laplace", [[1], [0.5]]), ("logistic", [[-1], [2]]), ("half_normal", [[2]]), ("half_cauchy", [[2]]),
    ("half_student_t", [[4], [2]]), ("lognormal", [[0.5], [0.7]]), ("exponential", [[3]]), ("gamma", [[0.3], [2]]),
    ("gamma", [[1], [2]]), ("gamma", [[7.5], [0.1]]), ("inv_gamma", [[2.5], [3]]), ("chi_square", [[1]]),
    ("chi_square", [[5]]), ("weibull", [[0.8], [2]]), ("weibull", [[3], [2]]), ("pareto", [[1.5], [2]]),
    ("beta", [[0.4], [0.6]]), ("beta", [[3], [2]]), ("uniform", [[-1], [3]]), ("bernoulli", [[0.3]]),
    ("bernoulli_logit", [[-0.7]]), ("binomial", [[7], [0.3]]), ("binomial", [[250], [0.03]]),
    ("binomial", [[1000], [0.5]]), ("binomial_logit", [[20], [1.1]]), ("poisson", [[0.3]]), ("poisson", [[11]]),
    ("poisson", [[25]]), ("poisson", [[400]]), ("poisson_log", [[2.5]]), ("neg_binomial_2", [[3], [0.5]]),
    ("neg_binomial_2", [[40], [6]]), ("neg_binomial_2_log", [[1.2], [2]]),
    ("ordered_logistic", [[0.3], [-1, 0.5, 2]]), ("categorical", [[0.2, 0.5, 0.3]]),
    ("categorical_logit", [[0.3, -1, 2, 0]]),
  ]

  @Test func everyDistributionIsDrawn() {
    let known = Set(Self.arguments.map(\.0)).union(["dirichlet", "multi_normal", "multi_normal_cholesky"])
    #expect(known == Set(DistributionCatalogue.all.map(\.name)))
  }

  /// The densities, or probabilities, of some numbers.
  private func densities(_ distribution: Distribution, _ arguments: [[Double]], at x: [Double]) -> [Double] {
    var graph = Graph(rowCount: x.count)
    let nodes = arguments.enumerated().map { place, numbers in
      distribution.domains[place].isVector ? graph.knownVector(numbers) : graph.constant(numbers[0])
    }
    let density = graph.repeated(distribution.logDensity(&graph, graph.column(x), nodes), as: .rows)
    return GraphEvaluator(graph, at: [])(density).map { exp($0) }
  }

  @Test(arguments: arguments.indices) func drawsFollowTheDensity(_ place: Int) throws {
    let (name, arguments) = Self.arguments[place]
    let distribution = try #require(DistributionCatalogue.named(name))
    var random = GSLRandom(seed: 17 + UInt64(place))
    let draws = (0..<Self.count).map { _ in distribution.draw(arguments, using: &random)[0] }
    let statistic =
      distribution.support.isDiscrete
      ? chiSquareOfCounts(distribution, arguments, draws) : chiSquare(distribution, arguments, draws)
    #expect(statistic < Self.bound, "\(name) \(arguments): χ² = \(statistic)")
  }

  /// The second half of the draws in classes that the first half's quantiles bound. The outermost two are one class.
  private func chiSquare(_ distribution: Distribution, _ arguments: [[Double]], _ draws: [Double]) -> Double {
    let half = Self.count / 2
    let first = draws[..<half].sorted()
    let edges = (1...20).map { first[$0 * half / 21] }
    var (statistic, inside, observedInside) = (0.0, 0.0, 0.0)
    for (low, high) in zip(edges, edges.dropFirst()) {
      let points = (0...200).map { low + (high - low) * Double($0) / 200 }
      let values = densities(distribution, arguments, at: points)
      // Simpson's rule.
      let sum = values.enumerated().reduce(0.0) { sum, value in
        let weight = value.offset == 0 || value.offset == 200 ? 1.0 : value.offset.isMultiple(of: 2) ? 2 : 4
        return sum + weight * value.element
      }
      let expected = sum * (high - low) / 600 * Double(half)
      let observed = Double(draws[half...].count { $0 >= low && $0 < high })
      statistic += (observed - expected) * (observed - expected) / expected
      inside += expected
      observedInside += observed
    }
    let (expected, observed) = (Double(half) - inside, Double(half) - observedInside)
    return statistic + (observed - expected) * (observed - expected) / expected
  }

  /// Classes of neighbouring whole numbers, each of a twentieth of the draws or more.
  private func chiSquareOfCounts(_ distribution: Distribution, _ arguments: [[Double]], _ draws: [Double]) -> Double {
    let isOfCategories = distribution.support == .categories
    let last = isOfCategories ? Double(arguments.last?.count ?? 1) : 2000
    let top = distribution.name == "ordered_logistic" ? last + 1 : last
    var limit = top
    if case .countsUpTo(let place) = distribution.support { limit = arguments[place][0] }
    if distribution.support == .binary { limit = 1 }
    let values = Array(stride(from: isOfCategories ? 1.0 : 0, through: limit, by: 1))
    let probabilities = densities(distribution, arguments, at: values)
    var counts: [Double: Double] = [:]
    for draw in draws { counts[draw, default: 0] += 1 }
    #expect(Set(counts.keys).isSubset(of: values))
    var (statistic, expected, observed, left) = (0.0, 0.0, 0.0, Double(Self.count))
    for (value, probability) in zip(values, probabilities) {
      expected += probability * Double(Self.count)
      observed += counts[value] ?? 0
      let isLast = value == limit
      guard isLast || (expected > Double(Self.count) / 20 && left - expected > Double(Self.count) / 20) else {
        continue
      }
      statistic += (observed - expected) * (observed - expected) / expected
      left -= expected
      (expected, observed) = (0, 0)
    }
    return statistic
  }

  @Test(arguments: ["multi_normal", "multi_normal_cholesky"]) func vectorsHaveTheirCovariance(_ name: String) throws {
    let distribution = try #require(DistributionCatalogue.named(name))
    let (mean, covariance): ([Double], [Double]) = ([1, -2, 0.5], [4, 1.2, -0.5, 1.2, 3, 0.25, -0.5, 0.25, 1])
    let matrix = name == "multi_normal" ? covariance : try #require(choleskyFactor(covariance))
    var random = GSLRandom(seed: 5)
    let draws = (0..<Self.count).map { _ in distribution.draw([mean, matrix], using: &random) }
    for i in 0..<3 {
      let average = draws.reduce(0) { $0 + $1[i] } / Double(Self.count)
      #expect(abs(average - mean[i]) < 4 * (covariance[4 * i] / Double(Self.count)).squareRoot())
      for j in 0...i {
        let moment = draws.reduce(0) { $0 + ($1[i] - mean[i]) * ($1[j] - mean[j]) } / Double(Self.count)
        let (vi, vj, c) = (covariance[4 * i], covariance[4 * j], covariance[3 * i + j])
        #expect(abs(moment - c) < 4 * ((vi * vj + c * c) / Double(Self.count)).squareRoot(), "\(i) \(j)")
      }
    }
  }

  @Test func simplexesHaveTheirMoments() throws {
    let distribution = try #require(DistributionCatalogue.named("dirichlet"))
    let alpha = [0.3, 2, 5]
    let sum = alpha.reduce(0, +)
    var random = GSLRandom(seed: 6)
    let draws = (0..<Self.count).map { _ in distribution.draw([alpha], using: &random) }
    #expect(draws.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-14 })
    for (k, shape) in alpha.enumerated() {
      let mean = shape / sum
      let variance = mean * (1 - mean) / (sum + 1)
      let average = draws.reduce(0) { $0 + $1[k] } / Double(Self.count)
      #expect(abs(average - mean) < 4 * (variance / Double(Self.count)).squareRoot())
      let square = draws.reduce(0) { $0 + ($1[k] - mean) * ($1[k] - mean) } / Double(Self.count)
      #expect(abs(square / variance - 1) < 0.05)
    }
  }

  /// What no distribution has gives what is no number, and takes no time.
  @Test func oddArgumentsGiveNoNumber() throws {
    var random = GSLRandom(seed: 7)
    for (name, arguments) in [
      ("poisson", [[Double.infinity]]), ("poisson", [[-1]]), ("poisson_log", [[800]]), ("gamma", [[-1], [1]]),
      ("binomial", [[10], [1.5]]), ("neg_binomial_2", [[1], [.nan]]), ("gamma", [[.infinity], [1]]),
    ] {
      let distribution = try #require(DistributionCatalogue.named(name))
      #expect(distribution.draw(arguments, using: &random)[0].isNaN, "\(name)")
    }
    let normal = try #require(DistributionCatalogue.named("multi_normal"))
    let none = normal.draw([[0, 0], [1, 2, 2, 1]], using: &random)
    #expect(none[0].isNaN && none[1].isNaN)
  }
}

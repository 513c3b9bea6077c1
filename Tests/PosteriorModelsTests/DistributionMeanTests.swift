import Foundation
import PosteriorModels
import Testing

/// The mean of every distribution that has one is that of its draws.
@Suite struct DistributionMeanTests {
  private static let arguments: [String: [[Double]]] = [
    "normal": [[1], [2]], "student_t": [[5], [1], [2]], "laplace": [[1], [2]], "logistic": [[1], [2]],
    "half_normal": [[2]], "half_student_t": [[5], [2]], "lognormal": [[0.3], [0.5]], "exponential": [[2]],
    "gamma": [[3], [2]], "inv_gamma": [[5], [2]], "chi_square": [[4]], "weibull": [[2], [3]], "pareto": [[1], [5]],
    "beta": [[2], [3]], "uniform": [[-1], [4]], "bernoulli": [[0.3]], "bernoulli_logit": [[0.3]],
    "binomial": [[7], [0.3]], "binomial_logit": [[7], [0.3]], "poisson": [[3]], "poisson_log": [[1]],
    "neg_binomial_2": [[3], [2]], "neg_binomial_2_log": [[1], [2]], "ordered_logistic": [[0.3], [-1, 0.5, 2]],
    "categorical": [[0.2, 0.5, 0.3]], "categorical_logit": [[0, 1, -1]], "dirichlet": [[1, 2, 4]],
    "multi_normal": [[1, 2], [2, 0.5, 0.5, 1]], "multi_normal_cholesky": [[1, 2], [2, 0, 0.5, 1]],
  ]

  @Test(arguments: DistributionCatalogue.all.map(\.name)) func isThatOfItsDraws(name: String) throws {
    let distribution = try #require(DistributionCatalogue.named(name))
    guard let arguments = Self.arguments[name] else {
      // Those of Cauchy have none.
      #expect(["cauchy", "half_cauchy"].contains(name))
      #expect(distribution.mean([[1], [1]])[0].isNaN)
      return
    }
    var random = GSLRandom(seed: 11)
    let draws = (0..<10_000).map { _ in distribution.draw(arguments, using: &random) }
    for (element, mean) in distribution.mean(arguments).enumerated() {
      let values = draws.map { $0[element] }
      let own = values.reduce(0, +) / 10_000
      let variance = values.reduce(0) { $0 + ($1 - own) * ($1 - own) } / 10_000
      #expect(abs(own - mean) < 4.5 * (variance / 10_000).squareRoot(), "\(own) for \(mean)")
    }
  }
}

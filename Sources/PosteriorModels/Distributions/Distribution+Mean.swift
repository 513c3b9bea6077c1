import Foundation

extension Distribution {
  /// The mean of the value: one number, or a vector's elements. Not a number where there is none.
  package func mean(_ arguments: [[Double]]) -> [Double] {
    switch name {
    case "multi_normal", "multi_normal_cholesky": return arguments[0]
    case "dirichlet":
      let sum = arguments[0].reduce(0, +)
      return arguments[0].map { $0 / sum }
    default: break
    }
    if let probabilities = probabilities(arguments) {
      return [probabilities.enumerated().reduce(0) { $0 + Double($1.offset + 1) * $1.element }]
    }
    let a = arguments.map { $0.first ?? .nan }
    return [meanOnTheLine(a) ?? meanOfPositive(a) ?? meanOfCount(a) ?? .nan]
  }

  /// The probabilities of categories 1, 2, …; nil for other distributions.
  package func probabilities(_ arguments: [[Double]]) -> [Double]? {
    switch name {
    case "categorical": return arguments[0]
    case "categorical_logit":
      let largest = arguments[0].max() ?? 0
      let weights = arguments[0].map { exp($0 - largest) }
      let sum = weights.reduce(0, +)
      return weights.map { $0 / sum }
    case "ordered_logistic":
      let below = arguments[1].map { 1 / (1 + exp((arguments[0].first ?? .nan) - $0)) }
      return zip(below + [1], [0] + below).map { $0 - $1 }
    default: return nil
    }
  }

  private func meanOnTheLine(_ a: [Double]) -> Double? {
    switch name {
    case "normal", "laplace", "logistic": a[0]
    case "student_t": a[0] > 1 ? a[1] : .nan
    case "half_normal": a[0] * (2 / Double.pi).squareRoot()
    case "half_student_t":
      a[0] > 1
        ? 2 * a[1] * (a[0] / .pi).squareRoot() * exp(lgamma(0.5 * a[0] + 0.5) - lgamma(0.5 * a[0])) / (a[0] - 1) : .nan
    case "uniform": 0.5 * (a[0] + a[1])
    default: nil
    }
  }

  private func meanOfPositive(_ a: [Double]) -> Double? {
    switch name {
    case "lognormal": exp(a[0] + 0.5 * a[1] * a[1])
    case "exponential": 1 / a[0]
    case "gamma": a[0] / a[1]
    case "inv_gamma": a[0] > 1 ? a[1] / (a[0] - 1) : .nan
    case "chi_square": a[0]
    case "weibull": a[1] * exp(lgamma(1 + 1 / a[0]))
    case "pareto": a[1] > 1 ? a[1] * a[0] / (a[1] - 1) : .nan
    case "beta": a[0] / (a[0] + a[1])
    default: nil
    }
  }

  private func meanOfCount(_ a: [Double]) -> Double? {
    switch name {
    case "bernoulli", "poisson", "neg_binomial_2": a[0]
    case "bernoulli_logit": 1 / (1 + exp(-a[0]))
    case "binomial": a[0] * a[1]
    case "binomial_logit": a[0] / (1 + exp(-a[1]))
    case "poisson_log", "neg_binomial_2_log": exp(a[0])
    default: nil
    }
  }
}

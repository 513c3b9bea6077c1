import Foundation

extension Distribution {
  /// Draws a value: what predictions are made of.
  ///
  /// - Parameters:
  ///   - arguments: The arguments, each of one number, of a vector's elements, or of a matrix's rows one after another.
  ///   - random: Where the randomness comes from.
  /// - Returns: The value: one number, or a vector's elements. Not a number where the arguments are none that the
  ///   distribution may have.
  package func draw(_ arguments: [[Double]], using random: inout some RandomSource) -> [Double] {
    let numbers = arguments.map { $0.first ?? .nan }
    if let vector = vector(arguments, &random) { return vector }
    return [onTheLine(numbers, &random) ?? positive(numbers, &random) ?? count(numbers, arguments, &random) ?? .nan]
  }

  private func onTheLine(_ a: [Double], _ random: inout some RandomSource) -> Double? {
    switch name {
    case "normal": a[0] + a[1] * random.normal()
    case "student_t": a[1] + a[2] * random.studentT(a[0])
    case "cauchy": a[0] + a[1] * random.cauchy()
    case "laplace": a[0] + (random.uniform() < 0.5 ? a[1] : -a[1]) * random.exponential()
    case "logistic": a[0] + a[1] * random.logistic()
    case "half_normal": abs(a[0] * random.normal())
    case "half_cauchy": abs(a[0] * random.cauchy())
    case "half_student_t": abs(a[1] * random.studentT(a[0]))
    case "uniform": a[0] + (a[1] - a[0]) * random.uniform()
    default: nil
    }
  }

  private func positive(_ a: [Double], _ random: inout some RandomSource) -> Double? {
    switch name {
    case "lognormal": exp(a[0] + a[1] * random.normal())
    case "exponential": random.exponential() / a[0]
    case "gamma": exp(random.logGamma(a[0])) / a[1]
    case "inv_gamma": a[1] * exp(-random.logGamma(a[0]))
    case "chi_square": 2 * exp(random.logGamma(0.5 * a[0]))
    case "weibull": a[1] * pow(random.exponential(), 1 / a[0])
    case "pareto": a[0] * exp(random.exponential() / a[1])
    case "beta": random.beta(a[0], a[1])
    default: nil
    }
  }

  private func count(_ a: [Double], _ arguments: [[Double]], _ random: inout some RandomSource) -> Double? {
    switch name {
    case "bernoulli": random.uniform() < a[0] ? 1 : 0
    case "bernoulli_logit": random.logistic() < a[0] ? 1 : 0
    case "binomial": random.binomial(a[0], a[1])
    case "binomial_logit": random.binomial(a[0], 1 / (1 + exp(-a[1])))
    case "poisson": random.poisson(a[0])
    case "poisson_log": random.poisson(exp(a[0]))
    case "neg_binomial_2": random.poisson(a[0] / a[1] * exp(random.logGamma(a[1])))
    case "neg_binomial_2_log": random.poisson(exp(a[0] - log(a[1]) + random.logGamma(a[1])))
    case "ordered_logistic": category(a[0] + random.logistic(), below: arguments[1])
    case "categorical": random.category(arguments[0])
    // The greatest of ηₖ and a Gumbel distributed number each.
    case "categorical_logit":
      Double(1 + greatest(arguments[0].map { $0 - log(random.exponential()) }))
    default: nil
    }
  }

  private func category(_ value: Double, below cuts: [Double]) -> Double {
    Double(1 + cuts.count { $0 < value })
  }

  private func greatest(_ values: [Double]) -> Int { values.indices.max { values[$0] < values[$1] } ?? 0 }

  private func vector(_ arguments: [[Double]], _ random: inout some RandomSource) -> [Double]? {
    switch name {
    case "dirichlet":
      guard arguments[0].allSatisfy({ $0 > 0 && $0.isFinite }) else { return arguments[0].map { _ in .nan } }
      var weights = arguments[0]
      var span = weights.mutableSpan
      random.fillDirichlet(&span, concentrations: arguments[0])
      return weights
    case "multi_normal":
      let factor = choleskyFactor(arguments[1]) ?? arguments[1].map { _ in .nan }
      return normal(around: arguments[0], factor: factor, &random)
    case "multi_normal_cholesky": return normal(around: arguments[0], factor: arguments[1], &random)
    default: return nil
    }
  }

  private func normal(
    around mean: [Double], factor: [Double], _ random: inout some RandomSource
  ) -> [Double] {
    let z = random.normals(mean.count)
    return mean.indices.map { i in (0...i).reduce(mean[i]) { $0 + factor[i * mean.count + $1] * z[$1] } }
  }
}

import Foundation

/// The posterior of K probabilities under independent draws from K categories:
///
///     yᵢ | θ ~ categorical(θ),   θ ~ Dirichlet(α₀),   θ | y ~ Dirichlet(α₀ + counts)
///
/// All K probabilities are parameters. They sum to 1, so the covariance is singular: its rows sum to zero, and it has
/// no Cholesky factor. The default prior is flat on the simplex; a concentration of zero is taken for a category that
/// has been seen.
public struct DirichletMultinomial: ExactPosterior {
  /// α of the posterior: K elements.
  package let concentrations: [Double]
  /// A name for each category.
  public let parameterNames: [String]
  private let total: Double

  /// The posterior after the K categories have been seen the given numbers of times, K ≥ 2.
  ///
  /// - Throws: `SamplingError.improperPosterior(_:)` naming the first category that has a prior concentration of
  ///   zero and has not been seen.
  public init(
    counts: [Int], priorConcentrations: [Double]? = nil, parameterNames: [String]? = nil
  ) throws(SamplingError) {
    let prior = priorConcentrations ?? [Double](repeating: 1, count: counts.count)
    precondition(counts.count >= 2, "a Dirichlet distribution needs at least two categories")
    precondition(counts.allSatisfy { $0 >= 0 }, "counts cannot be negative")
    precondition(prior.count == counts.count, "\(prior.count) prior concentrations for \(counts.count) categories")
    precondition(prior.allSatisfy { $0 >= 0 && $0.isFinite }, "a concentration cannot be negative")
    let names = parameterNames ?? (1...counts.count).map { "probability[\($0)]" }
    precondition(names.count == counts.count, "\(names.count) names for \(counts.count) categories")
    concentrations = zip(prior, counts).map { $0 + Double($1) }
    total = concentrations.reduce(0, +)
    self.parameterNames = names
    if let unseen = concentrations.firstIndex(of: 0) {
      throw .improperPosterior(
        "'\(names[unseen])' has a prior concentration of zero and was never seen, so it is undetermined; "
          + "give it a positive concentration")
    }
  }

  /// αₖ/A, with A = Σα.
  public var mean: [Double] { concentrations.map { $0 / total } }

  /// (diag(m) − mmᵀ)/(A + 1), m being the mean: K × K, of rank K − 1.
  public var covariance: Matrix {
    let m = mean
    var covariance = Matrix(rowCount: dimension, columnCount: dimension)
    for i in 0..<dimension {
      for j in 0..<dimension { covariance[i, j] = -m[i] * m[j] / (total + 1) }
      covariance[i, i] = m[i] * (total - concentrations[i]) / total / (total + 1)
    }
    return covariance
  }

  /// ln of Γ(A) Πₖ θₖ^(αₖ−1) / Γ(αₖ), with respect to Lebesgue measure of the first K − 1 components.
  ///
  /// −∞ off the simplex, that is where a component is negative or they sum to 1 by no better than 10⁻⁸.
  public func logDensity(at position: Span<Double>) -> Double {
    var (sum, result) = (0.0, SpecialFunctions.logGamma(total))
    for k in 0..<dimension {
      guard position[k] >= 0 else { return -.infinity }
      sum += position[k]
      result += timesLog(concentrations[k] - 1, position[k]) - SpecialFunctions.logGamma(concentrations[k])
    }
    return abs(sum - 1) <= 1e-8 ? result : -.infinity
  }

  /// The quantile of θₖ ~ Beta(αₖ, A − αₖ).
  public func quantile(ofParameter parameter: Int, at probability: Double) -> Double {
    SpecialFunctions.betaQuantile(probability, concentrations[parameter], total - concentrations[parameter])
  }

  /// Independent gammas over their sum.
  public func draw(into position: inout MutableSpan<Double>, using random: inout some RandomSource) {
    random.fillDirichlet(&position, concentrations: concentrations)
  }
}

import Foundation

/// How well a model predicts examples that it has not seen, from draws of its posterior given all of them.
///
/// Each example is left out in turn by weighting the draws by 1/p(yᵢ | θ), whose largest are Pareto smoothed: PSIS-LOO
/// (Vehtari, Gelman & Gabry, Statistics and Computing 27, 2017, arXiv:1507.04544). WAIC is there beside it.
///
///     let loo = try await LeaveOneOut(of: model, at: draws)
///     print(loo.elpd.value, loo.elpd.standardError, loo.unreliable.count)
///
/// Of many examples a random sample is enough: the difference between an example's elpd and its log likelihood at the
/// posterior mean varies little, so that its sum is known from a few hundred (Magnusson, Andersen, Jonasson & Vehtari,
/// ICML 2019, arXiv:1904.10679, and AISTATS 2020, arXiv:2001.00980).
public struct LeaveOneOut: Sendable {
  /// The number of examples N that the model has.
  public let exampleCount: Int
  /// The number of draws, of all chains.
  public let drawCount: Int
  /// The examples that were looked at, in their order: all, or a sample.
  public let examples: [Example]
  /// The log likelihoods of all examples at the posterior mean, where a sample was looked at.
  let proxies: [Double]?

  /// The sum over all examples of their log predictive densities, each without itself: elpd_loo. The higher the better.
  public var elpd: Estimate { Estimate(of: examples.map(\.elpd), at: places, proxies: proxies) }

  /// The effective number of parameters, p_loo: how much worse examples are predicted when they are left out.
  public var effectiveParameters: Estimate {
    Estimate(of: examples.map { $0.lpd - $0.elpd }, at: places, proxies: noProxies)
  }

  /// The same sum as WAIC has it: elpd_waic.
  public var waic: Estimate { Estimate(of: examples.map(\.waic), at: places, proxies: proxies) }

  /// WAIC's effective number of parameters, p_waic.
  public var waicParameters: Estimate {
    Estimate(of: examples.map(\.variance), at: places, proxies: noProxies)
  }

  /// k̂ up to which an example's elpd may be trusted, from so many draws: min(1 − 1/log₁₀ S, 0.7).
  public var shapeLimit: Double { min(1 - 1 / log10(Double(drawCount)), 0.7) }

  /// The examples whose elpd may not be trusted, the worst first.
  public var unreliable: [Example] {
    examples.filter { $0.shape > shapeLimit }.sorted { ($0.shape, $1.index) > ($1.shape, $0.index) }
  }

  /// How much higher this model's elpd is than another's on the same examples.
  ///
  /// The examples looked at must be the same ones.
  public func difference(from other: LeaveOneOut) -> Estimate {
    precondition(
      places == other.places && exampleCount == other.exampleCount && (proxies == nil) == (other.proxies == nil),
      "models are compared on the same examples")
    let differences = zip(examples, other.examples).map { $0.elpd - $1.elpd }
    return Estimate(
      of: differences, at: places, proxies: proxies.map { zip($0, other.proxies ?? $0).map { $0 - $1 } })
  }

  private var places: [Int] { examples.map(\.index) }

  private var noProxies: [Double]? { proxies.map { $0.map { _ in 0 } } }
}

extension LeaveOneOut {
  /// A sum over all examples.
  public struct Estimate: Sendable, Hashable, Codable {
    /// The sum over all examples, or its estimate from those looked at.
    public let value: Double
    /// Its standard error, from how much the examples differ: what other examples of the same kind would give.
    public let standardError: Double
    /// The part of the error that comes of having looked at a sample of the examples; 0 where all were.
    public let samplingError: Double

    /// The sum of all values, or its difference estimate from a sample: Σ proxies + (N/m) Σ (value − proxy).
    ///
    /// - Parameters:
    ///   - values: The values of the examples looked at.
    ///   - places: Their indices.
    ///   - proxies: What is near to the values, for all examples; nil where all were looked at.
    package init(of values: [Double], at places: [Int], proxies: [Double]?) {
      let proxies = proxies ?? values
      let (total, sampled) = (Double(proxies.count), Double(values.count))
      let rest = zip(values, places).map { $0 - proxies[$1] }
      let excess = total * rest.mean
      value = proxies.reduce(0, +) + excess
      let isSample = values.count < proxies.count
      let variance = isSample ? total * (total - sampled) * rest.variance / sampled : 0
      samplingError = variance.squareRoot()
      // An estimate of Σ (value − mean)², which does not depend on the center; the nearest keeps most digits.
      let center = proxies.mean
      let squares = zip(rest, places).map { ($0 + 2 * (proxies[$1] - center)) * $0 }
      let spread =
        proxies.reduce(0) { $0 + ($1 - center) * ($1 - center) } + total * squares.mean
        - (excess * excess - variance) / total
      standardError = max(0, spread).squareRoot()
    }
  }
}

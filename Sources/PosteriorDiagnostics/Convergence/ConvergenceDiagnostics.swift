/// How well several chains have explored one parameter, and what their draws say of it.
///
/// Split chains, ranks as normal scores, folding around the median and the effective sample sizes are those of Vehtari,
/// Gelman, Simpson, Carpenter & Bürkner, Bayesian Analysis 16 (2021) 667–718, doi:10.1214/20-BA1221, as ArviZ and
/// R's posterior compute them.
///
/// - A draw that is not finite makes every number NaN, and so do fewer than four draws a chain, but for the mean, the
///   standard deviation and the quantiles.
/// - Draws that are all equal have an effective sample size of all of them, a standard error of the mean of 0, and NaN
///   for R̂ and the standard error of the standard deviation.
/// - R̂ of a single chain is NaN, as ArviZ has it: what two chains would disagree on, one cannot show.
public struct ConvergenceDiagnostics: Sendable {
  /// The draws: a row for each chain, a column for each draw.
  package let chains: Matrix
  /// Whether all draws are finite.
  package let isFinite: Bool
  /// The draws in a unit of their own, a power of two, where their squares may not be numbers.
  let measured: Matrix
  private let unit: Double
  let split: SplitChains
  let sorted: SortedDraws
  /// The draws' normal scores, in split chains; none where there is not enough to diagnose.
  let bulkScores: [Double]
  private let shared: Shared

  /// What parameters of the same shape share: tables, and a workspace to copy.
  struct Shared: Sendable {
    let scores: NormalScores
    let effectiveSampleSize: EffectiveSampleSize

    init(_ split: SplitChains) {
      scores = NormalScores(count: split.count)
      effectiveSampleSize = EffectiveSampleSize(split)
    }
  }

  /// The diagnostics of one parameter, from a row of draws for each chain.
  public init(_ chains: Matrix) { self.init(chains, sharing: Shared(SplitChains(chains))) }

  init(_ chains: Matrix, sharing shared: Shared) {
    precondition(chains.rowCount >= 1 && chains.columnCount >= 1, "diagnostics need at least one draw")
    self.chains = chains
    self.shared = shared
    isFinite = chains.isFinite
    split = SplitChains(chains)
    sorted = SortedDraws(isFinite ? chains.elements : [])
    unit = max(abs(sorted.values.first ?? 0), abs(sorted.values.last ?? 0)).binaryUnit
    measured =
      unit == 1
      ? chains : Matrix(columnCount: chains.columnCount, elements: chains.elements.map { [unit] in $0 / unit })
    bulkScores = isFinite && chains.columnCount >= 4 ? shared.scores(sorted, split) : []
  }

  /// Whether there is enough to diagnose.
  private var isDiagnosable: Bool { !bulkScores.isEmpty }

  /// The mean of all draws.
  package var mean: Double { isFinite ? measured.elements.span.mean * unit : .nan }

  /// The standard deviation of all draws, with n − 1 below.
  package var standardDeviation: Double { isFinite ? measured.elements.variance.squareRoot() * unit : .nan }

  /// The quantile of all draws at a probability, by linear interpolation: R's type 7, numpy's default.
  package func quantile(_ probability: Double) -> Double {
    isFinite ? sorted.values.quantile(ofAscending: probability) : .nan
  }
}

extension ConvergenceDiagnostics {
  /// Rank-normalised split R̂: the larger of that of the draws and that of their distances from the median.
  ///
  /// Above 1.01 the chains do not agree yet.
  public var rHat: Double {
    guard isDiagnosable, chains.rowCount > 1 else { return .nan }
    let bulk = potentialScaleReduction(bulkScores, length: split.length)
    let n = sorted.values.count
    let median = n.isMultiple(of: 2) ? 0.5 * (sorted.values[n / 2 - 1] + sorted.values[n / 2]) : sorted.values[n / 2]
    let folded = shared.scores(sorted.folded(around: median), split)
    let tail = potentialScaleReduction(folded, length: split.length)
    // A parameter of two values, equally often, has one distance from the median, and NaN here.
    return tail > bulk ? tail : bulk
  }

  /// The effective sample size in the bulk: that of the mean of the draws' normal scores.
  public var essBulk: Double {
    var ess = shared.effectiveSampleSize
    return essBulk(&ess)
  }

  /// The effective sample size in the tails: the smaller of those of the 5 % and 95 % quantiles.
  public var essTail: Double {
    var ess = shared.effectiveSampleSize
    return essTail(&ess)
  }

  /// The effective sample size of the mean.
  package var essMean: Double {
    var ess = shared.effectiveSampleSize
    return essMean(&ess)
  }

  /// The effective sample size of a quantile: that of the share of draws at or below it.
  package func essQuantile(_ probability: Double) -> Double {
    var ess = shared.effectiveSampleSize
    return essQuantile(probability, &ess)
  }

  /// The Monte Carlo standard error of the mean.
  public var mcseMean: Double {
    var ess = shared.effectiveSampleSize
    return mcseMean(&ess)
  }

  /// The Monte Carlo standard error of the standard deviation, from that of the mean squared deviation.
  public var mcseSD: Double {
    var ess = shared.effectiveSampleSize
    return mcseSD(&ess)
  }

  /// The Monte Carlo standard error of a quantile: half the distance between the draws at the ends of the central
  /// 68.3 % of the beta distribution of the share of draws below it.
  package func mcseQuantile(_ probability: Double) -> Double {
    guard isDiagnosable else { return .nan }
    let ess = essQuantile(probability)
    let n = Double(sorted.values.count)
    let places = [0.1586553, 0.8413447].map {
      n * SpecialFunctions.betaQuantile($0, ess * probability + 1, ess * (1 - probability) + 1) - 1
    }
    let low = sorted.values[Int(max(places[0], 0).rounded(.down))]
    let high = sorted.values[Int(min(places[1], n - 1).rounded(.up))]
    return (high - low) / 2
  }
}

// The same with a workspace that one thread keeps from one parameter to the next.
extension ConvergenceDiagnostics {
  func essBulk(_ ess: inout EffectiveSampleSize) -> Double {
    isDiagnosable ? ess(bulkScores) : .nan
  }

  func essTail(_ ess: inout EffectiveSampleSize) -> Double {
    min(essQuantile(0.05, &ess), essQuantile(0.95, &ess))
  }

  func essMean(_ ess: inout EffectiveSampleSize) -> Double {
    isDiagnosable ? ess(measured) { $0 } : .nan
  }

  func essQuantile(_ probability: Double, _ ess: inout EffectiveSampleSize) -> Double {
    guard isDiagnosable else { return .nan }
    let quantile = quantile(probability)
    return ess(chains) { $0 <= quantile ? 1 : 0 }
  }

  func mcseMean(_ ess: inout EffectiveSampleSize) -> Double {
    isDiagnosable ? standardDeviation / essMean(&ess).squareRoot() : .nan
  }

  func mcseSD(_ ess: inout EffectiveSampleSize) -> Double {
    guard isDiagnosable else { return .nan }
    let draws = measured.elements.span
    let (mean, n) = (draws.mean, Double(draws.count))
    let second = draws.sum { ($0 - mean) * ($0 - mean) } / n
    guard second > 0 else { return .nan }
    let fourth = draws.sum { ($0 - mean) * ($0 - mean) * (($0 - mean) * ($0 - mean)) } / n
    let effective = ess(measured) { ($0 - mean) * ($0 - mean) }
    return ((fourth - second * second) / effective / second / 4).squareRoot() * unit
  }
}

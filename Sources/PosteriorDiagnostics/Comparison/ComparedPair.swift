import Foundation
import PosteriorSampling

/// The distances between two samples, each on as many evenly spaced draws as it can afford.
struct ComparedPair {
  static let exchangeCount = 399
  /// For the distances that are computed anew for each exchange.
  static let costlyExchangeCount = 39

  let first: Matrix
  let second: Matrix
  let exchange: BlockExchange
  private let samples: (ComparedSample, ComparedSample)

  init(_ first: ComparedSample, _ second: ComparedSample, _ exchange: BlockExchange) {
    samples = (first, second)
    self.exchange = exchange
    (self.first, self.second) = Self.thinned(first, second, 32_768)
  }

  private static func thinned(_ first: ComparedSample, _ second: ComparedSample, _ limit: Int) -> (Matrix, Matrix) {
    let count = min(limit, first.draws.rowCount, second.draws.rowCount)
    return (first.thinned(count), second.thinned(count))
  }

  func thinned(_ limit: Int) -> (Matrix, Matrix) { Self.thinned(samples.0, samples.1, limit) }

  private func costly(_ limit: Int, _ distance: (Matrix, Matrix) -> Double) -> ExchangedDistance {
    let (a, b) = thinned(limit)
    return exchange.distances(a, b, Self.costlyExchangeCount, distance)
  }

  var gaussianKL: DivergenceEstimate? {
    let moments = BlockMoments(first, second)
    return exchange.distances { signs in
      let (a, b) = moments.exchanged(signs)
      do throws(GSLError) {
        let normal = try MultivariateNormal(mean: b.mean, covariance: b.covariance)
        return try normal.klDivergence(ofMean: a.mean, covariance: a.covariance).squareRoot()
      } catch { return .nan }
    }.estimate(squared: true)
  }

  func sliced(using random: inout some RandomSource) -> DivergenceEstimate? {
    let directions = StreamSeed(random.next())
    return costly(2048) { a, b in
      var random = GSLRandom(stream: directions)
      return SlicedWassersteinDistance.between(a, b, projections: 32, using: &random).value
    }.estimate()
  }

  var transport: DivergenceEstimate? {
    costly(256) { max(0, OptimalTransport.between($0, $1).cost).squareRoot() }.estimate()
  }

  var sinkhorn: DivergenceEstimate? {
    let (a, b) = thinned(128)
    let median = MaximumMeanDiscrepancy.medianDistance(a, b)
    return costly(128) { a, b in
      let divergence = SinkhornDivergence.between(
        a, b, regularization: 0.1 * median * median, tolerance: 1e-3, iterationLimit: 200)
      return max(0, divergence.value).squareRoot()
    }.estimate()
  }

  var meanDiscrepancy: DivergenceEstimate? {
    let (a, b) = thinned(1024)
    let kernel = BlockKernel(a, b, bandwidth: MaximumMeanDiscrepancy.medianDistance(a, b))
    return exchange.distances { kernel.discrepancy($0) }.estimate(squared: true)
  }

  /// Of the first sample, given also in the parameters' own units, in which the model's scores are: `scale` times those
  /// are the scores in the coordinates compared. Nil where a score is not finite.
  func stein(_ parameters: Matrix, _ model: some LogDensity, scale: [Double]) -> DivergenceEstimate? {
    let zero = [Double](repeating: 0, count: scale.count)
    let draws = samples.0.thinned(1024)
    let scores = KernelSteinDiscrepancy.scores(ComparedSample(parameters).thinned(1024), model)
      .standardized(center: zero, scale: scale.map { 1 / $0 })
    guard scores.isFinite else { return nil }
    let stein = SteinKernel(dimension: scale.count, scale: 1, exponent: -0.5)
    let kernel = BlockKernel(count: draws.rowCount) { i, j in
      stein.value(draws.elements.span, scores.elements.span, i, j)
    }
    return exchange.distances { kernel.discrepancy($0) }.estimate(squared: true)
  }

  /// Each parameter's distances; those that decide; and the factor by which their limits hold for all at once.
  func parameters(_ names: [String]) -> ([Comparison.Parameter], [DecidingDistance], Double) {
    precondition(names.count == first.columnCount, "\(names.count) names for \(first.columnCount) parameters")
    let blocks = BlockMoments(first, second)
    let moments = (0..<exchange.signs.rowCount).map { blocks.exchanged(exchange.signs.row($0)) }
    var parameters: [Comparison.Parameter] = []
    var deciding: [DecidingDistance] = []
    var ratios = [Double](repeating: 0, count: moments.count)
    for (j, name) in names.enumerated() {
      let pooled = PooledCoordinate(first.column(j), second.column(j))
      let wasserstein = (0..<moments.count).map { pooled.wasserstein(exchange.signs.row($0)) }
      let values = [
        moments.map { abs($0.first.mean[j] - $0.second.mean[j]) },
        moments.map { abs(root($0.first.covariance[j, j]) - root($0.second.covariance[j, j])) },
        wasserstein.map(\.one), wasserstein.map(\.two),
      ]
      let distances = values.map { ExchangedDistance($0) }
      let estimates = distances.compactMap { $0.estimate() }
      precondition(estimates.count == 4, "the draws' moments overflow")
      parameters.append(
        Comparison.Parameter(
          name: name, mean: estimates[0], standardDeviation: estimates[1], wasserstein1: estimates[2],
          wasserstein2: estimates[3]))
      for (place, title) in ["the mean", "the standard deviation", "W₁"].enumerated() {
        deciding.append(
          DecidingDistance(
            name: "\(title) of '\(name)'", distance: distances[place], estimate: estimates[place]))
        let limit = distances[place].quantile(0.95)
        for (e, value) in values[place].enumerated() where limit > 0 { ratios[e] = max(ratios[e], value / limit) }
      }
    }
    return (parameters, deciding, ExchangedDistance(ratios).quantile(0.95))
  }
}

private func root(_ variance: Double) -> Double { max(0, variance).squareRoot() }

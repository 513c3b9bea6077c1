/// The moments of all chains' draws together, with their Monte Carlo error.
package struct MomentEstimate: Sendable {
  /// The mean of the draws: d elements.
  package let mean: [Double]
  /// The covariance of the draws: d × d.
  package let covariance: Matrix
  /// The number of draws.
  package let drawCount: Int
  /// The effective number of independent draws for the mean: the smallest over the parameters.
  package let effectiveSampleSize: Double
  /// The standard error of each element of the covariance.
  package let covarianceStandardError: Matrix
  /// The standard error of each element of the mean.
  package let meanStandardError: [Double]

  /// How many times longer the chains must be at least for intervals to be trusted; nil where they are long enough.
  let lengthening: Double?
  /// Whether a batch holds enough effective draws for batches to stay as they are.
  private let hasLongBatches: Bool
  private let batchCountPerChain: Int
  private let reference: MultivariateNormal
  let whitened: WhitenedMoments
  /// Each batch's weighted deviation from the whole: Σ over batches of their outer products is the error's covariance.
  var deviations: [Deviation]
  /// The degrees of freedom of the error's covariance.
  var degrees: Double

  /// Batches are merged until each holds this many effective draws, as far as there are batches to merge.
  private static let effectiveDrawsPerBatch = 10.0
  private static let fewestBatchesPerChain = 4

  /// The effective draws from which on 95 % intervals hold the truth often enough, of d parameters. Below, batches are
  /// shorter than the chains' memory, and their spread does not show the error (measured: ShortChainTests).
  private static func fewestEffectiveDraws(_ d: Int) -> Double { 50 + 5 * Double(d) }

  /// Puts together the moments of several chains of the same length.
  package init(_ chains: [BatchedMoments], reference: MultivariateNormal) {
    precondition(chains.contains { $0.drawCount > 0 }, "moments need at least one draw")
    var batches = chains.map { $0.batches.filter { $0.count > 0 } }
    var estimate = MomentEstimate(batches: batches, reference: reference)
    while !estimate.hasLongBatches, batches.allSatisfy({ $0.count >= 2 * Self.fewestBatchesPerChain }) {
      batches = batches.map(\.mergedInPairs)
      estimate = MomentEstimate(batches: batches, reference: reference)
    }
    self = estimate
  }

  /// The same for the moments of coupled chains, in batches as long as those of the plain estimate from the same run:
  /// the spread of differences does not show how long a chain's memory is.
  ///
  /// - Parameter posterior: What the reference's own moments were estimated by, in the same coordinates, where they are
  ///   not known: their error is then part of the result's.
  init(
    _ coupled: [BatchedMoments], pacedBy plain: MomentEstimate, reference: MultivariateNormal,
    knownBy posterior: MomentEstimate? = nil
  ) {
    var batches = coupled.map { $0.batches.filter { $0.count > 0 } }
    while batches.contains(where: { $0.count > plain.batchCountPerChain }) { batches = batches.map(\.mergedInPairs) }
    self.init(batches: batches, pacedBy: plain, reference: reference, posterior: posterior?.deviations)
  }

  private init(
    batches chains: [[BatchedMoments.Batch]], pacedBy plain: MomentEstimate? = nil, reference: MultivariateNormal,
    posterior: [Deviation]? = nil
  ) {
    let batches = chains.flatMap(\.self)
    batchCountPerChain = chains.map(\.count).max() ?? 0
    let d = reference.dimension
    var whole = BatchedMoments.Batch(dimension: d)
    for batch in batches { whole.merge(batch) }
    let mean = whole.mean
    let whitened = WhitenedMoments(mean: mean, excess: whole.secondMoment(about: mean) - .identity(d))
    self.whitened = whitened
    drawCount = whole.count

    let batchCount = Double(batches.count)
    let correction = (batchCount / max(1, batchCount - 1)).squareRoot()
    let center = whole.secondMoment(about: mean)
    let own = batches.map { batch in
      let weight = correction * Double(batch.count) / Double(whole.count)
      return Deviation(
        mean: zip(batch.mean, mean).map { weight * ($0 - $1) },
        covariance: weight * (batch.secondMoment(about: mean) - center))
    }
    deviations = posterior.map { zip(own, $0).map { $0.relative(to: $1, of: whitened) } } ?? own

    degrees = Double(max(1, own.count - 1))

    let moments = reference.color(whitened)
    (self.mean, covariance) = moments
    var meanError = [Double](repeating: 0, count: d)
    var covarianceError = Matrix(rowCount: d, columnCount: d)
    for deviation in deviations {
      let change = reference.cholesky.multiply(deviation.mean)
      let spread = reference.cholesky.color(deviation.covariance)
      for i in 0..<d {
        meanError[i] += change[i] * change[i]
        for j in 0..<d { covarianceError[i, j] += spread[i, j] * spread[i, j] }
      }
    }
    for i in 0..<d { for j in 0..<d { covarianceError[i, j] = covarianceError[i, j].squareRoot() } }
    let effectiveSampleSize = (0..<d).map { moments.covariance[$0, $0] / meanError[$0] }.min() ?? .nan
    self.effectiveSampleSize = effectiveSampleSize
    hasLongBatches =
      plain?.hasLongBatches ?? (effectiveSampleSize >= Self.effectiveDrawsPerBatch * Double(batches.count))
    let needed = Self.fewestEffectiveDraws(d)
    lengthening = plain.map(\.lengthening) ?? (effectiveSampleSize < needed ? needed / effectiveSampleSize : nil)
    meanStandardError = meanError.map { $0.squareRoot() }
    covarianceStandardError = covarianceError
    self.reference = reference
  }

  /// KL(normal with the draws' moments ‖ reference), in nats; nil when it is not finite, as with fewer draws than
  /// parameters.
  package func klDivergence() -> DivergenceEstimate? {
    do throws(GSLError) { return estimate(try GaussianKL(whitened)) { $0 } } catch { return nil }
  }

  /// W₂(normal with the draws' moments, reference), in the parameters' units; nil when it is not finite.
  package func wasserstein2() -> DivergenceEstimate? {
    do throws(GSLError) {
      return estimate(try GaussianWasserstein(whitened, reference)) { $0.squareRoot() }
    } catch { return nil }
  }

  /// The delta method to second order. With x the moments' error, covariance C, slope g and Hessian H, the plug-in's
  /// bias is ½tr(HC) and its variance gᵀCg + ½tr(HCHC), of which the first part is proportional to the divergence.
  private func estimate(
    _ expansion: some DivergenceExpansion, transform: (Double) -> Double
  ) -> DivergenceEstimate? {
    let features = deviations.map { expansion.features($0.mean, $0.covariance) }
    let trace = features.reduce(0) { $0 + $1.dot($1) }
    let slopeVariance = deviations.reduce(0) { sum, deviation in
      let slope = expansion.slope(deviation.mean, deviation.covariance)
      return sum + slope * slope
    }
    let squares = Matrix(columnCount: features[0].count, elements: features.flatMap(\.self)).gram.squaredNorm
    // ‖Ĉ‖² overstates ‖C‖², being made of few batches: E‖Ĉ‖² = ‖C‖² + (‖C‖² + tr²C)/degrees
    // for normal deviations.
    let hessianSquares = max(
      trace * trace / Double(features[0].count), (squares - trace * trace / degrees) / (1 + 1 / degrees))

    // The error's covariance is itself estimated: the normal's interval is widened to Student's t.
    let t = reach / SpecialFunctions.normalQuantile(0.975)
    let interval = DivergenceInterval(
      bias: 0.5 * trace, constant: 0.5 * hessianSquares * t * t,
      growth: expansion.value > 0 ? slopeVariance / expansion.value * t * t : 0)
    let lower = interval.lower(expansion.value, tail: 0.025)
    let upper = interval.upper(expansion.value, tail: 0.025)
    let value = expansion.value - interval.bias
    guard value.isFinite, upper.isFinite else { return nil }
    return DivergenceEstimate(
      estimate: transform(max(0, value)), lower: transform(lower), upper: transform(upper),
      floor: transform(interval.bias), resolved: lower > 0 && value > interval.bias && lengthening == nil)
  }
}

extension BatchedMoments.Batch {
  fileprivate var mean: [Double] { sums.map { $0 / Double(count) } }

  /// The mean of (z − m)(z − m)ᵀ.
  fileprivate func secondMoment(about m: [Double]) -> Matrix {
    let mean = self.mean
    var moments = products
    var place = 0
    for i in m.indices {
      for j in 0...i {
        moments[place] = products[place] / Double(count) - mean[i] * m[j] - m[i] * mean[j] + m[i] * m[j]
        place += 1
      }
    }
    return Matrix(lowerTriangle: moments, size: m.count)
  }
}

extension [BatchedMoments.Batch] {
  fileprivate var mergedInPairs: [BatchedMoments.Batch] {
    stride(from: 0, to: count, by: 2).map { i in
      var merged = self[i]
      if i + 1 < count { merged.merge(self[i + 1]) }
      return merged
    }
  }
}

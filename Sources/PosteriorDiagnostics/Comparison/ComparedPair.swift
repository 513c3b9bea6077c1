import Foundation
import PosteriorSampling

/// The distances between two samples, each on as many evenly spaced draws as it can afford.
struct ComparedPair {
  let first: Matrix
  let second: Matrix
  let multipliers: BlockMultipliers
  let splits: HalfSplits
  private let samples: (ComparedSample, ComparedSample)

  init(_ first: ComparedSample, _ second: ComparedSample, using random: inout some RandomSource) {
    samples = (first, second)
    multipliers = BlockMultipliers(using: &random)
    splits = HalfSplits(first, second, using: &random)
    (self.first, self.second) = (first.thinned(32_768), second.thinned(32_768))
  }

  /// As many draws of each sample.
  private func thinned(_ limit: Int) -> (Matrix, Matrix) {
    let count = min(limit, first.rowCount, second.rowCount)
    return (samples.0.thinned(count), samples.1.thinned(count))
  }

  var gaussianKL: DivergenceEstimate? {
    NormalDistance(first, second, multipliers)?.length.estimate(squared: true)
  }

  func sliced(using random: inout some RandomSource) -> DivergenceEstimate? {
    let (a, b) = (samples.0.thinned(8192), samples.1.thinned(8192))
    // Of orthonormal directions the mean squared shift is exact, whatever frame they make.
    let frames = (32 + a.columnCount - 1) / a.columnCount
    let directions = (0..<frames).flatMap { _ in Self.orthonormalFrame(a.columnCount, using: &random) }
    let weight = 1 / Double(directions.count)
    var form = QuadraticLength(replicates: multipliers.count)
    var square = 0.0
    for direction in directions {
      let (x, y) = (a * direction, b * direction)
      form.addQuantiles(ComparedCoordinate(x), ComparedCoordinate(y), multipliers, weight: weight)
      let distance = WassersteinDistance.between(x, y, order: .two)
      square += weight * distance * distance
    }
    return form.length(square.squareRoot()).estimate()
  }

  /// d directions at right angles to each other, at random, by Gram and Schmidt.
  private static func orthonormalFrame(_ d: Int, using random: inout some RandomSource) -> [[Double]] {
    var frame: [[Double]] = []
    while frame.count < d {
      var direction = random.normals(d)
      // Twice, for rounding.
      for other in frame + frame {
        let part = direction.dot(other)
        for j in 0..<d { direction[j] -= part * other[j] }
      }
      let length = direction.dot(direction).squareRoot()
      if length > 1e-6 { frame.append(direction.map { $0 / length }) }
    }
    return frame
  }

  var transport: DivergenceEstimate? {
    splits.distance(256) { max(0, OptimalTransport.between($0, $1).cost).squareRoot() }.estimate()
  }

  var sinkhorn: DivergenceEstimate? {
    let (a, b) = thinned(128)
    let median = MaximumMeanDiscrepancy.medianDistance(a, b)
    return splits.distance(128) { a, b in
      let divergence = SinkhornDivergence.between(
        a, b, regularization: 0.1 * median * median, tolerance: 1e-3, iterationLimit: 200)
      return max(0, divergence.value).squareRoot()
    }.estimate()
  }

  /// MMD, and the MMD of a unit shift of one parameter's mean, so far as it grows with the shift.
  var meanDiscrepancy: (length: ComparedLength, unit: Double) {
    let (a, b) = thinned(1024)
    let bandwidth = MaximumMeanDiscrepancy.medianDistance(a, b)
    let unit = BlockKernel.unitShift(b, bandwidth: bandwidth)
    return (
      BlockKernel(a, b, bandwidth: bandwidth).form(multipliers).length(), max(0, unit).squareRoot()
    )
  }

  /// Of the first sample, given also in the parameters' own units, in which the model's scores are: `scale` times those
  /// are the scores in the coordinates compared. Nil where a score is not finite.
  func stein(_ parameters: Matrix, _ model: some LogDensity, scale: [Double]) -> ComparedLength? {
    let zero = [Double](repeating: 0, count: scale.count)
    let draws = samples.0.thinned(1024)
    let scores = KernelSteinDiscrepancy.scores(ComparedSample(parameters).thinned(1024), model)
      .standardized(center: zero, scale: scale.map { 1 / $0 })
    guard scores.isFinite else { return nil }
    let stein = SteinKernel(dimension: scale.count, scale: 1, exponent: -0.5)
    let blocks = BlockMultipliers.blockCount
    let kernel = BlockKernel(count: blocks, length: draws.rowCount / blocks) { i, j in
      stein.value(draws.elements.span, scores.elements.span, i, j)
    }
    return kernel.form(multipliers).length()
  }
}

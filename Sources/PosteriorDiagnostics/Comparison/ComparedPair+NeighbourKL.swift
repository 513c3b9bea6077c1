import PosteriorSampling

extension ComparedPair {
  /// KL by nearest neighbours. Halves of one sample show none of the bias that comes with a difference and grows with
  /// the dimension: what it is between normals of the samples' moments, whose divergence is known, is taken off.
  func neighbourKL(using random: inout some RandomSource) -> DivergenceEstimate? {
    let distance = splits.distance(2048) { NearestNeighbourDivergence.kl(of: $0, from: $1) }
    return distance.shiftedEstimate(lessBias: normalBias(2048, using: &random) ?? 0)
  }

  /// The estimate's bias between independent draws, as many, of normals with the samples' moments: a mean of four. Nil
  /// where there are no such normals.
  private func normalBias(_ limit: Int, using random: inout some RandomSource) -> Double? {
    let (mine, other) = (first.moments, second.moments)
    let count = min(limit, first.rowCount / 2, second.rowCount / 2)
    do throws(GSLError) {
      let first = try MultivariateNormal(mean: mine.mean, covariance: mine.covariance)
      let second = try MultivariateNormal(mean: other.mean, covariance: other.covariance)
      let truth = try first.klDivergence(from: second)
      var sum = 0.0
      for _ in 0..<4 {
        let (x, y) = (first.draws(count, using: &random), second.draws(count, using: &random))
        sum += NearestNeighbourDivergence.kl(of: x, from: y) - truth
      }
      return sum.isFinite ? sum / 4 : nil
    } catch { return nil }
  }
}

extension ExactPosterior {
  /// Independent draws, in rows.
  func draws(_ count: Int, using random: inout some RandomSource) -> Matrix {
    Matrix(columnCount: dimension, elements: (0..<count).flatMap { _ in draw(using: &random) })
  }
}

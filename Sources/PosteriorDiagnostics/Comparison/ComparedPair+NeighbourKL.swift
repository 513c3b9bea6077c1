import PosteriorSampling

extension ComparedPair {
  /// KL by nearest neighbours. Exchanges show none of the bias that comes with a difference and grows with the
  /// dimension: what it is between normals of the samples' moments, whose divergence is known, is taken off.
  func neighbourKL(using random: inout some RandomSource) -> DivergenceEstimate? {
    let (a, b) = thinned(2048)
    let distance = exchange.distances(a, b, Self.costlyExchangeCount) {
      NearestNeighbourDivergence.kl(of: $0, from: $1)
    }
    return distance.shiftedEstimate(lessBias: normalBias(a, b, using: &random) ?? 0)
  }

  /// The estimate's bias between independent draws, as many, of normals with the samples' moments: a mean of four. Nil
  /// where there are no such normals.
  private func normalBias(_ a: Matrix, _ b: Matrix, using random: inout some RandomSource) -> Double? {
    let moments = BlockMoments(a, b).exchanged([Double](repeating: 1, count: BlockExchange.blockCount))
    do throws(GSLError) {
      let first = try MultivariateNormal(mean: moments.first.mean, covariance: moments.first.covariance)
      let second = try MultivariateNormal(mean: moments.second.mean, covariance: moments.second.covariance)
      let truth = try first.klDivergence(from: second)
      var sum = 0.0
      for _ in 0..<4 {
        let (x, y) = (first.draws(a.rowCount, using: &random), second.draws(b.rowCount, using: &random))
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

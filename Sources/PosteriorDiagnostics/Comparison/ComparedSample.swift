import PosteriorSampling

/// Draws in time order, chain after chain, in the coordinates in which they are compared.
struct ComparedSample {
  let draws: Matrix

  init(_ draws: Matrix) {
    precondition(draws.isFinite, "only finite draws can be compared")
    precondition(
      draws.rowCount >= 2 * BlockMultipliers.blockCount,
      "a comparison needs at least \(2 * BlockMultipliers.blockCount) draws, not \(draws.rowCount)")
    self.draws = draws
  }

  /// The effective number of independent draws for the mean: by batch means, and the smallest over the parameters. It
  /// is 0 when a parameter never moves.
  var effectiveSampleSize: Double {
    let batches = BlockMultipliers.blockCount
    let kept = thinned(draws.rowCount)
    return (0..<kept.columnCount).map { j in
      let column = kept.column(j)
      let error = blockMeans(column).variance / Double(batches)
      return error > 0 ? min(Double(draws.rowCount), column.variance / error) : 0
    }.min() ?? 0
  }

  /// At most `limit` draws, evenly spaced, and as many in each block.
  func thinned(_ limit: Int) -> Matrix {
    let count = max(1, min(limit, draws.rowCount) / BlockMultipliers.blockCount) * BlockMultipliers.blockCount
    return Matrix(
      columnCount: draws.columnCount, elements: (0..<count).flatMap { draws.row($0 * draws.rowCount / count) })
  }
}

extension Matrix {
  /// (x − center)/scale for each row x.
  func standardized(center: [Double], scale: [Double]) -> Matrix {
    var result = self
    for i in 0..<rowCount { for j in 0..<columnCount { result[i, j] = (self[i, j] - center[j]) / scale[j] } }
    return result
  }
}

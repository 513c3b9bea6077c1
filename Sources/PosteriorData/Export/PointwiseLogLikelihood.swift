import PosteriorSampling

/// ln p(yᵢ | θ) of each example at each draw, found as it is asked for.
struct PointwiseLogLikelihood: Sendable {
  private let exampleCount: Int
  private let positions: DrawPositions
  private let values: @Sendable ([Double]) -> [Double]

  /// - Throws: ``ReportError`` where the model's positions cannot be found from the draws.
  init(_ model: any Posterior, at draws: Draws) throws(ReportError) {
    positions = try DrawPositions(draws, of: model)
    exampleCount = model.exampleCount
    values = model.logLikelihoods()
  }

  /// The values of all examples at some draws, draw after draw; these are counted from 0 through all chains.
  func values(at rows: Range<Int>) throws -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(rows.count * exampleCount)
    for row in rows { values += self.values(try positions.position(row)) }
    return values
  }
}

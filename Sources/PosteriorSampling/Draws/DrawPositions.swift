/// Where a model was when it reported some draws: ``Draws/reported(by:)`` backwards.
package struct DrawPositions: Sendable {
  private let draws: Draws
  private let model: any LogDensity
  private let inverse: (any InvertibleReport)?
  /// The columns of the draws that say where the position is, in the model's order.
  private let columns: [Int]

  /// The positions behind draws.
  ///
  /// - Parameters:
  ///   - draws: Draws that have the model's parameters, in any order and among others.
  ///   - model: The density that they were drawn from.
  /// - Throws: ``ReportError`` where a parameter is not among the draws, or the model does not know the way back.
  package init(_ draws: Draws, of model: any LogDensity) throws(ReportError) {
    let inverse = model.capabilities.reportInverse
    let names = model.reportedNames
    guard inverse != nil || names == model.parameterNames else {
      throw ReportError(nil, "the model does not say where it samples what it reports")
    }
    let places = Dictionary(draws.parameterNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var columns: [Int] = []
    for name in names.prefix(inverse?.definingCount ?? names.count) {
      guard let column = places[name] else { throw ReportError(name, "is not among the draws") }
      columns.append(column)
    }
    (self.draws, self.model, self.inverse, self.columns) = (draws, model, inverse, columns)
  }

  /// The position of one draw, counted from 0 through all chains.
  ///
  /// - Throws: ``ReportError`` with chain and draw where a value is not what its parameter must be.
  package func position(_ row: Int) throws(ReportError) -> [Double] {
    let first = row * draws.dimension
    let values = columns.map { draws.values[first + $0] }
    do throws(ReportError) {
      if let inverse { return try inverse.position(reporting: values) }
      // A model that reports its parameters themselves.
      guard model.reported(at: values) == values else {
        throw ReportError(nil, "the model does not say where it samples what it reports")
      }
      return values
    } catch {
      var error = error
      (error.chain, error.draw) = (row / draws.drawsPerChain + 1, row % draws.drawsPerChain + 1)
      throw error
    }
  }

  /// The positions of all draws, under the names of the model's coordinates.
  package func all() throws(ReportError) -> Draws {
    var values: [Double] = []
    values.reserveCapacity(draws.chainCount * draws.drawsPerChain * model.dimension)
    for row in 0..<draws.chainCount * draws.drawsPerChain { values += try position(row) }
    return Draws(
      parameterNames: model.parameterNames, chainCount: draws.chainCount, values: values, run: draws.run)
  }
}

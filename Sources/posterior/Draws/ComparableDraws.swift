import Foundation
import PosteriorData
import PosteriorDiagnostics

/// Draws from a folder or file of Stan CSV, as a comparison takes them: n × d, one chain after the other.
struct ComparableDraws {
  let names: [String]
  let matrix: Matrix

  /// - Parameter wanted: The parameters that these must have, in whose order they are put, and whose those are. Where
  ///   "ln σ" is wanted and σ is what the file reports, its logarithm is taken.
  init(_ path: String, like wanted: (names: [String], owner: String)? = nil) throws {
    let draws = try DrawsFiles.chains([path]).draws
    guard draws.chainCount * draws.drawsPerChain >= 64 else {
      throw Failure(.data, "\(path): \(draws.chainCount * draws.drawsPerChain) draws are too few: give at least 64")
    }
    if let place = draws.values.firstIndex(where: { !$0.isFinite }) {
      let name = draws.parameterNames[place % draws.dimension]
      let row = place / draws.dimension
      throw Failure(
        .data,
        "\(path): chain \(row / draws.drawsPerChain + 1), draw \(row % draws.drawsPerChain + 1) of '\(name)' is not finite"
      )
    }
    names = wanted?.names ?? draws.parameterNames
    var columns: [(place: Int, isLogarithm: Bool)] = []
    for name in names {
      if let place = draws.parameter(named: name) {
        columns.append((place, false))
      } else if name.hasPrefix("ln "), let place = draws.parameter(named: String(name.dropFirst(3))) {
        columns.append((place, true))
      } else {
        throw Failure(
          .data,
          "\(path): there is no parameter '\(name)', one of \(wanted?.owner ?? "") parameters; the parameters are "
            + draws.parameterNames.joined(separator: ", "))
      }
    }
    if let extra = draws.parameterNames.indices.first(where: { j in !columns.contains { $0.place == j } }) {
      throw Failure(
        .data, "\(path): the parameter '\(draws.parameterNames[extra])' is not among \(wanted?.owner ?? "") parameters")
    }
    let whole = Matrix(columnCount: draws.dimension, elements: draws.values)
    var matrix = whole
    for (column, (place, isLogarithm)) in columns.enumerated() where column != place || isLogarithm {
      for row in 0..<whole.rowCount {
        let value = whole[row, place]
        guard !isLogarithm || value > 0 else {
          throw Failure(.data, "\(path): a draw of '\(draws.parameterNames[place])' has no logarithm: \(value)")
        }
        matrix[row, column] = isLogarithm ? log(value) : value
      }
    }
    self.matrix = matrix
  }
}

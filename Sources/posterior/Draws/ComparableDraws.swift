import Foundation
import PosteriorData
import PosteriorDiagnostics

/// Draws from a folder or file of Stan CSV, as a comparison takes them: n × d, one chain after the other.
struct ComparableDraws {
  private let path: String
  private let drawsPerChain: Int
  private(set) var names: [String]
  private(set) var matrix: Matrix

  /// - Parameters:
  ///   - path: A folder or file of Stan CSV.
  ///   - wanted: The parameters that these must have, in whose order they are put, and whose those are. Where "ln σ"
  ///     is wanted and σ is what the file reports, its logarithm is taken.
  ///   - model: The model whose coordinates are wanted. What it reports is brought back to them.
  init(_ path: String, like wanted: (names: [String], owner: String)? = nil, of model: AnyPosterior? = nil) throws {
    var draws = try DrawsFiles([path]).chains.draws
    guard draws.chainCount * draws.drawsPerChain >= 64 else {
      throw Failure(.data, "\(path): \(draws.chainCount * draws.drawsPerChain) draws are too few: give at least 64")
    }
    if let place = draws.values.firstIndex(where: { !$0.isFinite }) {
      let name = draws.parameterNames[place % draws.dimension]
      let row = place / draws.dimension
      throw Failure(
        .data,
        "\(path): chain \(row / draws.drawsPerChain + 1), draw \(row % draws.drawsPerChain + 1) of '\(name)' is not "
          + "finite"
      )
    }
    self.path = path
    if let model { draws = try draws.coordinates(of: model, path) }
    drawsPerChain = draws.drawsPerChain
    names = wanted?.names ?? draws.parameterNames
    var columns: [(place: Int, isLogarithm: Bool)] = []
    for name in names {
      if let place = draws.parameter(named: name) {
        columns.append((place, false))
      } else if name.hasPrefix("ln "), let place = draws.parameter(named: String(name.dropFirst(3))) {
        columns.append((place, true))
      } else {
        throw draws.failure(missing: name, of: wanted?.owner ?? "", path)
      }
    }
    if let extra = draws.parameterNames.indices.first(where: { j in !columns.contains { $0.place == j } }) {
      throw draws.failure(extra: extra, of: wanted?.owner ?? "", path)
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

  /// The draws, chain by chain.
  var draws: Draws {
    Draws(
      parameterNames: names, chainCount: matrix.rowCount / drawsPerChain,
      values: (0..<matrix.rowCount).flatMap { row in names.indices.map { matrix[row, $0] } })
  }

  /// The same draws with some of their parameters alone, in that order.
  func keeping(_ wanted: [String]) throws -> ComparableDraws {
    let places = try wanted.map { name in
      guard let place = names.firstIndex(of: name) else {
        throw Failure(.data, missingParameter(name, of: "--parameters'", path, names))
      }
      return place
    }
    var kept = self
    kept.names = wanted
    kept.matrix = Matrix(
      columnCount: places.count, elements: (0..<matrix.rowCount).flatMap { row in places.map { matrix[row, $0] } })
    return kept
  }

  /// The columns' means and standard deviations.
  var moments: (center: [Double], scale: [Double]) {
    let columns = (0..<matrix.columnCount).map { matrix.column($0).meanAndDeviation(lost: 1) }
    return (columns.map(\.mean), columns.map(\.deviation))
  }

  /// Refuses draws that are so far from a reference, in its standard deviations, that their moments overflow.
  func check(center: [Double], scale: [Double]) throws {
    let farthest = 1e100
    for row in 0..<matrix.rowCount {
      for (column, name) in names.enumerated() {
        // A spread whose square is no number is that of a chain which has diverged: it is no unit.
        let unit = scale[column] > 0 && scale[column] < 1e153 ? scale[column] : 1
        guard !(abs(matrix[row, column] - center[column]) / unit <= farthest) else { continue }
        throw Failure(
          .data,
          "\(path): chain \(row / drawsPerChain + 1), draw \(row % drawsPerChain + 1) of '\(name)' is "
            + "\(shortened(matrix[row, column])), more than 1e100 of the reference's standard deviations from its "
            + "mean: the chain has diverged")
      }
    }
  }
}

extension Draws {
  /// The same draws where a model samples them, unless they are there already.
  fileprivate func coordinates(of model: AnyPosterior, _ path: String) throws -> Draws {
    guard let inverse = model.capabilities.reportInverse, Set(model.parameterNames) != Set(parameterNames) else {
      return self
    }
    let reported = model.reportedNames
    if let missing = reported.prefix(inverse.definingCount).first(where: { parameter(named: $0) == nil }) {
      throw failure(missing: missing, of: "the model's", path)
    }
    let known = Set(reported)
    if let extra = parameterNames.firstIndex(where: { !known.contains($0) }) {
      throw failure(extra: extra, of: "the model's", path)
    }
    do { return try DrawPositions(self, of: model).all() } catch { throw Failure(.data, "\(path): \(error)") }
  }

  fileprivate func failure(missing name: String, of owner: String, _ path: String) -> Failure {
    Failure(.data, missingParameter(name, of: owner, path, parameterNames))
  }

  fileprivate func failure(extra column: Int, of owner: String, _ path: String) -> Failure {
    Failure(.data, "\(path): the parameter '\(parameterNames[column])' is not among \(owner) parameters")
  }
}

/// That draws lack a parameter.
private func missingParameter(_ name: String, of owner: String, _ path: String, _ names: [String]) -> String {
  "\(path): there is no parameter '\(name)', one of \(owner) parameters; the parameters are "
    + names.joined(separator: ", ")
}

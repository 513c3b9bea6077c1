import Foundation
import PosteriorData
import PosteriorDiagnostics
import PosteriorModels

/// The predictions of `posterior predict`.
struct PredictionStudy {
  let response: PredictedResponse
  private let positions: Draws
  let seed: StreamSeed
  let threads: Int

  init(_ run: SampledRun, _ table: Table, seed: UInt64, threads: Int) throws {
    let entry = run.model.entry
    guard let predicted = entry.predicted else { throw Failure.predictsNothing }
    let input = ModelInput(source: run.command.source, priorStandardDeviation: nil)
    response = try predicted(input, run.model.posterior.base, table)
    positions = try DrawPositions(run.draws.chains.draws, of: run.model.posterior).all()
    self.seed = StreamSeed(seed).child("predict")
    self.threads = threads
  }

  var predictor: Predictor { response.predictor }

  var drawCount: Int { positions.chainCount * positions.drawsPerChain }

  func position(_ draw: Int) -> [Double] {
    positions.draw(draw % positions.drawsPerChain, chain: draw / positions.drawsPerChain)
  }

  /// What is drawn of a row, at a draw.
  private func check(_ values: [Double], row: Int) throws -> [Double] {
    if values.contains(where: \.isNaN) {
      throw Failure(
        .data,
        "row \(row + 1): no response can be drawn; its distribution hardly ever lies in its interval, or an "
          + "argument is none that it may have")
    }
    return values
  }

  // Summaries.

  private static let header =
    ["row", "response"]
    + ["", "fit_"].flatMap { name in ["mean", "sd", "q5", "median", "q95"].map { name + $0 } }

  /// A line for each row and response.
  func summaries(_ onProgress: @escaping @Sendable (Double) -> Void) async throws -> String {
    var text = Self.line(Self.header)
    let pool = TaskPool(threads: threads, total: 2 * predictor.rowCount, onProgress: onProgress)
    let width = max(1, predictor.columns(position(0)).count)
    let block = max(1, (1 << 25) / (drawCount * width))
    for first in stride(from: 0, to: predictor.rowCount, by: block) {
      let rows = first..<min(first + block, predictor.rowCount)
      text += try await summaries(of: rows, pool).joined()
    }
    return text
  }

  private func summaries(of rows: Range<Int>, _ pool: TaskPool) async throws -> [String] {
    let pieces = min(drawCount, 64)
    // A piece of the draws: for each column, the draws of one row after those of another.
    let parts = try await pool.runAll(pieces) { piece in
      let draws = piece.number * drawCount / pieces..<(piece.number + 1) * drawCount / pieces
      let columns = try draws.map { draw in
        if piece.isStopped { throw CancellationError() }
        return predictor.columns(position(draw))
      }
      piece.add(rows.count * (piece.number + 1) / pieces - rows.count * piece.number / pieces)
      return (columns.first ?? []).indices.map { place in
        rows.flatMap { row in columns.map { $0[place][row] } }
      }
    }
    return try await pool.runAll(rows.count) { piece in
      let columns = Self.columns(ofRow: piece.number, of: rows.count, parts)
      piece.add(1)
      return try lines(ofRow: rows.lowerBound + piece.number, columns)
    }
  }

  /// The columns of one of some rows over all draws, from those of parts of the draws.
  private static func columns(ofRow row: Int, of count: Int, _ parts: [[[Double]]]) -> [[Double]] {
    (parts.first ?? []).indices.map { place in
      parts.flatMap { part in
        let draws = part[place].count / count
        return part[place][row * draws..<(row + 1) * draws]
      }
    }
  }

  /// A row's lines, from its columns over the draws.
  private func lines(ofRow row: Int, _ columns: [[Double]]) throws -> String {
    var random = GSLRandom(stream: seed.child(row))
    var values = predictor.names.map { _ in [Double]() }
    for draw in 0..<drawCount {
      let drawn = try check(predictor.laws.flatMap { $0.draw(draw, columns, using: &random) }, row: row)
      for (place, value) in drawn.enumerated() { values[place].append(value) }
    }
    var (text, place) = ("", 0)
    for law in predictor.laws {
      let names = response.names[place..<place + law.names.count]
      let count = law.categoryCount
      for (offset, name) in names.enumerated() {
        let own = values[place + offset]
        if let count {
          let fits = (0..<drawCount).map { law.probabilities($0, columns) ?? [] }
          for category in 0..<count {
            text += summary(
              row, "\(name)=\(className(category))", own.map { $0 == Double(category + 1) ? 1 : 0 },
              fits.map { $0[category] })
          }
        } else {
          let isClass = response.classes.count == 2
          text += summary(
            row, isClass ? "\(name)=\(response.classes[1])" : name, own,
            (0..<drawCount).map { law.mean($0, columns)[offset] })
        }
      }
      place += law.names.count
    }
    return text
  }

  private func summary(_ row: Int, _ name: String, _ values: [Double], _ fits: [Double]) -> String {
    Self.line(["\(row + 1)", name] + Self.numbers(values) + Self.numbers(fits))
  }

  /// Mean, standard deviation and quantiles; nothing where there are none.
  private static func numbers(_ values: [Double]) -> [String] {
    guard values.allSatisfy(\.isFinite) else { return [String](repeating: "", count: 5) }
    let sorted = values.sorted()
    let quantiles = [0.05, 0.5, 0.95].map { sorted.quantile(ofAscending: $0) }
    return ([values.mean, values.standardDeviation] + quantiles).map { "\($0)" }
  }

  func className(_ category: Int) -> String {
    category < response.classes.count ? response.classes[category] : "\(category + response.firstClass)"
  }

  // All draws.

  /// Writes a line for each draw.
  func writeDraws(_ write: (String) throws -> Void) throws {
    let rows = 0..<predictor.rowCount
    let names = rows.flatMap { row in response.names.map { "\($0)[\(row + 1)]" } }
    try write(Self.line(["chain", "draw"] + names))
    var randoms = rows.map { GSLRandom(stream: seed.child($0)) }
    for draw in 0..<drawCount {
      let columns = predictor.columns(position(draw))
      var cells = ["\(draw / positions.drawsPerChain + 1)", "\(draw % positions.drawsPerChain + 1)"]
      for row in rows {
        for law in predictor.laws {
          let values = try check(law.draw(row, columns, using: &randoms[row]), row: row)
          cells += values.map { law.categoryCount == nil ? written($0) : className(Int($0) - 1) }
        }
      }
      try write(Self.line(cells))
    }
  }

  /// A number, or the one of two classes that it stands for.
  private func written(_ value: Double) -> String {
    response.classes.count == 2 && (value == 0 || value == 1) ? response.classes[Int(value)] : "\(value)"
  }

  private static func line(_ cells: [String]) -> String {
    cells.map { cell in
      cell.contains { ",\"\n\r".contains($0) } ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
    }.joined(separator: ",") + "\n"
  }
}

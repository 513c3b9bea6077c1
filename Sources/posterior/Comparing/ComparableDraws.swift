import Foundation
import PosteriorData
import PosteriorDiagnostics

/// Draws from a folder or file of Stan CSV, as a comparison takes them: n × d, one chain after the other.
struct ComparableDraws {
  let names: [String]
  let matrix: Matrix

  /// - Parameter like: Draws whose parameters these must have; they are put in the same order.
  init(_ path: String, like other: ComparableDraws? = nil) throws {
    var isDirectory: ObjCBool = false
    var files = [path]
    if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue {
      files = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".csv") }.sorted()
        .map { URL(fileURLWithPath: path).appendingPathComponent($0).path }
      guard !files.isEmpty else { throw Failure(.data, "\(path): there is no .csv file in this folder") }
    }
    let draws = try StanCSV(contentsOf: files).draws
    guard draws.chainCount * draws.drawsPerChain >= 64 else {
      throw Failure(.data, "\(path): \(draws.chainCount * draws.drawsPerChain) draws are too few: give at least 64")
    }
    guard draws.values.allSatisfy(\.isFinite) else { throw Failure(.data, "\(path): a draw is not finite") }
    let names = other?.names ?? draws.parameterNames
    let places = try names.map { name in
      guard let place = draws.parameter(named: name) else {
        throw Failure(
          .data,
          "\(path): there is no parameter '\(name)'; the parameters are "
            + draws.parameterNames.joined(separator: ", "))
      }
      return place
    }
    guard places.count == draws.dimension else {
      let extra = draws.parameterNames.first { !names.contains($0) } ?? ""
      throw Failure(.data, "\(path): the parameter '\(extra)' is not among the other draws'")
    }
    let whole = Matrix(columnCount: draws.dimension, elements: draws.values)
    var matrix = whole
    for (column, place) in places.enumerated() where column != place {
      for row in 0..<whole.rowCount { matrix[row, column] = whole[row, place] }
    }
    self.names = names
    self.matrix = matrix
  }
}

/// A normal distribution from a JSON file.
struct NormalFile: Decodable {
  let mean: [Double]
  let covariance: Matrix

  var dimension: Int { mean.count }

  private struct Wrapped: Decodable { let posterior: NormalFile }

  init(_ path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(.data, "\(path): there is no such file, or it cannot be read")
    }
    let decoder = JSONDecoder()
    guard
      let normal = (try? decoder.decode(NormalFile.self, from: data))
        ?? (try? decoder.decode(Wrapped.self, from: data).posterior),
      normal.covariance.rowCount == normal.dimension, normal.covariance.columnCount == normal.dimension
    else {
      throw Failure(.data, "\(path): not a normal distribution: {\"mean\": [d numbers], \"covariance\": [d rows of d]}")
    }
    self = normal
  }
}

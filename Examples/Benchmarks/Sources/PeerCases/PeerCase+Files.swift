import Foundation
import PosteriorDiagnostics

extension PeerCase {
  /// A case with the data that make_data.py has written into a folder.
  public init(_ letter: String, data folder: String) throws {
    let settings = try Self.settings(letter)
    func array(_ name: String) throws -> [Double] {
      try Self.doubles(at: URL(filePath: folder).appending(path: "\(letter).\(name).f64"))
    }
    let isNetwork = settings.kind == .mlp
    let truth =
      try isNetwork
      ? nil
      : Truth(
        mean: array("mean"), covariance: Matrix(columnCount: settings.dimension, elements: array("cov")),
        sgldCovariance: Matrix(columnCount: settings.dimension, elements: array("sgld_cov")))
    self.init(
      letter, settings,
      design: try Matrix(
        columnCount: isNetwork ? 1 : settings.dimension, elements: array(isNetwork ? "x" : "X")),
      responses: try array("y"),
      start: try isNetwork ? array("w0") : Self.start(settings, truth), truth: truth)
  }

  static func settings(_ letter: String) throws -> Settings {
    guard let settings = try allSettings()[letter] else {
      throw CaseError(description: "no case '\(letter)' in peers/cases.json")
    }
    return settings
  }

  /// Logistic chains start at the mode, which 5000 steps do not reach from afar, linear ones at 0.
  static func start(_ settings: Settings, _ truth: Truth?) -> [Double] {
    let origin = [Double](repeating: 0, count: settings.dimension)
    return settings.kind == .logistic ? truth?.mean ?? origin : origin
  }

  /// The numbers of a file of raw little-endian doubles.
  private static func doubles(at url: URL) throws -> [Double] {
    guard let content = try? Data(contentsOf: url) else {
      throw CaseError(description: "cannot read \(url.path)")
    }
    let bytes = [UInt8](content)
    return stride(from: 0, to: bytes.count - 7, by: 8).map { place in
      var bits: UInt64 = 0
      for k in 0..<8 { bits |= UInt64(bytes[place + k]) << (8 * UInt64(k)) }
      return Double(bitPattern: bits)
    }
  }
}

/// Why a case cannot be had.
public struct CaseError: Error, CustomStringConvertible {
  /// What is missing.
  public let description: String
}

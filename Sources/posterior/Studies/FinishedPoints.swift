import Foundation
import PosteriorData
import PosteriorDiagnostics

/// The finished points of a sweep in a run's folder, a line of JSON each.
struct FinishedPoints: Sendable {
  private let file: LineFile
  /// Those that an earlier run has finished.
  let known: [SweepPoint]

  init(_ path: String) throws {
    file = try LineFile(path)
    known = try Self.points(in: file.lines, of: path)
  }

  /// The points that some lines are. Errors call their file `path`.
  static func points(in lines: [Data], of path: String) throws(Failure) -> [SweepPoint] {
    let decoder = JSONDecoder()
    return try lines.enumerated().map { number, line throws(Failure) in
      do { return try decoder.decode(SweepPoint.self, from: line) } catch {
        throw Failure(.data, "'\(path)', line \(number + 1): this is not a point of a sweep")
      }
    }
  }

  /// Keeps a point.
  func add(_ point: SweepPoint) {
    let encoder = JSONEncoder()
    // Equal points are equal bytes, whichever process has made them.
    encoder.outputFormatting = .sortedKeys
    if let line = try? encoder.encode(point) { file.append(line) }
  }

  /// Whether all points were kept.
  func check() throws { try file.check() }
}

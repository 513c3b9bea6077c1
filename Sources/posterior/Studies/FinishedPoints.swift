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
    let decoder = JSONDecoder()
    known = try file.lines.enumerated().map { number, line in
      do { return try decoder.decode(SweepPoint.self, from: line) } catch {
        throw Failure(.data, "'\(path)', line \(number + 1): this is not a point of a sweep")
      }
    }
  }

  /// Keeps a point.
  func add(_ point: SweepPoint) {
    if let line = try? JSONEncoder().encode(point) { file.append(line) }
  }

  /// Whether all points were kept.
  func check() throws { try file.check() }
}

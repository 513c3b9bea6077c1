import Foundation
import PosteriorData
import PosteriorDiagnostics

/// The finished points of a sweep in a run's folder, a line of JSON each. Each rank writes to a file of its own.
struct FinishedPoints: Sendable {
  private let folder: RunFolder
  private let file: LineFile
  /// Those that an earlier run, or any rank, has finished.
  let known: [SweepPoint]

  init(_ folder: RunFolder) throws {
    self.folder = folder
    file = try LineFile(folder.points(Ranks.number))
    known = try folder.allPoints().flatMap { path in
      let kept = LineFile.wholeLines(of: try Data(contentsOf: URL(fileURLWithPath: path)))
      return try Self.points(in: kept.lines, of: path)
    }
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
  func add(_ point: SweepPoint) { if let line = Self.line(point) { file.append(line) } }

  /// Whether all points were kept.
  func check() throws { try file.check() }

  /// Keeps all points of a sweep that is whole, in their order, in one file.
  func finish(_ points: [SweepPoint]) throws {
    let whole = folder.points()
    try AtomicFile.write(Data(points.compactMap(Self.line).flatMap { $0 + Data("\n".utf8) }), to: whole)
    for path in try folder.allPoints() where path != whole { try FileManager.default.removeItem(atPath: path) }
  }

  private static func line(_ point: SweepPoint) -> Data? {
    let encoder = JSONEncoder()
    // Equal points are equal bytes, whichever process has made them.
    encoder.outputFormatting = .sortedKeys
    return try? encoder.encode(point)
  }
}

import Foundation
import PosteriorData
import PosteriorDiagnostics

/// Draws that may not fit in memory, read again and again: some parameters, of all chains, each time.
struct DrawsByParts {
  /// The chains' first parameter.
  private let first: StanCSV
  /// The files.
  private let paths: [String]

  init(_ first: StanCSV, _ paths: [String]) { (self.first, self.paths) = (first, paths) }

  /// Whether files may hold more numbers than so many bytes have room for, as they are read. A number takes two bytes
  /// at least, eight as it is read, and as many again twice over while chains are put together; gzip writes ten times
  /// as much in a byte. Pipes, which cannot be read again, are read at once.
  static func mayExceed(_ memory: Int, _ paths: [String]) -> Bool {
    var most = 0.0
    for path in paths {
      guard let attributes = try? FileManager.default.attributesOfItem(atPath: resolved(path)),
        attributes[.type] as? FileAttributeType == .typeRegular, let size = attributes[.size] as? Int
      else { return false }
      most += Double(size) * (path.hasSuffix(".gz") ? 120 : 12)
    }
    return most > Double(memory)
  }

  private static func resolved(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }

  /// Adds the parameters behind the first to a summary.
  ///
  /// - Throws: ``DataError`` where a file cannot be read; ``Failure`` where the files are no longer what they were.
  func complete(_ summary: inout Summary, memory: Int, threads: Int) async throws {
    let each = partSize(memory: memory, threads: threads)
    var next = 1
    while next < first.parameterNames.count {
      let part = next..<min(next + each, first.parameterNames.count)
      let draws = try StanCSV(contentsOf: paths, parameters: part)
      // A run that goes on has more draws now; of chains without any there may be some.
      guard draws.parameterNames == first.parameterNames, draws.draws.chainCount == first.draws.chainCount,
        draws.draws.drawsPerChain >= first.draws.drawsPerChain
      else { throw Failure(.data, "\(paths[0]): the files changed while they were read") }
      summary.add(await draws.draws.first(first.draws.drawsPerChain).summary(threads: threads))
      next = part.upperBound
    }
  }

  /// How many parameters there is room for at a time: three numbers a draw as they are read, and a dozen for each that
  /// is summed up.
  private func partSize(memory: Int, threads: Int) -> Int {
    let draws = first.draws.chainCount * first.draws.drawsPerChain
    let columns = memory / (8 * max(1, draws)) - 12 * threads
    return max(1, columns / 3)
  }
}

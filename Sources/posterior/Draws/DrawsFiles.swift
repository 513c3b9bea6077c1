import Foundation
import PosteriorData

/// Draws as the command takes them everywhere: files of Stan CSV, one a chain, or folders of such files.
enum DrawsFiles {
  /// The chains of all files, and of all files of the folders, in the order of their names. What is not there of them
  /// is said on standard error.
  static func chains(_ paths: [String]) throws -> StanCSV {
    var all: [String] = []
    for path in paths {
      let (files, lines) = try files(path)
      for line in lines { StandardError.say(line) }
      guard !files.isEmpty else { throw Failure(.data, "\(path): there is no .csv file of draws in this directory") }
      all += files
    }
    let chains = try StanCSV(contentsOf: all)
    for warning in chains.warnings { StandardError.say(warning) }
    return chains
  }

  /// The files of a folder, or the one file; of a run's folder, those of the run, and what is to be said of them.
  private static func files(_ path: String) throws -> (files: [String], lines: [String]) {
    guard AtomicFile.isDirectory(path) else { return ([path], []) }
    let run = try RunChains(path)
    guard let entries = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw Failure(.data, "\(path): the directory cannot be read")
    }
    if let twice = entries.first(where: { $0.hasSuffix(".csv") && entries.contains($0 + ".gz") }) {
      throw Failure(.data, "\(path): there are \(twice) and \(twice).gz, which may be one chain; remove one of them")
    }
    // chain-10.csv comes after chain-2.csv.
    let files = entries.filter { $0.hasSuffix(".csv") || $0.hasSuffix(".csv.gz") }
      .sorted { $0.compare($1, options: .numeric) == .orderedAscending }
      .map { URL(fileURLWithPath: path).appendingPathComponent($0).path }
    return run?.files(among: files) ?? (files, [])
  }
}

import Foundation
import PosteriorData
import PosteriorDiagnostics

/// The chains of a run on the disk, as its manifest has them, against the files that are there.
struct RunChains {
  let folder: String
  let manifest: RunManifest
  /// What was measured of the sampler's bias; nil where nothing was.
  let bias: BiasEstimate?
  private let count: Int
  /// The part of a run that it is.
  private let part: Part

  /// The chains of the run in a folder; nil where there is no run.
  init?(_ folder: String) throws {
    let path = folder + "/" + RunFolder.manifestName
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    manifest = try RunManifest(contentsOf: path)
    guard manifest.isSample else { throw Failure.keepsNoDraws(folder) }
    guard case .integer(let count)? = manifest.settings["chains"], (1..<Int.max).contains(count) else {
      throw Failure(.data, "\(path): the manifest does not say how many chains the run has; it is damaged")
    }
    do { part = try Part(manifest) } catch { throw Failure(.data, "\(path): the manifest is damaged: \(error)") }
    (self.folder, self.count) = (folder, count)
    bias = try Self.bias(folder + "/" + RunFolder.biasName)
  }

  private static func bias(_ path: String) throws -> BiasEstimate? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do { return try value(BiasEstimate.self, ofJSON: Data(contentsOf: URL(fileURLWithPath: path))) } catch {
      throw Failure(.data, "\(path): it is not what 'posterior sample --bias' writes; remove it, or measure again")
    }
  }

  /// The files of a folder that are of the run's chains, and what is not as the manifest says: a line each.
  func files(among all: [String]) -> (ofRun: [String], lines: [String]) {
    let numbers = all.map(number)
    let others = zip(all, numbers).filter { $1 == nil }.map { file, _ in
      "\(name(file)) is not a file of the run, which has \(chains): it is left out"
    }
    let there = numbers.compactMap(\.self)
    let gaps = zip([0] + there, there + [count + 1]).filter { $1 > $0 + 1 }
      .map { $1 == $0 + 2 ? "chain \($1 - 1)" : "chains \($0 + 1) to \($1 - 1)" }
    let missing =
      gaps.isEmpty || !part.isWhole
      ? [] : ["there is no file of draws of \(gaps.joined(separator: ", ")); the run has \(chains)"]
    let lines = (share + status + replacement + missing + others).map { "\(folder): \($0)" }
    return (zip(all, numbers).filter { $1 != nil }.map(\.0), lines)
  }

  /// The sampler that made them; nil where this version does not know it.
  var sampler: SamplerEntry? {
    guard case .text(let name)? = manifest.settings["sampler"] else { return nil }
    return try? SamplerEntry(named: name)
  }

  private var chains: String { "\(count) chain\(count == 1 ? "" : "s")" }

  /// That it is not the whole run, where it is not.
  private var share: [String] {
    part.isWhole ? [] : ["it is part \(part) of a run of \(chains): 'posterior merge' joins it with the others"]
  }

  /// Why the run is not whole, if it is not.
  private var status: [String] {
    let words: String
    switch manifest.status {
    case .finished: return []
    case .running: words = "is under way, or was killed"
    case .interrupted: words = "was interrupted"
    case .failed: words = "failed" + (manifest.reason.map { " (\($0))" } ?? "")
    }
    return ["the run \(words): not all of its draws are there; 'posterior resume \(folder)' goes on with it"]
  }

  /// That another run is to take its place, where one is.
  private var replacement: [String] {
    RunFolder.replacement(of: folder).map { new in
      ["this is the older run: '\(new)' is to replace it; 'posterior resume \(new)' goes on with it"]
    } ?? []
  }

  /// The number of the chain that a file is of: 12 of chain-12.csv.
  private func number(_ file: String) -> Int? {
    let number = name(file).wholeMatch(of: /chain-([1-9][0-9]*)\.csv(\.gz)?/).flatMap { Int($0.1) }
    return number.flatMap { $0 <= count ? $0 : nil }
  }

  private func name(_ file: String) -> String { URL(fileURLWithPath: file).lastPathComponent }
}

extension Failure {
  /// That a run in a folder has no chains to be read.
  static func keepsNoDraws(_ folder: String) -> Failure {
    Failure(.data, "'\(folder)' is a sweep, which keeps no draws: name a run of 'posterior sample'")
  }
}

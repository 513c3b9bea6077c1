import Foundation
import PosteriorData
import PosteriorDiagnostics

/// Draws as the command takes them everywhere: files of Stan CSV, one a chain, or folders of such files.
struct DrawsFiles {
  /// The chains of all files, and of all files of the folders, in the order of their names.
  let chains: StanCSV
  /// The files.
  let paths: [String]
  /// The runs among the folders.
  let runs: [RunChains]
  /// The one sampler of all of them, where runs say so.
  let sampler: SamplerEntry?
  /// What is not there of them: a line each.
  let notes: [String]
  /// What draws may take of memory; nil where all are read at once.
  private let memory: Int?

  /// Reads them, and says on standard error what is not there.
  ///
  /// - Parameters:
  ///   - named: Files, and folders of them.
  ///   - memory: The bytes that draws may take; as many as there are where nil. ``chains`` have the first parameter
  ///     alone where the files may hold more than this.
  init(_ named: [String], memory: Int? = nil) throws {
    var (paths, runs, lines) = ([String](), [RunChains](), [String]())
    for path in named {
      let run = AtomicFile.isDirectory(path) ? try RunChains(path) : nil
      let all = try Self.files(path)
      let (files, missing) = run?.files(among: all) ?? (all, [])
      for line in missing { StandardError.say(line) }
      guard !files.isEmpty else { throw Failure(.data, "\(path): there is no .csv file of draws in this directory") }
      paths += files
      runs += run.map { [$0] } ?? []
      lines += missing
    }
    var seen: Set<String> = []
    if let twice = paths.first(where: { !seen.insert(URL(fileURLWithPath: $0).resolvingSymlinksInPath().path).inserted }
    ) {
      throw Failure(.data, "\(twice) is named twice, and its draws would count as those of two chains: name it once")
    }
    self.memory = memory.flatMap { DrawsByParts.mayExceed($0, paths) ? $0 : nil }
    chains = try StanCSV(contentsOf: paths, parameters: self.memory.map { _ in 0..<1 })
    for warning in chains.warnings { StandardError.say(warning) }
    let samplers = runs.map(\.sampler)
    sampler = runs.count == named.count && Set(samplers.map { $0?.name }).count == 1 ? samplers[0] : nil
    (self.paths, self.runs, notes) = (paths, runs, lines + chains.warnings)
  }

  /// What was measured of the sampler's bias, where the draws are of one run that has kept it.
  private var bias: BiasReport? {
    guard runs.count == 1, sampler != nil, let bias = runs[0].bias else { return nil }
    return BiasReport(words: "measured with the draws: \(bias.model)", bias: bias)
  }

  /// What there is to say of the draws.
  func report(threads: Int) async throws -> SampleReport {
    var summary = await chains.draws.summary(statistics: chains.statistics, threads: threads)
    if let memory { try await DrawsByParts(chains, paths).complete(&summary, memory: memory, threads: threads) }
    return SampleReport(sampler: sampler, summary: summary, bias: bias)
  }

  /// The files of draws in a folder, or the one file.
  private static func files(_ path: String) throws -> [String] {
    if RunFolder.isVacant(path) { throw RunError.vacant(path) }
    guard AtomicFile.isDirectory(path) else { return [path] }
    guard let entries = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw Failure(.data, "\(path): the directory cannot be read")
    }
    if let twice = entries.first(where: { $0.hasSuffix(".csv") && entries.contains($0 + ".gz") }) {
      throw Failure(.data, "\(path): there are \(twice) and \(twice).gz, which may be one chain; remove one of them")
    }
    // chain-10.csv comes after chain-2.csv.
    return entries.filter { $0.hasSuffix(".csv") || $0.hasSuffix(".csv.gz") }
      .sorted { $0.compare($1, options: .numeric) == .orderedAscending }
      .map { URL(fileURLWithPath: path).appendingPathComponent($0).path }
  }
}

internal import Foundation
import PosteriorSampling

/// The draws in a Stan CSV file, as CmdStan, RStan and ``StanCSVWriter`` write them.
///
/// Rows of warm-up are kept apart, and the mean that comes first in a variational file is left out. Files that hold no
/// draws, such as an optimisation's, are refused.
public struct StanCSV: Sendable {
  /// The parameters' draws, β.1 being called β[1]: one chain for each file, cut to the length of the shortest.
  public let draws: Draws
  /// The names of all parameters, of which ``draws`` may be a part.
  package let parameterNames: [String]
  /// The sampler's own columns, such as lp__ and energy__, if there are any.
  package let statistics: Draws?
  /// The rows of warm-up, where every file has them.
  package let warmUp: WarmUp?

  /// What comes before the draws.
  package struct WarmUp: Sendable {
    /// The parameters' values, which are no draws from the posterior.
    package let draws: Draws
    /// The sampler's own columns.
    package let statistics: Draws?
  }

  /// What the comments of the (first) file say, such as "num_samples" and "seed".
  package let configuration: [String: String]
  /// What of the files was not read, or is not there: a line each.
  package let warnings: [String]

  /// The draws of several chains of the same model, a file for each. Chains without draws are left out, which is said
  /// among the warnings.
  ///
  /// - Parameter paths: The files, one a chain.
  /// - Throws: ``DataError`` where a file cannot be read or has other columns than the first, or no file holds draws.
  public init(contentsOf paths: [String]) throws(DataError) { try self.init(contentsOf: paths, parameters: nil) }

  /// The draws of some parameters alone, by their places among all, or of all where nil; the sampler's own columns are
  /// read with the first.
  package init(contentsOf paths: [String], parameters: Range<Int>?) throws(DataError) {
    precondition(!paths.isEmpty, "no file to read")
    var (files, first, lacks) = ([StanCSV](), "", [DataError]())
    for path in paths {
      let rows = try StanRows(
        CSVReader(ByteWindow(inputFile(path).stream()), source: path, delimiter: CSVReader.comma), source: path,
        keeping: parameters)
      let before = try rows.rowsBeforeDraws()
      if let lack = rows.lackOfDraws(behind: before) {
        lacks.append(lack)
        continue
      }
      let file = try StanCSV(rows, before)
      guard file.hasColumns(of: files.first ?? file) else {
        throw DataError(path, "the columns are not those of \(shown(first))")
      }
      if files.isEmpty { first = path }
      files.append(file)
    }
    if files.isEmpty { throw lacks[0] }
    let lengths = files.map(\.draws.drawsPerChain)
    let (shortest, longest) = (lengths.min() ?? 0, lengths.max() ?? 0)
    let statistics = files.compactMap(\.statistics)
    draws = Draws(combining: files.map { $0.draws.first(shortest) })
    parameterNames = files[0].parameterNames
    self.statistics = statistics.isEmpty ? nil : Draws(combining: statistics.map { $0.first(shortest) })
    configuration = files[0].configuration
    warmUp = WarmUp(files.compactMap(\.warmUp), of: files.count)
    let cut = "the chains have \(shortest) to \(longest) draws: of each the first \(shortest) are taken"
    warnings =
      lacks.map { "\($0); the chain is left out, and not counted" } + files.flatMap(\.warnings)
      + (shortest < longest ? [cut] : [])
  }

  private func hasColumns(of other: StanCSV) -> Bool {
    parameterNames == other.parameterNames
      && statistics?.parameterNames == other.statistics?.parameterNames
  }

  /// The draws of one chain. Errors call the text `source`.
  package init(text: String, source: String) throws(DataError) {
    var text = text
    self = try text.withUTF8 { bytes in
      Result { () throws(DataError) in try StanCSV(bytes, source: source) }
    }.get()
  }

  /// The draws of one chain in a file's bytes. Errors call them `source`.
  package init(_ bytes: UnsafeBufferPointer<UInt8>, source: String) throws(DataError) {
    try self.init(CSVReader(bytes, source: source, delimiter: CSVReader.comma), source: source)
  }

  /// The draws of one chain, from a reader at the start of its file.
  init(_ reader: CSVReader, source: String) throws(DataError) {
    let rows = try StanRows(reader, source: source)
    let before = try rows.rowsBeforeDraws()
    if let lack = rows.lackOfDraws(behind: before) { throw lack }
    try self.init(rows, before)
  }

  /// The draws among the rows of one chain, some of which come before the first draw.
  private init(_ rows: StanRows, _ before: Int) throws(DataError) {
    let all = rows.names.filter { !isStatistic($0) }.map(parameterName(ofStan:))
    parameterNames = all
    let titles = rows.kept.map { Array(all[$0.clamped(to: all.indices)]) } ?? all
    guard !titles.isEmpty else {
      throw DataError(rows.source, line: rows.headerLine, "there are no columns of parameters")
    }
    let names = rows.names.filter(isStatistic)
    func chain(_ names: [String], _ values: [Double]) -> Draws? {
      names.isEmpty || values.isEmpty ? nil : Draws(parameterNames: names, chainCount: 1, values: values)
    }
    draws = Draws(
      parameterNames: titles, chainCount: 1, values: rows.parameters.dropping(before * titles.count))
    statistics = chain(names, rows.statistics.dropping(before * names.count))
    let isWarmUp = rows.comments.method == .sample
    warmUp = chain(titles, isWarmUp ? Array(rows.parameters.prefix(before * titles.count)) : []).map {
      WarmUp(draws: $0, statistics: chain(names, Array(rows.statistics.prefix(before * names.count))))
    }
    configuration = rows.comments.values
    warnings = rows.warnings(drawCount: draws.drawsPerChain)
  }
}

extension StanCSV.WarmUp {
  /// Of several chains, if each of `count` has one.
  fileprivate init?(_ chains: [StanCSV.WarmUp], of count: Int) {
    guard chains.count == count, let shortest = chains.map(\.draws.drawsPerChain).min() else { return nil }
    draws = Draws(combining: chains.map { $0.draws.first(shortest) })
    let statistics = chains.compactMap(\.statistics)
    self.statistics = statistics.isEmpty ? nil : Draws(combining: statistics.map { $0.first(shortest) })
  }
}

extension [Double] {
  /// The numbers without the first ones.
  fileprivate func dropping(_ count: Int) -> [Double] { count == 0 ? self : Array(dropFirst(count)) }
}

import PosteriorSampling

/// The draws in a Stan CSV file, as CmdStan and ``StanCSVWriter`` write them.
///
/// Rows of warm-up, where the file says that it has them, are left out.
public struct StanCSV: Sendable {
  /// The parameters' draws, β.1 being called β[1]: one chain for each file.
  public let draws: Draws
  /// The sampler's own columns, such as lp__ and energy__, if there are any.
  package let statistics: Draws?
  /// What the comments of the (first) file say, such as "num_samples" and "seed".
  package let configuration: [String: String]

  /// The draws of several chains of the same model, a file for each.
  public init(contentsOf paths: [String]) throws(DataError) {
    precondition(!paths.isEmpty, "no file to read")
    var files: [StanCSV] = []
    for path in paths {
      let file = try StanCSV(text: text(ofFile: path), source: path)
      if let first = files.first {
        guard file.draws.parameterNames == first.draws.parameterNames,
          file.statistics?.parameterNames == first.statistics?.parameterNames
        else { throw DataError(path, "the columns are not those of \(paths[0])") }
        guard file.draws.drawsPerChain == first.draws.drawsPerChain else {
          throw DataError(
            path,
            "the chain has \(counted(file.draws.drawsPerChain, "draw")) where that of \(paths[0]) has "
              + "\(first.draws.drawsPerChain)")
        }
      }
      files.append(file)
    }
    let statistics = files.compactMap(\.statistics)
    draws = Draws(combining: files.map(\.draws))
    self.statistics = statistics.isEmpty ? nil : Draws(combining: statistics)
    configuration = files[0].configuration
  }

  /// The draws of one chain. Errors call the text `source`.
  package init(text: String, source: String) throws(DataError) {
    var rows = StanRows(source: source)
    var line = 0
    for bytes in text.utf8.split(omittingEmptySubsequences: false, whereSeparator: { $0 == 0x0A }) {
      line += 1
      try rows.add(bytes.last == 0x0D ? bytes.dropLast() : bytes, line: line)
    }
    let values = try rows.valuesAfterWarmUp()
    let width = rows.names.count
    func pick(_ isWanted: (String) -> Bool, _ rename: (String) -> String) -> Draws? {
      let columns = rows.names.indices.filter { isWanted(rows.names[$0]) }
      guard !columns.isEmpty else { return nil }
      var picked: [Double] = []
      picked.reserveCapacity(values.count / width * columns.count)
      for first in stride(from: values.startIndex, to: values.endIndex, by: width) {
        for column in columns { picked.append(values[first + column]) }
      }
      return Draws(parameterNames: columns.map { rename(rows.names[$0]) }, chainCount: 1, values: picked)
    }
    guard let draws = pick({ !isStatistic($0) }, parameterName(ofStan:)) else {
      throw DataError(source, line: rows.headerLine, "there are no columns of parameters")
    }
    self.draws = draws
    statistics = pick(isStatistic) { $0 }
    configuration = rows.configuration
  }
}

/// The parts of a Stan CSV file, gathered line by line.
private struct StanRows {
  let source: String
  var names: [String] = []
  var headerLine = 0
  var configuration: [String: String] = [:]
  var values: [Double] = []

  init(source: String) { self.source = source }

  mutating func add(_ line: Substring.UTF8View, line number: Int) throws(DataError) {
    guard let first = line.first else { return }
    if first == UInt8(ascii: "#") { return addComment(Substring(line)) }
    let cells = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    if names.isEmpty {
      names = cells.enumerated().map { i, cell in
        let name = trimming(String(Substring(cell)))
        return name.isEmpty ? "column \(i + 1)" : name
      }
      headerLine = number
      return try checkNames()
    }
    guard cells.count == names.count else {
      throw DataError(
        source, line: number,
        "the row has \(counted(cells.count, "cell")) where the header names \(counted(names.count, "column"))")
    }
    for (i, cell) in cells.enumerated() {
      guard let value = Double(Substring(cell)) ?? Double(trimming(String(Substring(cell)))) else {
        throw DataError(
          source, line: number, column: names[i], "\(quoted(String(Substring(cell)))) is not a number")
      }
      values.append(value)
    }
  }

  private func checkNames() throws(DataError) {
    guard !names.allSatisfy({ Double($0) != nil }) else {
      throw DataError(source, line: headerLine, "the first line holds numbers; it must name the columns")
    }
    var seen: Set<String> = []
    if let name = names.first(where: { !seen.insert($0).inserted }) {
      throw DataError(source, line: headerLine, "two columns are named \(quoted(name)); give each a name of its own")
    }
  }

  /// "#   num_samples = 1000 (Default)".
  private mutating func addComment(_ comment: Substring) {
    let parts = comment.dropFirst().split(separator: "=", maxSplits: 1).map { trimming(String($0)) }
    guard parts.count == 2 else { return }
    let value = parts[1].hasSuffix("(Default)") ? trimming(String(parts[1].dropLast(9))) : parts[1]
    configuration[parts[0]] = value
  }

  func valuesAfterWarmUp() throws(DataError) -> ArraySlice<Double> {
    guard !names.isEmpty else { throw DataError(source, "there is no line of column names") }
    var warmUp = 0
    if ["1", "true"].contains(configuration["save_warmup"]) {
      // CmdStan keeps the iterations 0, thin, 2 thin, … of warm-up.
      let thin = max(1, configuration["thin"].flatMap { Int($0) } ?? 1)
      let asked = max(0, configuration["num_warmup"].flatMap { Int($0) } ?? 0)
      warmUp = min(asked / thin + (asked % thin > 0 ? 1 : 0), values.count / names.count)
    }
    let rest = values.dropFirst(warmUp * names.count)
    guard !rest.isEmpty else { throw DataError(source, "there are no draws below the column names") }
    return rest
  }
}

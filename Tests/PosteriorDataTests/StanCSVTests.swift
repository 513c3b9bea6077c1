import Foundation
import Fuzzing
import PosteriorData
import PosteriorDiagnostics
import Testing

@Suite struct StanCSVTests {
  @Test(arguments: ["\n", "\r\n"]) func readsCmdStansFiles(newline: String) throws {
    let file = try StanCSV(text: StanFiles.cmdStan.replacing("\n", with: newline), source: "x.csv")
    #expect(file.draws.parameterNames == ["mu", "theta[1]", "theta[2]", "L[2,1]", "column 7"])
    #expect(file.draws.drawsPerChain == 2 && file.draws.draw(0, chain: 0) == [1, 2, 3, 4, 5])
    #expect(file.draws[0, 1, 1] == -0.0025 && file.draws[0, 1, 2].isNaN && file.draws[0, 1, 3] == .infinity)
    #expect(file.statistics?.parameterNames == ["lp__", "accept_stat__"])
    #expect(file.statistics?.values == [-3, 0.7, -4, 0.8])
    #expect(file.configuration["model"] == "eight_schools_model" && file.configuration["id"] == "1")
    #expect(file.configuration["Step size"] == "0.4")
  }

  static let names = [
    "energy__", "β[1]", "β[2]", "L[2,1]", "ln σ", "a.b", "50%", "x,y", "\"q\"", "#n", " s ", "a[b]", "a[0]",
    "a.1",
    "a[1][2]", "[3]", "%2E",
  ]

  @Test func givesBackWhatWasWritten() throws {
    let numbers = [0.1, -0.0, 1e-300, 1.7976931348623157e308, 1.0 / 3, 0x1p-1074, 1e22, -123456.789]
    let rows = (0..<3).map { row in Self.names.indices.map { numbers[($0 + row) % numbers.count] } }
    try withFile([]) { path in
      var writer = try StanCSVWriter(
        to: path,
        StanCSVHeader(
          statistics: ["energy__"], parameters: Array(Self.names.dropFirst()), model: "my models/a model", chain: 2,
          count: 3,
          run: .init(sampler: "sgld", seed: .max, burnIn: 10, thinning: 5)), isInWarmUp: true)
      writer.endWarmUp(stepSize: 0.25, metric: .diagonal([1, 2.5]))
      for row in rows { try writer.append(row) }
      try writer.finish()
      let file = try StanCSV(contentsOf: [path])
      #expect(file.draws.parameterNames == Array(Self.names.dropFirst()))
      #expect(file.draws.values == rows.flatMap { $0.dropFirst() })
      #expect(file.statistics?.column(1, chain: 0) == rows.map { $0[0] })
      let expected = [
        "model": "a_model", "method": "sample", "num_samples": "15", "num_warmup": "10", "save_warmup": "0",
        "thin": "5", "id": "3", "seed": "18446744073709551615", "algorithm": "sgld", "Step size": "0.25",
      ]
      for (key, value) in expected { #expect(file.configuration[key] == value, "\(key)") }
      let text = try String(contentsOfFile: path, encoding: .utf8)
      #expect(
        text.contains("\nlp__,energy__,β.1,β.2,L.2.1,ln σ,a%2Eb,50%25,x%2Cy,%22q%22,%23n,%20s%20,a[b],a[0],a%2E1,"))
      #expect(text.contains("\n# Diagonal elements of inverse mass matrix:\n# 1.0, 2.5\nnan,0.1,"))
      #expect(text.hasSuffix("\n# \n#  Elapsed Time: not kept\n# \n"))
    }
  }

  /// Stan has no metric of low rank: its readers find the diagonal of one.
  @Test func aLowRankMetricHasADiagonal() throws {
    let metric = try #require(
      LowRankMetric(scales: [1, 10], directions: Matrix(columnCount: 2, elements: [0.6, 0.8]), variances: [26]))
    try withFile([]) { path in
      var writer = try StanCSVWriter(
        to: path,
        StanCSVHeader(
          statistics: ["lp__"], parameters: ["a", "b"], model: "m", chain: 0, count: 1,
          run: .init(sampler: "nuts", seed: 1, burnIn: 20, thinning: 1)), isInWarmUp: true)
      writer.endWarmUp(stepSize: 0.5, metric: .lowRank(metric))
      try writer.append([0, 1, 2])
      try writer.finish()
      let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      #expect(lines.contains("# metric = diag_e"))
      let title = try #require(lines.firstIndex(of: "# Diagonal elements of inverse mass matrix:"))
      let numbers = lines[title + 1].dropFirst(2).split(separator: ", ").compactMap { Double($0) }
      #expect(zip(numbers, [10.0, 1700]).allSatisfy { abs($0 - $1) < 1e-9 } && numbers.count == 2)
    }
  }

  /// CmdStan's algorithm hmc has two engines; R's rstan refuses files that do not say which.
  @Test func hmcNamesItsEngine() {
    func header(_ sampler: String, _ statistics: [String]) -> String {
      StanCSVHeader(
        statistics: statistics, parameters: ["a"], model: "m", chain: 0, count: 1,
        run: .init(sampler: sampler, seed: 1, burnIn: 0, thinning: 1)
      ).text
    }
    #expect(header("hmc", ["lp__"]).contains(" engine = static\n"))
    #expect(header("nuts", ["lp__", "treedepth__"]).contains(" engine = nuts\n"))
    #expect(!header("sgld", ["lp__"]).contains("engine"))
  }

  @Test func streamsChainsToFiles() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let model = StandardNormal()
    let sampler = ULA(model, learningRate: 0.3)
    let starts = [[0.0, 1], [1, 0], [2, 2]]
    // More than the writer holds before it writes.
    _ = try await sampler.run(from: starts, ChainSchedule(count: 5000, burnIn: 5, seed: 9, threads: 2)) { chain in
      try StanCSVWriter(
        to: folder.appending(path: "\(chain).csv").path, columnNames: ["θ[1]", "θ[2]"], model: "normal", chain: chain,
        count: 5000, run: .init(sampler: "ula", seed: 9, burnIn: 5, thinning: 1))
    }
    let read = try StanCSV(contentsOf: (0..<3).map { folder.appending(path: "\($0).csv").path })
    let kept = try await sampler.draws(from: starts, count: 5000, burnIn: 5, seed: 9)
    #expect(read.draws.values == kept.values && read.draws.parameterNames == kept.parameterNames)
    #expect(read.draws.chainCount == 3 && read.statistics?.parameterNames == ["lp__"])
  }

  struct StandardNormal: LogDensity {
    var dimension: Int { 2 }
    func logDensity(at position: Span<Double>) -> Double { -0.5 * position.dot(position) }
    func addLogDensityGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
      gradient.add(-1, times: position)
    }
  }

  @Test(arguments: [
    ("", "x.csv: there is no line of column names"),
    ("# model = m\n", "x.csv: there is no line of column names"),
    ("1,2\n3,4\n", "x.csv, line 1: the first line holds numbers; it must name the columns"),
    ("# c\na,b,a\n1,2,3\n", "x.csv, line 2: two columns are named \"a\"; give each a name of its own"),
    ("a,b\n# end\n", "x.csv: there are no draws below the column names"),
    (
      "# num_warmup = 9223372036854775807\n# save_warmup = 1\n# thin = 2\na\n1\n",
      "x.csv: the run is still in its warm-up: there are 1 of its 4611686018427387904 rows, and no draws"
    ),
    ("a,b\n1,2\n# x\n1\n", "x.csv, line 4: the row has 1 cell where the header names 2 columns"),
    ("a,b\n1,2\n1,two\n", "x.csv, line 3, column \"b\": \"two\" is not a number"),
    ("\n# c\nlp__\n1\n", "x.csv, line 3: there are no columns of parameters"),
  ])
  func saysWhatIsWrong(_ text: String, _ expected: String) {
    #expect(message { _ = try StanCSV(text: text, source: "x.csv") } == expected)
  }

  @Test func chainsAreCutToTheShortest() throws {
    try withFile("a\n1\n2\n3\n".utf8) { one in
      try withFile("# num_samples = 5\na\n4\n5\n".utf8) { short in
        let chains = try StanCSV(contentsOf: [one, short])
        #expect(chains.draws.chainCount == 2 && chains.draws.values == [1, 2, 4, 5])
        #expect(
          chains.warnings == [
            "\(short): the run was not finished: there are 2 of 5 draws",
            "the chains have 2 to 3 draws: of each the first 2 are taken",
          ])
      }
    }
  }

  @Test func refusesChainsThatDoNotMatch() throws {
    try withFile("a\n1\n2\n".utf8) { one in
      try withFile("b\n1\n2\n".utf8) { other in
        #expect(
          message { _ = try StanCSV(contentsOf: [one, other]) } == "\(other): the columns are not those of \(one)")
      }
    }
    let nowhere = "/no/such/folder/x.csv"
    #expect(message { _ = try StanCSV(contentsOf: [nowhere]) } == "\(nowhere): there is no such file")
    let error = message {
      _ = try StanCSVWriter(
        to: nowhere, columnNames: ["a"], model: "m", chain: 0, count: 1,
        run: .init(sampler: "s", seed: 1, burnIn: 0, thinning: 1))
    }
    #expect(error == "another error: cannot write '\(nowhere)': No such file or directory")
  }
}

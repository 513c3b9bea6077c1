import Foundation
import PosteriorDiagnostics
import Testing

@Suite struct SweepCommandTests {
  static let quick = ["sweep", "--epochs", "400", "--quiet"]

  @Test func writesOneJSONObjectWithTheExactPosterior() throws {
    let command = try Command(Self.quick + ["--format", "json", "--learning-rates", "0.05,0.1", "--batch-size", "26"])
    #expect(command.status == 0 && command.errors.isEmpty)
    let result = try JSONDecoder().decode(SweepResult.self, from: Data(command.output.utf8))
    #expect(result.exampleCount == 442 && result.batchSize == 26 && result.model == "linear-regression")
    #expect(result.parameterNames == ["intercept", "sex", "bmi", "bp", "hdl", "ltg"])
    #expect(result.points.map(\.sampler) == ["sgld", "sgld", "sgworld", "sgworld"])
    #expect(result.points.map(\.learningRate) == [0.05, 0.1, 0.05, 0.1])
    #expect(result.points.allSatisfy { $0.draws == 4 * 400 })
    // Least squares on standardised features, by numpy.linalg.lstsq.
    let mean = [
      152.13348416289597, -11.214550060717803, 24.903579985679496, 15.517229301264798, -13.75179009414915,
      22.559685725679813,
    ]
    for (a, b) in zip(result.posterior.mean, mean) { #expect(abs(a - b) < 1e-8) }
  }

  @Test func isTheSameToTheByteForAnyNumberOfThreads() throws {
    let arguments = Self.quick + ["--format", "json", "--samplers", "sgld,sgworld,sgworld-epoch-noise,ula,exact"]
    let one = try Command(arguments + ["--threads", "1"])
    #expect(one.status == 0)
    for threads in ["2", "8", "64"] { #expect(try Command(arguments + ["--threads", threads]).output == one.output) }
    let other = try Command(arguments + ["--seed", "2"])
    #expect(other.output != one.output)
  }

  @Test func writesTableCSVAndFiles() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("sweep.json")
    let table = try Command(Self.quick + ["--learning-rates", "0.05,300", "--output", file])
    #expect(table.status == 0)
    #expect(table.output.contains("sampler") && table.output.contains("diverged at step"))
    let csv = try Command(Self.quick + ["--learning-rates", "0.05,300", "--format", "csv"])
    let rows = csv.output.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(rows.count == 5 && rows.allSatisfy { $0.count == rows[0].count })
    #expect(rows.dropFirst().map { $0[3] } == ["ok", "diverged", "ok", "diverged"])
    let saved = try JSONDecoder().decode(SweepResult.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
    #expect("\(saved.points[0].kl?.estimate ?? .nan)" == String(rows[1][7]))
  }

  /// In the table, the JSON and the picture.
  @Test func saysWhereChainsAreTooShort() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("short.svg")
    let short = ["sweep", "--epochs", "100", "--quiet", "--samplers", "ula", "--learning-rates", "0.001"]
    let table = try Command(short + ["--plot", file])
    #expect(table.status == 0 && table.output.contains("chains too short: at least"), "\(table.output)")
    let result = try JSONDecoder().decode(
      SweepResult.self, from: Data(Command(short + ["--format", "json"]).output.utf8))
    #expect((result.points.first?.epochsNeeded ?? 0) > 100 && result.points.first?.kl == nil)
    let drawing = try Drawing(file)
    #expect(drawing.key == ["ula", "chains too short"] && drawing.count("mark", inPanels: true) == 2)
  }

  /// The picture needs no other program. Its key names what is drawn, each kind once, and what is measured has bars.
  @Test func drawsThePicture() throws {
    let folder = try TemporaryFolder()
    let (picture, output) = (folder.file("it's a sweep.svg"), folder.file("sweep.json"))
    let command = try Command(
      Self.quick + ["--learning-rates", "0.05,0.1,0.3,300", "--plot", picture, "--output", output],
      environment: ["PATH": folder.url.path])
    #expect(command.status == 0 && command.errors.isEmpty, "\(command.errors)")
    let result = try JSONDecoder().decode(SweepResult.self, from: Data(contentsOf: URL(fileURLWithPath: output)))
    let estimates = result.points.flatMap { [$0.kl, $0.wasserstein2].compactMap(\.self) }
    let drawing = try Drawing(picture)
    #expect(estimates.contains { $0.resolved } && estimates.contains { !$0.resolved })
    #expect(drawing.count("bar", inPanels: true) == estimates.count { $0.resolved })
    // An arrow is two lines and a head.
    #expect(drawing.strokes("mark", inPanels: true, symbol: 3) == estimates.count { !$0.resolved })
    #expect(
      drawing.key == ["sgld", "sgworld", "slope 2 of KL, 1 of W₂", "Monte Carlo floor", "95 % upper bound"])
    #expect(drawing.texts.map(\.text).filter { ["a", "b", "c"].contains($0) } == ["a", "b"])
    drawing.expectLegible()
  }

  /// Where the law is known its distance from the points is drawn too.
  @Test func drawsResidualsFromTheLaw() throws {
    let folder = try TemporaryFolder()
    let picture = folder.file("law.svg")
    let command = try Command(
      Self.quick + ["--samplers", "sgld", "--learning-rates", "0.1,0.3", "--theory", "--plot", picture])
    #expect(command.status == 0, "\(command.errors)")
    let drawing = try Drawing(picture)
    #expect(drawing.texts.contains { $0.text == "(KL − stationary law)/standard error" })
    #expect(drawing.key.contains("stationary law") && drawing.key.contains("± 2 standard errors"))
    #expect(drawing.texts.map(\.text).filter { ["a", "b", "c", "d"].contains($0) } == ["a", "b", "c", "d"])
    drawing.expectLegible()
  }

  @Test func readsAFileAndItsOptions() throws {
    let folder = try TemporaryFolder()
    var random = GSLRandom(seed: 4)
    let rows = (0..<60).map { _ in
      let (x, z) = (random.normal(), random.normal())
      return "\(x),text,\(z),\(1 + 2 * x + 0.1 * random.normal())"
    }
    let file = try folder.write((["x,label,z,y"] + rows).joined(separator: "\n"), to: "data.csv")
    let arguments = Self.quick + ["--data", file, "--target", "y", "--features", "x", "--format", "json"]
    let linear = try Command(arguments + ["--noise-sd", "0.1", "--prior-sd", "10"])
    #expect(linear.status == 0)
    #expect(try linear.json()["parameterNames"] as? [String] == ["intercept", "x"])
    let line = try #require((try linear.json()["posterior"] as? [String: Any])?["mean"] as? [Double])
    #expect(abs(line[0] - 1) < 0.06 && abs(line[1] - 2) < 0.06)

    let unknown = try Command(arguments + ["--unknown-noise", "--no-intercept", "--standardize"])
    #expect(try unknown.json()["parameterNames"] as? [String] == ["x", "ln σ"])

    let mean = try Command(
      Self.quick + ["gaussian-mean", "--data", file, "--target", "z", "--format", "json"])
    #expect(try mean.json()["parameterNames"] as? [String] == ["mean(z)"])
  }

  @Test(arguments: ["with-replacement", "fresh", "reshuffled", "symmetric"])
  func offersEveryBatching(_ batching: String) throws {
    let command = try Command(
      Self.quick + ["--samplers", "sgld", "--batching", batching, "--learning-rates", "0.1", "--format", "csv"])
    #expect(command.status == 0)
    #expect(command.output.contains(batching == "fresh" ? "sgld,,0.1" : "sgld,\(batching),0.1"))
  }

  @Test func helpTeaches() throws {
    let help = try Command(["sweep", "--help"])
    #expect(help.status == 0 && help.errors.isEmpty)
    for word in ["θ ← θ − η", "EXAMPLES", "sgworld-epoch-noise", "--batching", "geometric:LOW:HIGH:COUNT"] {
      #expect(help.output.contains(word), "\(word)")
    }
  }

  /// Interrupted in the middle, or asked to end, the command writes the points it has.
  @Test(arguments: [SIGINT, SIGTERM]) func interruptWritesWhatIsFinished(_ signal: Int32) throws {
    let folder = try TemporaryFolder()
    let (output, errors) = (folder.file("out"), folder.file("err"))
    for file in [output, errors] { try Data().write(to: URL(fileURLWithPath: file)) }
    let process = Process()
    process.executableURL = Command.executable
    // The first points are quick; the exact sampler's would take minutes.
    process.arguments = [
      "sweep", "--samplers", "sgworld", "--learning-rates", "geometric:1e-3:1:1000", "--epochs", "2000", "--format",
      "json", "--threads", "1",
    ]
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.run()
    // Progress is a line for each finished point.
    while try String(contentsOfFile: errors, encoding: .utf8).split(separator: "\n").count < 3 {
      try #require(process.isRunning)
      Thread.sleep(forTimeInterval: 0.02)
    }
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationStatus == 128 + signal)
    let result = try JSONDecoder().decode(SweepResult.self, from: Data(contentsOf: URL(fileURLWithPath: output)))
    #expect(result.points.count >= 3 && result.points.count < 1000)
    #expect(try String(contentsOfFile: errors, encoding: .utf8).contains("of 1000 points were finished and written"))
  }

  /// What an earlier sweep has written is not replaced by a part of another.
  @Test func interruptKeepsTheOlderResult() throws {
    let folder = try TemporaryFolder()
    let (output, errors) = (try folder.write("old", to: "sweep.json"), try folder.write("", to: "err"))
    let process = Process()
    process.executableURL = Command.executable
    process.arguments = [
      "sweep", "--samplers", "sgworld", "--learning-rates", "geometric:1e-3:1:1000", "--epochs", "2000", "--output",
      output, "--threads", "1",
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.run()
    while try String(contentsOfFile: errors, encoding: .utf8).split(separator: "\n").count < 2 {
      try #require(process.isRunning)
      Thread.sleep(forTimeInterval: 0.02)
    }
    kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
    #expect(try String(contentsOfFile: output, encoding: .utf8) == "old")
    #expect(try String(contentsOfFile: errors, encoding: .utf8).contains("is left as it was"))
  }

  /// Theory with and without chains: the same figures, and a line for a sampler that has none.
  @Test func givesTheory() throws {
    let options = ["--samplers", "sgworld,saga-ld", "--learning-rates", "0.1", "--format", "json"]
    let alone = try Command(["sweep", "--theory-only"] + options)
    let beside = try Command(Self.quick + ["--theory"] + options)
    #expect(alone.status == 0 && beside.status == 0)
    for command in [alone, beside] {
      let lines = command.errors.split(separator: "\n")
      #expect(lines.count == 1 && lines[0].contains("saga-ld"))
    }
    let results = try [alone, beside].map {
      try JSONDecoder().decode(SweepResult.self, from: Data($0.output.utf8))
    }
    #expect(results[0].points[0].theory != nil && results[0].points[0].theory == results[1].points[0].theory)
    #expect(results.allSatisfy { $0.points[1].theory == nil })
    #expect(results[0].points[0].status == .notRun && results[1].points[0].status == .ok)
    let table = try Command(["sweep", "--theory-only", "--learning-rates", "0.01,0.02"])
    #expect(table.status == 0 && table.output.contains("slope") && !table.output.contains("resolved"))
    let unknown = try Command(["sweep", "--theory-only", "--unknown-noise", "--learning-rates", "1e-3"])
    #expect(unknown.status == 0 && unknown.errors.contains("not normal"))
  }
}

import Foundation
import PosteriorDiagnostics
import Testing

/// `posterior sweep --against cost`, as a user runs it.
@Suite struct CostCommandTests {
  static let quick = [
    "sweep", "--against", "cost", "--samplers", "sgworld,calm", "--learning-rates", "0.05,0.2", "--evaluations",
    "2000000", "--chains", "2", "--quiet",
  ]

  @Test func writesEverySamplerBesideNUTSAndHMC() throws {
    let folder = try TemporaryFolder()
    let (file, picture) = (folder.file("cost.json"), folder.file("cost.svg"))
    let table = try Command(Self.quick + ["--output", file, "--plot", picture])
    #expect(table.status == 0, "\(table.errors)")
    for word in ["evaluations", "seconds", "sgworld", "calm", "nuts", "hmc"] { #expect(table.output.contains(word)) }
    let result = try JSONDecoder().decode(CostResult.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
    // Two samplers at two rates, NUTS and HMC, at each budget.
    #expect(result.points.count == 6 * Set(result.points.map(\.evaluations)).count)
    #expect(result.points.filter { $0.evaluations == 2_000_000 }.allSatisfy { ($0.kl ?? 0) > 0 })
    #expect(result.points.allSatisfy { $0.failures == 0 })
    let drawing = try Drawing(picture)
    #expect(drawing.texts.contains { $0.text == "seconds of processor time" })
    #expect(
      drawing.key == ["sgworld", "calm", "nuts", "hmc", "each at its best rate, known in hindsight; 95 % intervals"])
    let drawn = result.best.filter { ($0.kl ?? 0) > 0 }
    #expect(drawing.count("bar", inPanels: true) == 2 * drawn.count { $0.lower != nil })
    drawing.expectLegible()
  }

  /// All but the times.
  @Test func doesNotDependOnThreads() throws {
    func columns(_ threads: String) throws -> [[Substring]] {
      let command = try Command(Self.quick + ["--format", "csv", "--threads", threads])
      #expect(command.status == 0)
      return command.output.split(separator: "\n").map { line in
        let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        #expect(cells.count == 9)
        return Array(cells[..<3] + cells[4...])
      }
    }
    #expect(try columns("1") == columns("2"))
  }

  /// The points of a model as a text at one rate, at the budget itself.
  private func lastPoints(
    _ model: String, _ data: String, samplers: String, evaluations: Int
  ) throws -> (points: [CostPoint], result: CostResult) {
    let command = try Command([
      "sweep", model, "--data", data, "--against", "cost", "--samplers", samplers, "--learning-rates", "0.02",
      "--evaluations", "\(evaluations)", "--chains", "2", "--quiet", "--format", "json",
    ])
    #expect(command.status == 0, "\(command.errors)")
    let result = try JSONDecoder().decode(CostResult.self, from: Data(command.output.utf8))
    return (result.points.filter { $0.evaluations == evaluations }, result)
  }

  /// A posterior that is not known exactly is known by a run of NUTS.
  @Test func anyModelHasACost() throws {
    let folder = try TemporaryFolder()
    let data = folder.file("y.csv")
    try Data("y\n1\n3\n2\n5\n4\n".utf8).write(to: URL(fileURLWithPath: data))
    let model = folder.file("line.model")
    try Data("mu ~ normal(0, 10)\ny ~ normal(mu, 2)\n".utf8).write(to: URL(fileURLWithPath: model))
    let (last, result) = try lastPoints(model, data, samplers: "sgld,sghmc", evaluations: 200_000)
    #expect(Set(last.map(\.sampler)) == ["sgld", "sghmc", "nuts", "hmc"])
    // Of n draws of one parameter KL is 1/n on average, of ten thousand and more 1e-4 at most.
    #expect(try #require(result.referenceError) < 2e-3)
    for point in last where ["nuts", "hmc"].contains(point.sampler) { #expect(try #require(point.kl) < 0.01) }
  }

  /// A sampler that cannot be made, here for want of a mode, has failed; the others run.
  @Test func oneSamplerWithoutAModeDoesNotEndAll() throws {
    let folder = try TemporaryFolder()
    let (model, data) = (folder.file("levels.model"), folder.file("y.csv"))
    try Data("group,y\na,1\nb,3\nc,2\na,5\nb,4\nc,2\n".utf8).write(to: URL(fileURLWithPath: data))
    // The density has no bound where tau goes to 0.
    try Data("mu ~ normal(0, 5)\ntau ~ half_cauchy(5)\nb[group] ~ normal(mu, tau)\ny ~ normal(b[group], 2)\n".utf8)
      .write(to: URL(fileURLWithPath: model))
    let (last, _) = try lastPoints(model, data, samplers: "sgld,calm", evaluations: 50_000)
    #expect(last.first { $0.sampler == "calm" }?.kl == nil && last.first { $0.sampler == "sgld" }?.kl != nil)
    let rates = try Command(["sweep", model, "--data", data, "--quiet"])
    #expect(rates.status == 64 && rates.errors.contains("no mode") && rates.errors.contains("--learning-rates"))
  }

  /// Draws of another program at even cost: here exact ones, whose error is known.
  @Test func othersDrawsAreSetBeside() throws {
    let folder = try TemporaryFolder()
    let run = folder.file("run")
    let made = try Command([
      "sample", "linear-regression", "--sampler", "exact", "--draws", "4000", "--chains", "8", "--output", run,
    ])
    #expect(made.status == 0)
    let command = try Command(
      Self.quick + ["--also", "others=\(run):1000000:2", "--format", "json"])
    #expect(command.status == 0, "\(command.errors)")
    let result = try JSONDecoder().decode(CostResult.self, from: Data(command.output.utf8))
    let points = result.points.filter { $0.sampler == "others" }
    #expect(points.map(\.evaluations) == Set(result.points.map(\.evaluations)).sorted().filter { $0 <= 1_000_000 })
    let last = try #require(points.last)
    #expect(last.evaluations == 1_000_000 && last.seconds == 2)
    // Of n exact draws of d parameters KL is d(d + 3)/4n on average: here 6 and 2000.
    let expected = 6 * 9 / (4 * 2000.0)
    #expect(
      try #require(last.lower) < expected && expected < last.upper ?? 0 && abs((last.kl ?? 0) / expected - 1) < 0.6)
  }

  @Test(arguments: [
    ("calm=run:1:1", "there is another 'calm'"), ("x=run", "NAME=PATH:GRADIENTS:SECONDS"),
    ("x=run:0:1", "NAME=PATH:GRADIENTS:SECONDS"), ("x=nowhere:5:1", "nowhere"),
  ]) func othersDrawsThatCannotBe(_ text: String, _ words: String) throws {
    let command = try Command(Self.quick + ["--also", text])
    #expect(command.status != 0 && command.errors.contains(words), "\(command.errors)")
  }
}

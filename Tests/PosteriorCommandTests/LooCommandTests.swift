import Foundation
import Testing

/// `posterior loo`: how well models predict, and which of them does best.
@Suite struct LooCommandTests {
  private static let models = DocumentationTests.root.appendingPathComponent("Examples/Models").path

  private static func line(_ folder: TemporaryFolder, outlier: Double, rows: Int = 30, _ name: String) throws -> String
  {
    let rows = (1...rows).map { i in
      let noise = Double((i * 7919) % 101) / 50 - 1
      return "\(i),\(i == 17 ? outlier : 0.5 * Double(i) + noise),\((i * 31) % 7)\n"
    }
    return try folder.write("x,y,z\n" + rows.joined(), to: name)
  }

  @Test func saysHowWellAModelPredicts() throws {
    let folder = try TemporaryFolder()
    let data = try Self.line(folder, outlier: 60, "line.csv")
    let model = ["linear-regression", "--data", data, "--target", "y", "--unknown-noise"]
    let run = try folder.sample(model, draws: 200, to: "run")
    let file = folder.file("loo.json")
    let table = try Command(["loo", run, "--output", file])
    #expect(table.status == 0, "\(table.errors)")
    #expect(table.output.contains("30 examples, 2 chains × 200 draws") && table.output.contains("elpd_waic"))
    // The outlier is said by its row, and WAIC is not to be used.
    #expect(table.output.contains("k̂ is above 0.62 for 1 of 30 examples: row 17 ("), "\(table.output)")
    #expect(table.output.contains("do not use WAIC"))
    let json = try Command(["loo", run, "--format", "json"])
    #expect(try String(contentsOfFile: file, encoding: .utf8) == json.output)
    let result = try #require((try json.json()["runs"] as? [[String: Any]])?.first)
    let rows = try #require(result["rows"] as? [[String: Double]])
    let elpd = try #require((result["elpd"] as? [String: Double])?["value"])
    #expect(rows.compactMap { $0["row"] } == (1...30).map(Double.init))
    #expect(abs(rows.compactMap { $0["elpd"] }.reduce(0, +) - elpd) < 1e-9)
    #expect(result["looic"] as? Double == -2 * elpd)
    let sampled = try Command(["loo", run, "--examples", "10"])
    #expect(sampled.output.contains("10 of 30 examples") && sampled.output.contains("sampling se"), "\(sampled.errors)")
  }

  @Test func comparesModels() throws {
    let folder = try TemporaryFolder()
    let data = try Self.line(folder, outlier: 9, "line.csv")
    let regression = ["linear-regression", "--data", data, "--target", "y", "--unknown-noise"]
    let right = try folder.sample(regression + ["--features", "x"], draws: 200, to: "right")
    let wrong = try folder.sample(regression + ["--features", "z"], draws: 50, to: "wrong")
    let text = try folder.write(
      "a ~ normal(0, 10)\nb ~ normal(0, 10)\ns ~ half_normal(5)\ny ~ normal(a + b*x, s)\n", to: "line.model")
    let written = try folder.sample([text, "--data", data], draws: 200, to: "written")
    let compared = try Command(["loo", wrong, right, written, "--format", "json", "--quiet"])
    #expect(compared.status == 0 && compared.errors.isEmpty, "\(compared.errors)")
    let runs = try #require(try compared.json()["runs"] as? [[String: Any]])
    #expect(runs.last?["run"] as? String == wrong)
    let elpds = runs.compactMap { ($0["elpd"] as? [String: Double])?["value"] }
    for (run, elpd) in zip(runs, elpds) {
      let difference = try #require(run["difference"] as? [String: Double])
      #expect(abs(try #require(difference["value"]) - (elpd - elpds[0])) < 1e-9)
    }
    let notes = try #require(try compared.json()["notes"] as? [String])
    #expect(notes.count { $0.contains("cannot be told") } == 1 && !notes[0].contains("wrong"), "\(notes)")
    #expect(notes.contains { $0.contains("must not be used yet: 'posterior diagnose \(wrong)'") }, "\(notes)")
    #expect(try Command(["loo", right, wrong]).output.contains("elpd_diff"))
    // Other examples, other responses, and a copy of the file.
    let fewer = try folder.sample(
      ["linear-regression", "--data", try Self.line(folder, outlier: 9, rows: 20, "f.csv"), "--target", "y"],
      draws: 200, to: "fewer")
    let changed = try folder.sample(
      ["linear-regression", "--data", try Self.line(folder, outlier: 8, "c.csv"), "--target", "y"], draws: 200,
      to: "changed")
    let copy = try folder.sample(
      [
        "linear-regression", "--data",
        try folder.write(
          try String(contentsOfFile: data, encoding: .utf8) + "\n", to: "copy.csv"), "--target", "y",
      ], draws: 200, to: "copy")
    for (other, words) in [(fewer, "30 examples and"), (changed, "the response of example 17")] {
      let refused = try Command(["loo", right, other])
      #expect(refused.status == 65 && refused.errors.contains(words) && refused.output.isEmpty, "\(refused.errors)")
    }
    #expect(try Command(["loo", right, copy]).output.contains("from different files, with the same responses"))
  }

  @Test func saysWhatIsWrong() throws {
    let folder = try TemporaryFolder()
    #expect(try Command(["loo", folder.file("none")]).status == 73)
    #expect(try Command(["loo", folder.file("none"), "--examples", "1"]).status == 64)
    let text = try folder.write("a ~ normal(0, 1)\n", to: "a.model")
    let run = try folder.sample([text, "--constant", "J=1"], draws: 200, to: "run")
    let noExamples = try Command(["loo", run])
    #expect(noExamples.status == 65 && noExamples.errors.contains("goes by example"), "\(noExamples.errors)")
  }
}

import Foundation
import Testing

/// `posterior predict`, against a computation from the draws' files.
@Suite struct PredictCommandTests {
  private static let models = DocumentationTests.root.appendingPathComponent("Examples/Models").path

  private static func cells(_ text: String) -> [[String]] {
    text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }

  private static func statistics(_ values: [Double]) -> [Double] {
    let (count, sorted) = (Double(values.count), values.sorted())
    let mean = values.reduce(0, +) / count
    let sd = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)).squareRoot()
    return [mean, sd]
      + [0.05, 0.5, 0.95].map { p in
        let place = p * (count - 1)
        let (low, high) = (sorted[Int(place)], sorted[min(Int(place) + 1, values.count - 1)])
        return low + (place - place.rounded(.down)) * (high - low)
      }
  }

  private static func expectNear(_ cells: ArraySlice<String>, _ expected: [Double], _ words: String) {
    #expect(cells.count == expected.count, "\(words)")
    for (cell, number) in zip(cells, expected) {
      #expect(abs((Double(cell) ?? .nan) - number) <= 1e-9 * max(1, abs(number)), "\(words): \(cell) for \(number)")
    }
  }

  @Test func takesTheTrainingDataConstants() throws {
    let folder = try TemporaryFolder()
    let xs = (1...20).map { Double(($0 * 37) % 23) }
    let rows = xs.enumerated().map { "\($1),\(2 * $1 + Double(($0 * 13) % 7))\n" }.joined()
    let data = try folder.write("x,y\n" + rows, to: "d.csv")
    let run = try folder.sample(
      ["linear-regression", "--data", data, "--target", "y", "--standardize", "--unknown-noise"], draws: 100)
    let new = try folder.write("note,x\nfirst,3\nsecond,40\n", to: "new.csv")
    let predicted = try Command(["predict", run, "--data", new, "--quiet"])
    #expect(predicted.status == 0 && predicted.errors.isEmpty, "\(predicted.errors)")
    let lines = Self.cells(predicted.output)
    #expect(lines.count == 3 && lines[0].count == 12 && lines[0][0] == "row" && lines[2][..<2] == ["2", "y"])
    let mean = xs.reduce(0, +) / 20
    let sd = (xs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20).squareRoot()
    let (a, b) = (try TemporaryFolder.column(run, "intercept"), try TemporaryFolder.column(run, "x"))
    for (line, x) in zip(lines.dropFirst(), [3.0, 40]) {
      Self.expectNear(line[7...], Self.statistics(zip(a, b).map { $0 + $1 * (x - mean) / sd }), "x = \(x)")
    }
    // Summaries are of the draws that --all-draws writes, on any number of threads; another seed draws others.
    let file = folder.file("draws.csv")
    #expect(try Command(["predict", run, "--data", new, "--all-draws", "--output", file]).status == 0)
    let draws = Self.cells(try String(contentsOfFile: file, encoding: .utf8))
    #expect(draws[0] == ["chain", "draw", "y[1]", "y[2]"] && draws.count == 201 && draws[200][..<2] == ["2", "100"])
    for row in 1...2 {
      let values = draws.dropFirst().compactMap { Double($0[row + 1]) }
      Self.expectNear(lines[row][2..<7], Self.statistics(values), "row \(row)")
    }
    #expect(try Command(["predict", run, "--data", new, "--quiet", "--threads", "1"]).output == predicted.output)
    let other = Self.cells(try Command(["predict", run, "--data", new, "--quiet", "--seed", "2"]).output)
    #expect(other[1][2] != lines[1][2] && other[1][7...] == lines[1][7...])
  }

  @Test func saysClassesByName() throws {
    let folder = try TemporaryFolder()
    let trial = ["--data", Self.models + "/trial.csv", "--target", "cured"]
    let new = try folder.write("dose\n5\n60\n", to: "new.csv")
    let logistic = try folder.sample(["logistic-regression"] + trial, draws: 100)
    let lines = Self.cells(try Command(["predict", logistic, "--data", new, "--quiet"]).output)
    #expect(lines.dropFirst().map { $0[1] } == ["cured=yes", "cured=yes"])
    let (a, b) = (try TemporaryFolder.column(logistic, "intercept"), try TemporaryFolder.column(logistic, "dose"))
    Self.expectNear(lines[2][7...], Self.statistics(zip(a, b).map { 1 / (1 + exp(-$0 - 60 * $1)) }), "dose 60")
    let softmax = try folder.sample(["softmax-regression"] + trial, draws: 100)
    let classes = Self.cells(try Command(["predict", softmax, "--data", new, "--quiet"]).output).dropFirst()
    #expect(classes.map { $0[1] } == ["cured=no", "cured=yes", "cured=no", "cured=yes"])
    #expect(abs(classes.prefix(2).compactMap { Double($0[7]) }.reduce(0, +) - 1) < 1e-12)
    let drawn = Self.cells(try Command(["predict", softmax, "--data", new, "--all-draws"]).output)
    #expect(Set(drawn.dropFirst().flatMap { $0[2...] }) == ["no", "yes"])
  }

  @Test func predictsEveryKindOfModel() throws {
    let folder = try TemporaryFolder()
    let row = try folder.write(
      "x,sex,bmi,bp,hdl,ltg,group,hours,school,sigma,dose\n1,1,25,90,50,4.6,1,2,Choate,15,5\n", to: "n.csv")
    for model in [
      ["gaussian-mean"], ["tanh-network"], ["linear-regression"],
      ["network-classifier", "--data", Self.models + "/trial.csv", "--target", "cured", "--hidden", "2"],
      [Self.models + "/eight_schools.model", "--data", Self.models + "/schools.csv"],
      [Self.models + "/dose_response.model", "--data", Self.models + "/trial.csv"],
      [Self.models + "/bump_network.model", "--data", Self.models + "/bump.csv"],
      [Self.models + "/two_clusters.model", "--data", Self.models + "/measurements.csv"],
    ] {
      let run = try folder.sample(model, draws: 100)
      let predicted = try Command(["predict", run, "--data", row, "--quiet"])
      #expect(predicted.status == 0, "\(model): \(predicted.errors)")
      let lines = Self.cells(predicted.output).dropFirst()
      #expect(!lines.isEmpty && lines.allSatisfy { $0[2...].allSatisfy { Double($0) != nil } }, "\(predicted.output)")
    }
  }

  @Test func saysWhatIsWrong() throws {
    let folder = try TemporaryFolder()
    let run = try folder.sample(["linear-regression", "--features", "bmi,bp"], draws: 100)
    let lacking = try folder.write("bmi\n25\n", to: "lacking.csv")
    let missing = try folder.write("bmi,bp\n25,\n", to: "missing.csv")
    let mistakes = [
      (lacking, "there is no column \"bp\""), (missing, "column \"bp\": the cell is empty"), ("none.csv", "none.csv"),
    ]
    for (file, words) in mistakes {
      let output = folder.file("out.csv")
      let refused = try Command(["predict", run, "--data", file, "--output", output])
      #expect(refused.status == 65 && refused.errors.contains(words), "\(refused.status): \(refused.errors)")
      #expect(!FileManager.default.fileExists(atPath: output))
    }
    let format = try Command(["predict", run, "--data", missing, "--format", "json"])
    #expect(format.status == 64 && format.errors.contains("give table or csv"), "\(format.errors)")
    let text = try folder.write("a ~ normal(0, 1)\n", to: "a.model")
    let empty = try folder.sample([text, "--constant", "J=1"], draws: 100)
    #expect(try Command(["predict", empty, "--data", missing]).status == 65)
  }
}

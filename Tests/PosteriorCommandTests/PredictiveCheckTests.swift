import Foundation
import PosteriorDiagnostics
import Testing

@testable import posterior

/// The posterior predictive check of `posterior report`: data that a model describes, and data that it does not.
@Suite struct PredictiveCheckTests {
  /// The page of a run of a model on a table, as lines of text.
  private static func lines(
    _ model: [String], _ table: String, in folder: TemporaryFolder, before report: () throws -> Void = {}
  ) throws -> [String] {
    let data = try folder.write(table, to: "data.csv")
    let (run, page) = (folder.file("run"), folder.file("page.html"))
    let sample = try Command(
      ["sample"] + model + ["--data", data, "--draws", "300", "--warm-up", "300", "--quiet", "--output", run])
    #expect(sample.status == 0, "\(sample.errors)")
    try report()
    // From elsewhere, and of a path from there.
    let command = try Command(["report", run, "--output", page])
    #expect(command.status == 0, "\(command.errors)")
    let shown = try ReportCommandTests.Page(page)
    shown.check()
    return shown.text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// The numbers of a row: observed, three quantiles, p.
  private static func row(_ name: String, _ lines: [String]) throws -> [Double] {
    let place = try #require(lines.firstIndex(of: name), "no row \(name)")
    return lines[(place + 1)...(place + 5)].compactMap(Double.init)
  }

  private static let writtenModel = "b ~ normal(0, 5)\ny ~ poisson_log(b)\n"

  /// Replicated means of a normal mean, σ = 1 known, have the law N(ȳ, 2/n).
  @Test func replicatesHaveTheirLaw() throws {
    let folder = try TemporaryFolder()
    var random = GSLRandom(seed: 3)
    let values = (0..<50).map { _ in 10 + random.normal() }
    let lines = try Self.lines(
      ["gaussian-mean", "--target", "y", "--noise-sd", "1"], "y\n" + values.map { "\($0)\n" }.joined(), in: folder)
    let mean = try Self.row("mean of y", lines)
    let (centre, deviation) = (values.mean, (2.0 / 50).squareRoot())
    #expect(abs(mean[0] - centre) < 0.06)
    for (quantile, z) in zip(mean[1...3], [-1.645, 0, 1.645]) {
      #expect(abs(quantile - centre - z * deviation) < 0.35 * deviation, "\(mean)")
    }
    #expect(mean[4] > 0.3 && mean[4] < 0.7)
    #expect(lines.contains { $0.hasPrefix("The model reproduces all 4 statistics") })
  }

  /// Counts with more zeros and a larger spread than Poisson's, of a model file; then counts that are Poisson's.
  @Test func countsWithTooManyZeros() throws {
    let folder = try TemporaryFolder()
    let model = try folder.write(Self.writtenModel, to: "counts.model")
    let spread = (0..<100).map { $0 < 60 ? 0 : 5 + $0 % 7 }
    let bad = try Self.lines([model], "y\n" + spread.map { "\($0)\n" }.joined(), in: folder)
    let words = try #require(bad.first { $0.hasPrefix("The model does not reproduce") })
    #expect(words.contains("the share of zeros of y (observed 0.6") && words.contains("the standard deviation of y"))
    #expect(try Self.row("share of zeros of y", bad)[4] == 0)
    let other = try TemporaryFolder()
    let good = try Self.lines(
      [model], "y\n" + [0, 1, 1, 2, 2, 2, 3, 3, 4, 6].map { "\($0)\n" }.joined(), in: other)
    #expect(good.contains { $0.hasPrefix("The model reproduces all 5 statistics") })
  }

  @Test func classesHaveTheirShares() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<60).map { "\(Double($0 * 7 % 60) / 60),\($0 % 3 == 0 ? "ill" : "well")\n" }.joined()
    let lines = try Self.lines(["logistic-regression", "--target", "state"], "x,state\n" + rows, in: folder)
    let share = try Self.row("share of well of state", lines)
    #expect(share[0] == 0.667 && share[1] < 0.667 && share[3] > 0.667 && (0.2...0.8).contains(share[4]))
    let three = try TemporaryFolder()
    let classes = (0..<60).map { "\(Double($0 * 7 % 60) / 60),\(["a", "b", "c", "a"][$0 % 4])\n" }.joined()
    let more = try Self.lines(["softmax-regression", "--target", "kind"], "x,kind\n" + classes, in: three)
    #expect(try Self.row("share of a of kind", more)[0] == 0.5 && Self.row("share of c of kind", more)[0] == 0.25)
  }

  /// Where the data have changed since, nothing is shown.
  @Test func otherDataAreNotShown() throws {
    let folder = try TemporaryFolder()
    let table = "y\n1\n2\n3\n5\n"
    let lines = try Self.lines(["gaussian-mean", "--target", "y"], table, in: folder) {
      _ = try folder.write(table + "6\n", to: "data.csv")
    }
    #expect(!lines.contains("Posterior predictive check"))
  }

  @Test func statisticsOfADataSet() throws {
    let counts = try #require(ResponseOutline([0, 0, 1, 3], 0, classes: [], firstClass: 0))
    #expect(counts.statistics == ["mean", "standard deviation", "smallest value", "largest value", "share of zeros"])
    #expect((0..<counts.binCount).map(counts.middle) == [0, 1, 2, 3, 4])
    let numbers = counts.numbers(of: [0, 2, 2, 9])
    // Deviations from 3.25: −3.25, −1.25 twice and 5.75.
    #expect(abs(numbers[1] - (46.75 / 3).squareRoot()) < 1e-12)
    #expect([0, 2, 3, 4].map { numbers[$0] } == [3.25, 0, 9, 0.25] && numbers[5...] == [0.25, 0, 0.5, 0, 0])
    #expect(ResponseOutline([2, 2], 0, classes: [], firstClass: 0) == nil)
    let classes = try #require(ResponseOutline([1, 2, 2], 0, classes: ["a", "b", "c"], firstClass: 1))
    #expect(classes.numbers(of: [1, 1, 3, 3]) == [0.5, 0, 0.5, 0.5, 0, 0.5])
    let statistic = PredictiveCheck.Statistic(name: "mean", observed: 2, replicated: [1, 2, 2, 3, 4])
    #expect(statistic.p == 0.6 && !statistic.isOdd)
  }
}

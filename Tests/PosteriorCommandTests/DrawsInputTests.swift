import Foundation
import Testing

/// Files of draws as people have them, through the command.
@Suite struct DrawsInputTests {
  /// Names that a file of draws must encode come back, also where the first of them looks like one of the sampler's.
  @Test func namesAreThoseOfTheFileOfDraws() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<20).map { i in "\(i * 7 % 20),\(i * 3 % 11),\(i % 5)" }
    let text = (["\"a,b__\",2019,y"] + rows).joined(separator: "\n") + "\n"
    let data = ["--data", try folder.write(text, to: "data.csv"), "--target", "y"]
    let output = folder.file("draws")
    let sample = try Command(
      ["sample", "linear-regression", "--output", output, "--format", "json"] + data + [
        "--chains", "1", "--draws", "50", "--warm-up", "50", "--quiet",
      ])
    #expect(sample.status == 0, "\(sample.errors)")
    #expect(try Command(["diagnose", output, "--format", "json"]).output == sample.output)
    let first = try Command(
      ["sample", "linear-regression", "--no-intercept", "--output", folder.file("first"), "--format", "json"] + data + [
        "--chains", "1", "--draws", "50", "--warm-up", "50", "--quiet",
      ])
    #expect(first.status == 0 && first.output.contains("\"a,b__\""), "\(first.errors)")
    #expect(try Command(["diagnose", folder.file("first"), "--format", "json"]).output == first.output)
  }

  /// Draws of a diverged chain, whose squares are beyond the largest number.
  @Test func drawsThatCannotBeComparedAreNamed() throws {
    let folder = try TemporaryFolder()
    func file(_ size: Double) throws -> String {
      let rows = (0..<100).map { i in "\(Double(i * 37 % 101 - 50) / 50 * size)" }
      return try folder.write((["a"] + rows).joined(separator: "\n") + "\n", to: "\(size).csv")
    }
    let normal = try folder.write("{\"mean\": [0], \"covariance\": [[1]]}", to: "normal.json")
    let far = try folder.write("{\"mean\": [1e200], \"covariance\": [[1]]}", to: "far.json")
    for (draws, reference, name) in [
      (try file(1e300), try file(1), "1e+300.csv"), (try file(1), try file(1e300), "1e+300.csv"),
      (try file(1e154), try file(1e154), "1e+154.csv"), (try file(1e200), normal, "1e+200.csv"),
      (try file(1), far, "1.0.csv"), (try file(1e30), try file(1e-100), "1e+30.csv"),
    ] {
      let command = try Command(["compare", draws, reference])
      #expect(command.status == 65, "\(command.errors)")
      #expect(command.errors.contains("\(name): chain 1, draw ") && command.errors.contains("the chain has diverged"))
    }
    // A hundred draws are too few for a verdict.
    for size in [1e90, 1e-300] { #expect(try Command(["compare", file(size), file(1)]).status == 2) }
  }

  @Test func draftsOfChainsAreSaid() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<100).map { "\($0 * 37 % 101)" }
    let header = "# num_samples = 100\na\n"
    let one = try folder.write(header + rows.joined(separator: "\n") + "\n", to: "1.csv")
    let two = try folder.write(header + rows.prefix(80).joined(separator: "\n") + "\n4", to: "2.csv")
    for (arguments, status) in [(["diagnose", one, two, "--format", "json"], 0), (["compare", two, one], 2)] {
      let command = try Command(arguments)
      #expect(command.status == status)
      #expect(command.errors.contains("2.csv: the run was not finished: there are 80 of 100 draws"))
      #expect(command.errors.contains("2.csv, line 83: the last row has no newline at its end"))
    }
    let diagnose = try Command(["diagnose", one, two, "--format", "json"])
    #expect(diagnose.errors.contains("the chains have 80 to 100 draws: of each the first 80 are taken"))
    #expect(try diagnose.json()["drawsPerChain"] as? Int == 80)
  }
}

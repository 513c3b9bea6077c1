import Foundation
import Testing

/// Tables as people have them, through the command.
@Suite struct DataInputTests {
  private static let quick = ["--chains", "1", "--draws", "50", "--warm-up", "50", "--quiet"]

  /// Rows with a number x and one of some words as the target y.
  private func table(_ words: [String], in folder: TemporaryFolder, name: String = "y") throws -> String {
    let rows = (0..<24).map { i in "\(Double(i * 7 % 24) / 8 - 1.5),\(words[i * 5 % 12 % words.count])" }
    return try folder.write((["x,\(name)"] + rows).joined(separator: "\n") + "\n", to: "\(UUID().uuidString).csv")
  }

  private func sample(_ model: String, _ file: String, json: Bool = false) throws -> Command {
    let command = try Command(
      ["sample", model, "--data", file, "--target", "y"] + Self.quick + (json ? ["--format", "json"] : []))
    #expect(command.status == 0, "\(command.errors)")
    return command
  }

  @Test(arguments: [
    (["no", "yes"], "0 is no, 1 is yes"), (["FALSE", "TRUE"], "0 is FALSE, 1 is TRUE"), (["1", "2"], "0 is 1, 1 is 2"),
    (["-1", "1"], "0 is -1, 1 is 1"), (["control", "a case"], "0 is a case, 1 is control"),
  ])
  func twoValuesAreNumbered(_ words: [String], _ said: String) throws {
    let folder = try TemporaryFolder()
    let command = try sample("logistic-regression", table(words, in: folder))
    #expect(command.output.contains("y (\(said)) on intercept, x"))
    let numbers = words.map { $0 == words.min() ? "0" : "1" }
    let plain = try sample(
      "logistic-regression", table(words[0] == "-1" ? ["0", "1"] : numbers, in: folder), json: true)
    #expect(try sample("logistic-regression", table(words, in: folder), json: true).output == plain.output)
  }

  @Test(arguments: ["softmax-regression", "network-classifier"])
  func classesAreTheDifferentValues(_ model: String) throws {
    let folder = try TemporaryFolder()
    let plain = try sample(model, table(["0", "1", "2"], in: folder), json: true).output
    for (words, said) in [
      (["1", "2", "3"], "0 is 1, 1 is 2, 2 is 3"), (["-3", "7", "1000000000"], "0 is -3, 1 is 7, 2 is 1000000000"),
      (["setosa", "versicolor", "virginica"], "0 is setosa, 1 is versicolor, 2 is virginica"),
    ] {
      let file = try table(words, in: folder)
      #expect(try sample(model, file, json: true).output == plain)
      #expect(try sample(model, file).output.contains("y (\(said)) on "))
    }
    let two = try sample(model, table(["0", "1"], in: folder), json: true).output
    #expect(try sample(model, table(["0", "2"], in: folder), json: true).output == two)
    #expect(try !sample(model, table(["0", "1"], in: folder)).output.contains(" is "))
  }

  @Test func targetsThatAreNoClassesAreNamed() throws {
    let folder = try TemporaryFolder()
    for (model, words, said) in [
      (
        "logistic-regression", ["0", "1", "2"],
        "column 'y' has the values 0, 1, 2 where two values are wanted: write 0 and 1"
      ),
      ("logistic-regression", ["yes"], "column 'y' has the value yes alone where two values are wanted"),
      (
        "logistic-regression", ["0.5", "1"],
        "column \"y\": 0.5 is not a whole number; a class is a whole number or a text"
      ),
      ("softmax-regression", ["3"], "column 'y' has the class 3 alone"),
      ("softmax-regression", ["a", ""], "the cell is empty"),
      ("network-classifier", ["0", "1", "2.5"], "2.5 is not a whole number"),
    ] {
      let file = try table(words, in: folder)
      let command = try Command(["sample", model, "--data", file, "--target", "y"] + Self.quick)
      #expect(command.status == 65 && command.errors.contains(said), "\(command.errors)")
    }
    let each = try folder.write("x,y\n1,1\n2,5\n4,3\n3,9\n", to: "each.csv")
    let command = try Command(["sample", "softmax-regression", "--data", each, "--target", "y"])
    #expect(command.status == 65 && command.errors.contains("'y' has another value in each of the 4 rows"))
  }

  @Test func featuresMayBeQuoted() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<20).map { i in "\(i * 7 % 20),\(i * 3 % 11),\(i % 5)" }
    let file = try folder.write((["\"a,b\",\"say \"\"c\"\"\",y"] + rows).joined(separator: "\n") + "\n", to: "data.csv")
    let command = try Command(
      ["sample", "linear-regression", "--data", file, "--target", "y", "--features", "\"say \"\"c\"\"\",\"a,b\""]
        + Self.quick)
    #expect(command.status == 0 && command.output.contains("y on intercept, say \"c\", a,b"), "\(command.errors)")
  }

  /// Names that a file of draws must encode come back; the one place where they would be the sampler's is refused.
  @Test func namesAreThoseOfTheFileOfDraws() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<20).map { i in "\(i * 7 % 20),\(i * 3 % 11),\(i % 5)" }
    let text = (["\"a,b__\",2019,y"] + rows).joined(separator: "\n") + "\n"
    let data = ["--data", try folder.write(text, to: "data.csv"), "--target", "y"]
    let output = folder.file("draws")
    let sample = try Command(
      ["sample", "linear-regression", "--output", output, "--format", "json"] + data + Self.quick)
    #expect(sample.status == 0, "\(sample.errors)")
    #expect(try Command(["diagnose", output, "--format", "json"]).output == sample.output)
    let first = try Command(["sample", "linear-regression", "--no-intercept", "--output", folder.file("no")] + data)
    #expect(first.status == 65 && first.errors.contains("the first parameter is called 'a,b__'"))
    #expect(!FileManager.default.fileExists(atPath: folder.file("no")))
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
    for size in [1e90, 1e-300] { #expect(try Command(["compare", file(size), file(1)]).status == 0) }
  }

  @Test func draftsOfChainsAreSaid() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<100).map { "\($0 * 37 % 101)" }
    let header = "# num_samples = 100\na\n"
    let one = try folder.write(header + rows.joined(separator: "\n") + "\n", to: "1.csv")
    let two = try folder.write(header + rows.prefix(80).joined(separator: "\n") + "\n4", to: "2.csv")
    for command in [try Command(["diagnose", one, two, "--format", "json"]), try Command(["compare", two, one])] {
      #expect(command.status == 0)
      #expect(command.errors.contains("2.csv: the run was not finished: there are 80 of 100 draws"))
      #expect(command.errors.contains("2.csv, line 83: the last row has no newline at its end"))
    }
    let diagnose = try Command(["diagnose", one, two, "--format", "json"])
    #expect(diagnose.errors.contains("the chains have 80 to 100 draws: of each the first 80 are taken"))
    #expect(try diagnose.json()["drawsPerChain"] as? Int == 80)
  }

  @Test(arguments: [
    ("sample", "--draws"), ("sample", "--warm-up"), ("sample", "--thin"), ("sample", "--leapfrog-steps"),
    ("sample", "--chains"), ("sample", "--threads"), ("sample", "--epochs"), ("sample", "--warm-up-epochs"),
    ("sample", "--batch-size"), ("sample", "--hidden"), ("sweep", "--epochs"), ("sweep", "--chains"),
    ("sweep", "--batch-size"),
    ("sweep", "--evaluations"), ("stationary", "--draws"), ("stationary", "--threads"), ("diagnose", "--threads"),
  ])
  func wholeNumbersHaveLimits(_ subcommand: String, _ option: String) throws {
    let model = subcommand == "diagnose" ? "x.csv" : "tanh-network"
    for number in ["9223372036854775807", "9223372036854775806", "4611686018427387904", "10000000001"] {
      let command = try Command([subcommand, model, option, number])
      #expect(command.status == 64 && command.errors.contains("\(option) must be at most "), "\(command.errors)")
      #expect(command.errors.split(separator: "\n").count == 1)
    }
  }

  @Test(arguments: [
    ("geometric:5e-324:1e308:1000", "from 1e-300 to 1e300"), ("5e-324", "from 1e-300 to 1e300"),
    ("geometric:1:1.0000000000000002:9", "there are no 9 different rates"),
  ])
  func learningRatesAreNumbersThatCanBeRun(_ rates: String, _ said: String) throws {
    let command = try Command(["sweep", "--learning-rates", rates])
    #expect(command.status == 64 && command.errors.contains(said), "\(command.errors)")
  }
}

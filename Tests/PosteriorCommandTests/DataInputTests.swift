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

  /// Numbers of classes are no sizes: 10⁹ is the third of three.
  @Test func classesAreNoSizes() throws {
    let folder = try TemporaryFolder()
    let command = try Command([
      "stationary", "softmax-regression", "--data", table(["0", "1", "1000000000"], in: folder), "--target", "y",
      "--draws", "2000", "--batch-size", "4", "--quiet",
    ])
    #expect(command.status == 0, "\(command.errors)")
    #expect(command.output.contains("y (0 is 0, 1 is 1, 2 is 1000000000) on intercept, x"), "\(command.output)")
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

  /// Where squares overflow, columns would seem not to determine anything, and a noise would be infinite.
  @Test(arguments: ["gaussian-mean", "linear-regression", "logistic-regression", "poisson-regression", "tanh-network"])
  func numbersThatCannotBeSquaredAreNamed(_ model: String) throws {
    let folder = try TemporaryFolder()
    let isTarget = model == "gaussian-mean"
    let rows = (0..<20).map { i in "\(i % 3)e\(i == 7 ? 300 : 0),\(i % 2)" }
    let file = try folder.write((["x,y"] + rows).joined(separator: "\n") + "\n", to: "data.csv")
    let command = try Command(["sample", model, "--data", file, "--target", isTarget ? "x" : "y"] + Self.quick)
    #expect(command.status == 65)
    #expect(command.errors.contains("column 'x', data row 8: squares of numbers such as 1e+300 cannot be summed"))
    #expect(command.errors.contains("or give --standardize") != isTarget)
  }

  @Test func decimalCommasAreSaid() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<20).map { i in (x: "\(1 + i * 7 % 20).\(100 + i)", y: "\(i * i % 7)") }
    func file(_ sign: String) throws -> String {
      let lines = rows.map { "\($0.x.replacing(".", with: sign));\($0.y)" }
      return try folder.write((["x;y"] + lines).joined(separator: "\n") + "\n", to: "\(UUID().uuidString).csv")
    }
    let (points, commas) = (try file("."), try file(","))
    let run = ["sample", "linear-regression", "--target", "y", "--format", "json"] + Self.quick
    let refused = try Command(run + ["--data", commas])
    #expect(refused.status == 65 && refused.errors.contains("1.100 if it is a decimal comma (or give --decimal-comma"))
    #expect(refused.errors.split(separator: "\n").count == 1)
    let plain = try Command(run + ["--data", points])
    let said = try Command(run + ["--data", commas, "--decimal-comma"])
    #expect(plain.status == 0 && said.output == plain.output, "\(said.errors)")
    #expect(try Command(run + ["--decimal-comma"]).errors.contains("--decimal-comma needs --data"))
  }

  /// Files that gzip has packed, and what comes through a pipe, are what plain files are: also to a run that goes on.
  @Test func packedTablesAreTables() throws {
    let folder = try TemporaryFolder()
    let file = try table(["0", "1"], in: folder)
    let run = ["--target", "y", "--format", "json"] + Self.quick
    let plain = try Command(["sample", "logistic-regression", "--data", file] + run)
    let packed = try Command.shell(
      "gzip -c \"$1\" >\"$1.gz\" && shift && exec \"$0\" \"$@\"",
      [file, "sample", "logistic-regression", "--data", file + ".gz"] + run)
    #expect(packed.status == 0 && packed.output == plain.output, "\(packed.errors)")
    let sample = ["sample", "logistic-regression", "--data", "-", "--output", folder.file("run")] + run
    let piped = try Command.shell("gzip -c \"$1\" | (shift; exec \"$0\" \"$@\")", [file] + sample)
    #expect(piped.status == 0 && piped.output == plain.output, "\(piped.errors)")
    #expect(
      try Command(["rerun", folder.file("run") + "/manifest.json", "--format", "json", "--quiet"]).output
        == plain.output)
    let draws = folder.file("run/chain-1.csv")
    let diagnosed = try Command.shell(
      "gzip \"$1\" && \"$0\" diagnose \"$2\" --format json", [draws, folder.file("run")])
    #expect(diagnosed.status == 0 && diagnosed.output == plain.output, "\(diagnosed.errors)")
    let both = try Command.shell("gunzip -k \"$1.gz\" && \"$0\" diagnose \"$2\"", [draws, folder.file("run")])
    #expect(both.status == 65 && both.errors.contains("chain-1.csv and chain-1.csv.gz, which may be one chain"))
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

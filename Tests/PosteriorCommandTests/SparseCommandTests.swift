import Foundation
import Fuzzing
import Testing

/// Regressions on sparse designs through the command.
@Suite struct SparseCommandTests {
  private static let quick = ["--chains", "1", "--draws", "100", "--warm-up", "100", "--quiet"]

  /// Rows of two features out of some, with labels that depend on the first.
  private func text(rows: Int, features: Int, labels: (low: String, high: String) = ("0", "1")) -> String {
    (0..<rows).map { row in
      let (first, value) = (row * 7919 % features, Double(row * 5 % 11) / 5 - 1)
      let label = value + Double(row % 3) > 1 ? labels.high : labels.low
      return "\(label) \(first + 1):\(value) \((first + 1 + row % 2) % features + 1):0.5 # \(row)\n"
    }.joined()
  }

  private func sample(_ model: String, _ file: String, _ more: [String] = []) throws -> Command {
    try Command(["sample", model, "--data", file] + Self.quick + more)
  }

  /// Labels 0 and 1 or −1 and +1, as text, as gzip has packed it, and as a table with its zeros.
  @Test func isTheRegressionOnTheTable() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(text(rows: 80, features: 3), to: "a.svm")
    let signed = try folder.write(text(rows: 80, features: 3, labels: ("-1", "+1")), to: "b.libsvm")
    let sparse = try sample("logistic-regression", file, ["--format", "json"])
    #expect(sparse.status == 0, "\(sparse.errors)")
    #expect(try sample("logistic-regression", signed, ["--format", "json"]).output == sparse.output)
    #expect(try Command.shell("gzip -k \"$1\"", [file]).status == 0)
    #expect(try sample("logistic-regression", file + ".gz", ["--format", "json"]).output == sparse.output)
    #expect(
      try sample("logistic-regression", file).output.contains(
        "80 rows of 3 features and an intercept, 2 non-zeros a row, prior sd 10"))

    let rows = text(rows: 80, features: 3).split(separator: "\n").map { line in
      var cells = ["0", "0", "0"]
      let words = line.split(separator: " ")
      for word in words[1...2] {
        let parts = word.split(separator: ":")
        cells[Int(parts[0])! - 1] = String(parts[1])
      }
      return ([String(words[0])] + cells).joined(separator: ",")
    }
    let table = try folder.write("y,x1,x2,x3\n" + rows.joined(separator: "\n") + "\n", to: "a.csv")
    func means(_ command: Command) throws -> [[Double]] {
      try #require(try command.json()["parameters"] as? [[String: Any]]).map {
        [$0["mean"] as? Double ?? .nan, $0["mcseMean"] as? Double ?? .nan]
      }
    }
    let dense = try sample("logistic-regression", table, ["--target", "y", "--format", "json"])
    for (one, other) in zip(try means(sparse), try means(dense)) {
      #expect(abs(one[0] - other[0]) < 5 * (one[1] * one[1] + other[1] * other[1]).squareRoot())
    }
  }

  @Test func archivesHaveTheirLabelsBeside() throws {
    let folder = try TemporaryFolder()
    let (archive, labels) = (folder.file("x.npz"), folder.file("y.npy"))
    try Data(SparseFiles.deflated).write(to: URL(fileURLWithPath: archive))
    let numbers = [2, 0, 1].flatMap { [UInt8($0)] + [UInt8](repeating: 0, count: 7) }
    try Data(NPYFiles.file(NPYFiles.header("<i8", "(3,)"), numbers)).write(to: URL(fileURLWithPath: labels))
    let run = folder.file("run")
    let command = try sample("poisson-regression", archive, ["--target", labels, "--output", run])
    #expect(command.status == 0, "\(command.errors)")
    #expect(command.output.contains("3 rows of 4 features"))
    let manifest = try String(contentsOfFile: run + "/manifest.json", encoding: .utf8)
    #expect(manifest.contains("\"--target\"") && manifest.contains("y.npy"))
    let wrong = try sample("logistic-regression", archive, ["--target", labels])
    #expect(
      wrong.status == 65 && wrong.errors.contains("y.npy: row 1: the response 2.0 is not 0 or 1, as the others are"))
    let missing = try sample("poisson-regression", archive)
    #expect(missing.status == 64 && missing.errors.contains("needs --target, a .npy file of the responses"))
  }

  @Test func whatDoesNotGoTogetherIsRefused() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(text(rows: 80, features: 3), to: "a.svm")
    for (model, options, status, words) in [
      ("logistic-regression", ["--target", "y"], 64, "--target has no meaning for"),
      ("logistic-regression", ["--standardize"], 64, "on a sparse design: it would leave no zeros"),
      ("logistic-regression", ["--features", "x1"], 64, "--features has no meaning"),
      ("logistic-regression", ["--flat-prior"], 64, "give --prior-sd"),
      ("linear-regression", ["--noise-sd", "1"], 64, "give --prior-sd"),
      ("linear-regression", ["--prior-sd", "1"], 64, "a sparse design needs --noise-sd"),
      ("softmax-regression", [], 64, "holds a sparse design, which softmax-regression does not take"),
      ("logistic-regression", ["--sampler", "calm-smoothed", "--learning-rate", "0.1"], 65, "take control-variate"),
    ] as [(String, [String], Int32, String)] {
      let command = try sample(model, file, options)
      #expect(command.status == status && command.errors.contains(words), "\(command.errors)")
      #expect(command.errors.split(separator: "\n").count == 1)
    }
    let predict = try Command(["compare", file, file])
    #expect(predict.status != 0 && predict.errors.split(separator: "\n").count == 1)
  }

  /// With more parameters than d × d matrices are made of.
  @Test func manyFeaturesTakeNoMatrices() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(text(rows: 400, features: 6001), to: "a.svm")
    func run(_ options: [String]) throws -> Command {
      try Command(
        [
          "sample", "logistic-regression", "--data", file, "--chains", "1", "--quiet", "--draws", "3", "--warm-up",
          "25",
        ]
          + options)
    }
    for options in [
      ["--sampler", "sgld", "--learning-rate", "0.01", "--batch-size", "20", "--thin", "20"],
      ["--sampler", "sgworld", "--learning-rate", "0.01", "--batch-size", "20"],
      ["--sampler", "calm", "--learning-rate", "0.01", "--batch-size", "20"], ["--sampler", "nuts"],
    ] {
      let command = try run(options + ["--no-summary", "--output", folder.file(options[1])])
      #expect(command.status == 0, "\(command.errors)")
    }
    for (options, words) in [
      (["--sampler", "nuts", "--metric", "dense"], "a dense metric needs d × d matrices"),
      (["--sampler", "calm", "--learning-rate", "auto"], "--learning-rate auto needs d × d matrices"),
      (["--sampler", "sms-ubu", "--learning-rate", "0.01"], "the Hessian at the mode needs d × d matrices"),
    ] {
      let command = try run(options)
      #expect(command.status == 65 && command.errors.contains(words), "\(command.errors)")
      #expect(command.errors.split(separator: "\n").count == 1)
    }
    for command in [
      ["sweep", "logistic-regression", "--data", file, "--quiet"],
      ["bias", "logistic-regression", "--data", file, "--sampler", "sgld", "--learning-rate", "0.01", "--quiet"],
      ["stationary", "logistic-regression", "--data", file, "--quiet"],
    ] {
      let refused = try Command(command)
      #expect(refused.status == 65 && refused.errors.contains("needs d × d matrices"), "\(refused.errors)")
    }
  }

  /// A run that is made in parts has the bytes of one that is not, whatever time its steps take.
  @Test(arguments: [["sgld", "--thin", "7"], ["sgworld"], ["calm"]]) func runsGoOn(_ sampler: [String]) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(text(rows: 200, features: 900), to: "a.svm")
    let options =
      ["sample", "logistic-regression", "--data", file, "--sampler"] + sampler
      + ["--learning-rate", "0.01", "--batch-size", "10", "--chains", "1", "--warm-up", "1100", "--quiet"]
      + ["--no-summary"]
    func draws(_ name: String) throws -> Data {
      try Data(contentsOf: URL(fileURLWithPath: folder.file(name) + "/chain-1.csv"))
    }
    #expect(try Command(options + ["--draws", "30", "--output", folder.file("whole")]).status == 0)
    #expect(try Command(options + ["--draws", "12", "--output", folder.file("parts")]).status == 0)
    let resumed = try Command(["resume", folder.file("parts"), "--draws", "30", "--quiet"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try draws("whole").split(separator: 0x0A).suffix(30) == draws("parts").split(separator: 0x0A).suffix(30))
  }
}

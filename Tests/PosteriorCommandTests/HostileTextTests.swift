import Foundation
import Testing

/// Text from a file or an option that markup, a shell or a terminal would obey.
@Suite struct HostileTextTests {
  /// Names of columns. NAME stands for the file that a command would make.
  static let names = [
    "a\n!touch NAME\n#", "a'\n!touch NAME\n#", "a\r!touch NAME\r#", "a\u{2028}!touch NAME", "`touch NAME`",
    "$(touch NAME)",
    "'; system('touch NAME'); #", "a\\", "@a", "body fat %", "%s%n", "a\u{1B}]0;title\u{07}\u{1B}[31m", "a\u{9B}31m",
    "</text><script>", "a\u{FFFE}&amp;]]>",
    "{/=40 a}", "a\u{202E}b",
  ]

  /// A table of three columns, the first of which has a hostile name; the others are x and y.
  private func table(_ name: String, in folder: TemporaryFolder) throws -> String {
    let quoted = "\"" + name.replacing("NAME", with: folder.file("made")).replacing("\"", with: "\"\"") + "\""
    let rows = (0..<40).map { i in
      let x = Double(i) / 40
      return "\(x),\(Double(i * 7 % 40) / 40),\(1 + 2 * x + Double(i * 13 % 11) / 11)"
    }
    return try folder.write(([quoted + ",x,y"] + rows).joined(separator: "\n") + "\n", to: "data.csv")
  }

  /// Nothing but the table and what was asked for is there, and nothing that a terminal obeys was printed.
  private func check(_ command: Command, _ folder: TemporaryFolder, expected: Set<String> = []) throws {
    let left = Set(try FileManager.default.contentsOfDirectory(atPath: folder.url.path))
    #expect(left.subtracting(expected).subtracting(["data.csv"]) == [], "\(command.errors)")
    let obeyed = (command.output + command.errors).unicodeScalars.filter { scalar in
      let isControl = scalar.properties.generalCategory == .control && scalar.value != 10
      return isControl || scalar.properties.isBidiControl
    }
    #expect(obeyed.isEmpty, "\(obeyed)")
    // A name does not make lines of its own.
    let lines = (command.output + command.errors).split(separator: "\n")
    #expect(!lines.contains { $0.hasPrefix("!touch") }, "\(command.output)")
  }

  @Test(arguments: names)
  func namesOfColumnsAreOnlyText(_ name: String) throws {
    let folder = try TemporaryFolder()
    let data = try table(name, in: folder)
    let source = ["--data", data, "--target", "y", "--quiet"]

    let stationary = try Command(
      ["stationary", "linear-regression", "--no-intercept", "--draws", "5000", "--plot", folder.file("f")]
        + source)
    #expect(stationary.status == 0, "\(stationary.errors)")
    try check(stationary, folder, expected: ["f"])
    let pictures = try FileManager.default.contentsOfDirectory(atPath: folder.file("f"))
    #expect(pictures.count == 4)
    for picture in pictures { _ = try Drawing(folder.file("f/\(picture)")) }
    for against in [["--epochs", "200"], ["--against", "cost", "--evaluations", "20000"]] {
      let sweep = try Command(["sweep", "--plot", folder.file("s.svg")] + against + source)
      #expect(sweep.status == 0, "\(sweep.errors)")
      try check(sweep, folder, expected: ["f", "s.svg"])
    }
    let sample = try Command(["sample", "linear-regression", "--draws", "50", "--warm-up", "50"] + source)
    #expect(sample.status == 0, "\(sample.errors)")
    try check(sample, folder, expected: ["f", "s.svg"])
    let missing = try Command(
      ["sample", "linear-regression", "--data", data, "--target", "y", "--features", "z" + name, "--quiet"])
    #expect(missing.status == 65)
    try check(missing, folder, expected: ["f", "s.svg"])
  }

  /// All of these names at once, through the commands that keep runs, and those that check and measure.
  @Test func everyCommandTakesThemAsText() throws {
    let folder = try TemporaryFolder()
    let quoted = Self.names.map {
      "\"" + $0.replacing("NAME", with: folder.file("made")).replacing("\"", with: "\"\"") + "\""
    }
    var random = SystemRandomNumberGenerator()
    let rows = (0..<60).map { _ in
      (0...quoted.count).map { _ in "\(Double.random(in: -1...1, using: &random))" }.joined(separator: ",")
    }
    let data = try folder.write(
      ([(quoted + ["y"]).joined(separator: ",")] + rows).joined(separator: "\n"), to: "data.csv")
    let source = ["linear-regression", "--data", data, "--target", "y", "--quiet"]
    let (run, made) = (folder.file("run"), ["run", "again", "store", "sweep", "f", "s.svg", "report.html"])
    for arguments in [
      ["sample"] + source + ["--chains", "2", "--draws", "50", "--warm-up", "50", "--output", run],
      ["resume", run, "--draws", "60", "--quiet"],
      ["rerun", run + "/manifest.json", "--output", folder.file("again"), "--quiet"],
      ["export", run, "--to", "zarr", "--output", folder.file("store"), "--quiet"],
      ["diagnose", run], ["report", run, "--output", folder.file("report.html")],
      ["compare", run, folder.file("again")], ["compare", run, "--model"] + source.dropLast(),
      ["check"] + source, ["check"] + source + ["--format", "json"],
      ["bias"] + source + ["--sampler", "sgld", "--learning-rate", "1e-4", "--epochs", "100"],
      ["sweep"] + source + ["--samplers", "sgld", "--epochs", "100", "--run", folder.file("sweep")],
      ["resume", folder.file("sweep"), "--quiet"],
      ["sweep"] + source + [
        "--samplers", "sgld", "--estimator", "twin", "--epochs", "100", "--plot", folder.file("s.svg"),
      ],
      ["stationary"] + source + ["--draws", "2000", "--plot", folder.file("f")],
    ] {
      let command = try Command(arguments)
      #expect(arguments[0] == "compare" ? command.status < 64 : command.status == 0, "\(arguments): \(command.errors)")
      try check(command, folder, expected: Set(made))
    }
  }

  @Test func pathsOfPicturesAreOnlyPaths() throws {
    let folder = try TemporaryFolder()
    let quick = ["--epochs", "200", "--samplers", "sgld", "--quiet"]
    // A shell would run what follows the bar.
    let pipe = try Command(["sweep", "--plot", "|touch \(folder.file("made"));.svg"] + quick)
    #expect(pipe.status == 73)
    let lines = folder.file("a\n!touch \(folder.file("made").replacing("/", with: "\\/"))\n#.svg")
    #expect(try Command(["sweep", "--plot", lines] + quick).status == 73, "its folder does not exist")
    let harmless = folder.file("a\n!b'.svg")
    let command = try Command(["sweep", "--plot", harmless] + quick)
    #expect(command.status == 0, "\(command.errors)")
    try check(command, folder, expected: ["a\n!b'.svg"])
    let figures = folder.file("g\n!touch made\n#")
    let stationary = try Command(
      ["stationary", "linear-regression", "--draws", "5000", "--plot", figures, "--quiet"])
    #expect(stationary.status == 0, "\(stationary.errors)")
    try check(stationary, folder, expected: ["a\n!b'.svg", "g\n!touch made\n#"])
  }

  @Test func aWorkingDirectoryIsOnlyAPath() throws {
    let folder = try TemporaryFolder()
    let name = "w\n!touch made\n#"
    try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: false)
    for arguments in [
      ["sweep", "--epochs", "200", "--samplers", "sgld", "--plot", "s.svg", "--output", "s.json"],
      ["stationary", "linear-regression", "--draws", "5000", "--plot", "f"],
      ["sample", "linear-regression", "--draws", "50", "--warm-up", "50", "--output", "run"], ["resume", "run"],
    ] {
      let command = try Command.shell(
        "cd \"$1\" && shift && exec \"$0\" \"$@\" --quiet", [folder.file(name)] + arguments)
      #expect(command.status == 0, "\(command.errors)")
      try check(command, folder, expected: [name])
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.file(name))
    #expect(Set(left) == ["s.svg", "s.json", "f", "run"])
  }

  @Test func commandsThatReadDrawsPrintNamesAsText() throws {
    let folder = try TemporaryFolder()
    let header = "\"a\u{1B}[31m\u{9B}0m\",b"
    let rows = (0..<200).map { "\(Double($0 * 37 % 200) / 200),\(Double($0 * 61 % 200) / 200)" }
    let file = try folder.write(([header] + rows).joined(separator: "\n") + "\n", to: "data.csv")
    for arguments in [
      ["diagnose", file], ["diagnose", file, "--format", "json"], ["compare", file, file],
      ["compare", file, file, "--format", "json"],
    ] {
      let command = try Command(arguments)
      // 200 draws are too few for a verdict.
      #expect(command.status == (arguments[0] == "compare" ? 2 : 0), "\(command.errors)")
      try check(command, folder)
    }
  }
}

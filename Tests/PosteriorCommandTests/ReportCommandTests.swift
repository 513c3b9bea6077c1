import Foundation
import PosteriorData
import PosteriorDiagnostics
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// `posterior report`: one page that a browser shows as it is, and that says what `posterior diagnose` says.
@Suite struct ReportCommandTests {
  /// A page as a parser of XML sees it. That it can be parsed says that nothing of a file became markup.
  final class Page: NSObject, XMLParserDelegate {
    private(set) var elements: [String: Int] = [:]
    private(set) var attributes: Set<String> = []
    private(set) var text = ""
    private(set) var pictures: [(label: String, hasTitle: Bool, hasDescription: Bool)] = []
    let source: String

    init(_ path: String) throws {
      source = try String(contentsOfFile: path, encoding: .utf8)
      super.init()
      let parser = XMLParser(data: Data(source.utf8))
      parser.delegate = self
      let isParsed = parser.parse()
      #expect(isParsed, "line \(parser.lineNumber): \(parser.parserError.map { "\($0)" } ?? "")")
    }

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      elements[name, default: 0] += 1
      self.attributes.formUnion(attributes.keys)
      if name == "svg", attributes["aria-hidden"] == nil { pictures.append((attributes["role"] ?? "", false, false)) }
      if !pictures.isEmpty, name == "title" { pictures[pictures.count - 1].hasTitle = true }
      if !pictures.isEmpty, name == "desc" { pictures[pictures.count - 1].hasDescription = true }
      if ["td", "th", "li", "h2", "h3", "tr", "p", "text"].contains(name) { text += "\n" }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    /// What holds for every page.
    func check() {
      #expect(source.hasPrefix("<!DOCTYPE html>\n") && source.utf8.count < 2_000_000)
      #expect(elements["h1"] == 1 && elements["main"] == 1 && elements["script"] == nil && elements["img"] == nil)
      #expect(attributes.allSatisfy { !$0.hasPrefix("on") && $0 != "href" && $0 != "src" })
      #expect(!source.contains("nan ") && !source.contains("inf ") && !source.contains("http://"))
      for picture in pictures { #expect(picture.label == "img" && picture.hasTitle && picture.hasDescription) }
    }
  }

  /// A sweep's page says the numbers of its table, draws all panels, and is the same from the JSON of the sweep.
  @Test func showsASweep() throws {
    let folder = try TemporaryFolder()
    let (page, output) = (folder.file("sweep.html"), folder.file("sweep.json"))
    let command = try Command([
      "sweep", "--epochs", "400", "--samplers", "sgld,sgworld", "--learning-rates", "0.001,0.1,0.3,300", "--theory",
      "--orders", "8", "--quiet", "--report", page, "--output", output,
    ])
    #expect(command.status == 0, "\(command.errors)")
    let shown = try Page(page)
    shown.check()
    #expect(shown.pictures.count == 4)
    for row in command.output.split(separator: "\n").filter({ $0.hasPrefix("sgld") || $0.hasPrefix("sgworld") }) {
      let numbers = row.split(separator: " ").filter { $0.contains { $0.isNumber } && !"[]<".contains($0.prefix(1)) }
      #expect(numbers.count > 2 && numbers.allSatisfy { shown.text.contains($0.trimmingPrefix("[")) }, "\(row)")
    }
    for words in [
      "it diverges at η = 300", "its chains were too short: --epochs", "stationary law", "Monte Carlo floor",
      "posterior sweep --epochs 400", "KL(sgld) / KL(sgworld)",
    ] { #expect(shown.text.contains(words), "\(words)") }
    let again = try Self.page([output], in: folder)
    #expect(again.pictures.count == 4 && again.text.contains("it diverges at η = 300"))
    let broken = try folder.write("{\"points\": []}", to: "broken.json")
    for (file, status) in [(broken, Int32(65)), (folder.file("none.json"), 65)] {
      let refused = try Command(["report", file, "--output", folder.file("no.html")])
      #expect(refused.status == status && refused.errors.split(separator: "\n").count == 1, "\(refused.errors)")
    }
    #expect(try Command(["report", output, "--pairs", "a,b", "--output", folder.file("no.html")]).status == 64)
  }

  /// A comparison at equal cost says that its rates are the best in hindsight.
  @Test func showsACost() throws {
    let folder = try TemporaryFolder()
    let (page, output) = (folder.file("cost.html"), folder.file("cost.json"))
    let command = try Command([
      "sweep", "--against", "cost", "--samplers", "sgld", "--learning-rates", "0.1", "--evaluations", "200000",
      "--quiet",
      "--report", page, "--output", output,
    ])
    #expect(command.status == 0, "\(command.errors)")
    for shown in [try Page(page), try Self.page([output], in: folder)] {
      shown.check()
      #expect(shown.pictures.count == 2 && shown.text.contains("known in hindsight") && shown.text.contains("sgld"))
    }
  }

  /// Numbers that no sweep makes, in a file that says it is one.
  @Test(arguments: ["9223372036854775807", "0", "-9223372036854775808"])
  func aSweepOfAnyNumbers(_ number: String) throws {
    let folder = try TemporaryFolder()
    let estimate = """
      {"estimate": \(number), "lower": 5, "upper": -1e308, "floor": 1e-308, "resolved": true}
      """
    let point = """
      {"sampler": "</script>", "batching": null, "learningRate": 1e-300, "status": "ok", "draws": \(number), \
      "kl": \(estimate), "wasserstein2": \(estimate), "epochsNeeded": \(number)}
      """
    let text = """
      {"model": "a\\u001b[31m", "exampleCount": \(number), "batchSize": \(number), "parameterNames": [], \
      "posterior": {"mean": [0], "covariance": [[1]]}, \
      "settings": {"epochs": \(number), "burnIn": \(number), "chains": \(number), "seed": 1, "estimator": "plug-in"}, \
      "points": [\(point), \(point.replacing("1e-300", with: "1e300"))]}
      """
    let command = try Command(["report", folder.write(text, to: "s.json"), "--output", folder.file("s.html")])
    #expect(command.status == 0, "\(command.errors)")
    try Page(folder.file("s.html")).check()
  }

  /// The page that the command makes of some files.
  private static func page(_ files: [String], _ options: [String] = [], in folder: TemporaryFolder) throws -> Page {
    let path = folder.file("page.html")
    let command = try Command(["report"] + files + ["--output", path] + options)
    #expect(command.status == 0 && command.output.hasSuffix("The page is in \(path).\n"), "\(command.errors)")
    let page = try Page(path)
    page.check()
    return page
  }

  /// A file of draws.
  private static func file(_ folder: TemporaryFolder, _ name: String, _ names: [String], _ rows: [[Double]]) throws
    -> String
  {
    let quoted = names.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
    let lines = rows.map { $0.map { "\($0)" }.joined(separator: ",") }
    return try folder.write(([quoted] + lines).joined(separator: "\n") + "\n", to: name)
  }

  private static func normals(_ rows: Int, _ columns: Int, seed: UInt64) -> [[Double]] {
    var random = GSLRandom(seed: seed)
    return (0..<rows).map { _ in (0..<columns).map { _ in random.normal() } }
  }

  @Test func whatDiagnoseSaysStandsThere() throws {
    let folder = try TemporaryFolder()
    let run = folder.file("run")
    let sample = ["sample", "linear-regression", "--sampler", "sgld", "--learning-rate", "0.4", "--chains", "2"]
    #expect(try Command(sample + ["--draws", "100", "--quiet", "--output", run]).status == 0)
    for files in [[run], [run + "/chain-1.csv"], [run + "/chain-1.csv", run + "/chain-2.csv"]] {
      let diagnosed = try Command(["diagnose"] + files).output.components(separatedBy: "\n")
      let page = try Self.page(files, in: folder)
      func words(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
      let said = words(page.text)
      // Each row of the table, and each line below it.
      let table = diagnosed.drop { !$0.hasPrefix("parameter") }
      #expect(table.count > 8)
      for line in table where !line.isEmpty && !line.hasPrefix("-") {
        let isThere = said.contains(words(line))
        #expect(isThere, "\(line)")
      }
      let status = try Command(["report"] + files + ["--output", folder.file("j.html"), "--format", "json"]).json()
      let verdict = try #require(status["verdict"] as? [String: Any])
      #expect(verdict["trust"] as? String == "no" && diagnosed.contains(verdict["words"] as? String ?? ""))
      let findings = try #require(verdict["findings"] as? [[String: Any]]).compactMap { $0["text"] as? String }
      #expect(!findings.isEmpty && findings.allSatisfy(diagnosed.contains))
      // What biases a run's draws is known of the run alone.
      #expect(findings.contains { $0.contains("sgld is biased") } == (files == [run]))
    }
    let page = try Self.page([run], in: folder)
    for words in ["Learning rate", "η = 0.4", "sgld, 2 chains × 100 draws", "Settings and provenance", "finished"] {
      #expect(page.text.contains(words), "\(words)")
    }
  }

  @Test func verdicts() throws {
    let folder = try TemporaryFolder()
    func trust(_ chains: [[[Double]]], _ names: [String] = ["a"]) throws -> String? {
      let files = try chains.enumerated().map { try Self.file(folder, "\($0.offset).csv", names, $0.element) }
      let json = try Command(["report"] + files + ["--output", folder.file("p.html"), "--format", "json"]).json()
      return (json["verdict"] as? [String: Any])?["trust"] as? String
    }
    let good = (1...4).map { Self.normals(400, 1, seed: $0) }
    #expect(try trust(good) == "yes")
    #expect(try trust(good.prefix(1).map(\.self)) == "limited")
    #expect(try trust(good.map { Array($0.prefix(50)) }) == "no")
    #expect(try trust(good.map { Array($0.prefix(3)) }) == "no")
    #expect(try trust(good.enumerated().map { chain, rows in rows.map { [$0[0] + Double(chain)] } }) == "no")
    #expect(try trust(good.map { $0.map { _ in [1] } }) == "no")
    #expect(try trust(good.map { $0.map { $0 + [1] } }, ["a", "b"]) == "limited")
    func diverging(_ count: Int) -> [[[Double]]] {
      good.enumerated().map { chain, rows in
        rows.enumerated().map { $1 + [chain == 0 && $0 < count ? 1 : 0] }
      }
    }
    #expect(try trust(diverging(1), ["a", "divergent__"]) == "limited")
    #expect(try trust(diverging(2), ["a", "divergent__"]) == "no")
  }

  @Test func aRunOfNUTS() throws {
    let folder = try TemporaryFolder()
    let run = folder.file("run")
    let models = DocumentationTests.root.appendingPathComponent("Examples/Models").path
    let sample = try Command(
      ["sample", models + "/eight_schools.model", "--data", models + "/schools.csv", "--draws", "300", "--quiet"]
        + ["--output", run])
    #expect(sample.status == 0, "\(sample.errors)")
    let page = try Self.page([run], ["--pairs", "mu, tau,theta[St. Paul's]"], in: folder)
    for words in [
      "Ranks and traces", "Densities and intervals", "Pairs", "Autocorrelation", "Energy", "E-BFMI", "Step sizes",
      "z[school] ~ normal(0, 1)", "SHA-256", "tau against mu", "theta[St. Paul's] against tau",
    ] { #expect(page.text.contains(words), "\(words)") }
    // 18 parameters: ranks, trace and autocorrelation of each, pictures of densities, three pairs and the energies.
    #expect((60...76).contains(page.pictures.count), "\(page.pictures.count)")
    for (pairs, words) in [
      ("mu", "two to six different"), ("mu,mu", "two to six different"), ("mu,x", "there is no parameter 'x'"),
    ] {
      let refused = try Command(["report", run, "--output", folder.file("x.html"), "--pairs", pairs])
      #expect(refused.status == 64 && refused.errors.contains(words), "\(refused.errors)")
      #expect(!FileManager.default.fileExists(atPath: folder.file("x.html")))
    }
  }

  @Test func hostileNamesAreText() throws {
    let folder = try TemporaryFolder()
    let names =
      HostileTextTests.names
      + [
        "</script><img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "' onmouseover='alert(1)", "]]>", "<!--",
        "&lt;b&gt;", "</style></title><h1>", "\u{FFFE}\u{7F}\u{85}", "a]}-->",
      ]
    let folderName = "<img src=x onerror=alert(1)>&'\"\u{1B}"
    try FileManager.default.createDirectory(atPath: folder.file(folderName), withIntermediateDirectories: true)
    let files = try [1, 2].map { seed in
      try Self.file(
        folder, folderName + "/\(seed).csv", names + ["divergent__", "energy__"],
        Self.normals(50, names.count + 2, seed: seed))
    }
    let page = try Self.page(files, in: folder)
    for name in ["</script><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "&lt;b&gt;", "␛[31m"] {
      #expect(page.text.contains(name), "\(name)")
    }
    let controls = page.source.unicodeScalars.filter { $0.properties.generalCategory == .control && $0 != "\n" }
    #expect(controls.isEmpty)
  }

  /// A manifest may say anything.
  @Test func hostileManifestsAreText() throws {
    let folder = try TemporaryFolder()
    let run = folder.file("run")
    let sample = ["sample", "linear-regression", "--draws", "30", "--warm-up", "20", "--quiet", "--output", run]
    #expect(try Command(sample).status == 0)
    let path = run + "/manifest.json"
    var manifest = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path))) as? [String: Any])
    let hostile = "</pre><script>alert(1)</script>\"'\u{1B}\u{0}\u{202E}"
    for key in ["program", "model", "modelText", "reason", "directory"] { manifest[key] = hostile }
    (manifest["warnings"], manifest["status"]) = ([hostile], "failed")
    var settings = try #require(manifest["settings"] as? [String: Any])
    settings[hostile] = ["a", [hostile, 1.5, true, NSNull()]]
    (settings["sampler"], settings["seed"]) = (hostile, 1e300)
    (manifest["settings"], manifest["inputs"]) = (
      settings, [["option": hostile, "path": hostile, "bytes": -1, "sha256": hostile]]
    )
    try JSONSerialization.data(withJSONObject: manifest).write(to: URL(filePath: path))
    let page = try Self.page([run], in: folder)
    #expect(page.text.contains("</pre><script>alert(1)</script>\"'␛␀�"))
    #expect(page.text.contains("the run failed"))
  }

  @Test func hundredParametersAreSmall() throws {
    let folder = try TemporaryFolder()
    let names = (1...101).map { "parameter[\($0)]" }
    let files = try (1...4).map { try Self.file(folder, "\($0).csv", names, Self.normals(250, 101, seed: $0)) }
    let page = try Self.page(files, in: folder)
    #expect(page.text.contains("Shown are the 100 of 101 parameters with the fewest effective draws."))
    #expect(page.elements["tr"] == 102 && (300...420).contains(page.pictures.count))
    #expect(page.source.utf8.count > 1_000_000, "nothing was left out")
  }

  @Test func oddDraws() throws {
    let folder = try TemporaryFolder()
    let cases: [[[Double]]] = [
      [[1]], [[1], [2]], (0..<50).map { _ in [3] }, (0..<50).map { [$0 == 7 ? .nan : Double($0)] },
      (0..<50).map { _ in [.nan] }, (0..<50).map { [$0 % 2 == 0 ? 1.7e308 : -1.7e308] },
      (0..<50).map { _ in [.infinity] }, (0..<50).map { [Double($0) * .leastNonzeroMagnitude] },
      (0..<50).map { [1e17 + Double($0)] }, (0..<50).map { [Double($0 % 2)] },
    ]
    let names = ["divergent__", "energy__", "a", "b"]
    for (number, rows) in cases.enumerated() {
      let all = rows.map { [$0[0], $0[0], $0[0], Double(number)] }
      let one = try Self.file(folder, "one.csv", names, all)
      let two = try Self.file(folder, "two.csv", names, all + all.prefix(3))
      #expect(try !Self.page([one], in: folder).text.contains("Ranks"), "one chain's ranks are even")
      let page = try Self.page([one, two], ["--pairs", "a,b"], in: folder)
      #expect(page.text.contains("of each the first \(rows.count) are taken"), "\(number)")
    }
    let many = try (1...12).map { try Self.file(folder, "\($0).csv", ["a"], Self.normals(20, 1, seed: UInt64($0))) }
    #expect(try Self.page(many, in: folder).text.contains("Shown are the first 8 of 12 chains."))
  }

  /// Without --output nothing is replaced.
  @Test func whereThePageGoes() throws {
    let folder = try TemporaryFolder()
    let file = try Self.file(folder, "a.csv", ["a"], Self.normals(20, 1, seed: 1))
    let line = "cd \"$1\" && \"$0\" report a.csv"
    let first = try Command.shell(line, [folder.url.path])
    #expect(first.status == 0 && first.output.hasSuffix("The page is in report.html.\n"), "\(first.errors)")
    let second = try Command.shell(line, [folder.url.path])
    #expect(second.status == 73 && second.errors.contains("'report.html' is there already: name it by --output"))
    #expect(try Command.shell(line + " --output report.html", [folder.url.path]).status == 0)
    for (arguments, status, words) in [
      (["report", folder.file("none"), "--output", folder.file("x")], 65, "none"),
      (["report", file, "--output", folder.file("no/x")], 73, "there is no directory"),
      (["report", file, "--output", folder.url.path], 73, "it is a directory"), (["report"], 64, "run"),
      (["report", file, "--output", ""], 64, "--output is empty"),
    ] {
      let refused = try Command(arguments)
      #expect(refused.status == Int32(status) && refused.errors.contains(words), "\(refused.errors)")
      #expect(refused.errors.split(separator: "\n").count == 1 && refused.output.isEmpty)
    }
  }
}

import ArgumentParser
import Foundation
import PosteriorData
import PosteriorDiagnostics

/// `posterior report`.
struct ReportCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a page that shows a run, draws in Stan CSV files, or the result of a sweep.",
    discussion: """
      One file of HTML that needs no network and runs no script. Of a run: whether its draws may be used, and why: the \
      verdict and the table of 'posterior diagnose', ranks and traces of each parameter, densities with intervals, \
      pairs of parameters with divergences marked, autocorrelations, the energies of nuts and hmc, what the model says \
      of the rows that it was fitted to, and what the run was made of. Pictures are of the 100 parameters with the \
      fewest effective draws; the table has all. Of a sweep, from the JSON that 'posterior sweep --output' wrote: what \
      was found, curves, the table and the settings.

      EXAMPLES
        posterior report run
        posterior report run --output run.html --pairs mu,tau
        posterior report chain-1.csv chain-2.csv
        posterior report sweep.json
      """)

  @Argument(
    help: ArgumentHelp(
      "The folder of a run, Stan CSV files, one a chain, or the JSON of a sweep.", valueName: "run"),
    completion: .file())
  var files: [String]

  @Option(
    help: ArgumentHelp(
      "The page, replaced if it is there. Default: report.html, unless it is there already.", valueName: "file.html"),
    completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Two to six parameters to show in pairs. Default: the four with the fewest effective draws.", valueName: "a,b"))
  var pairs: String?

  @OptionGroup var threading: ThreadsOption

  @OptionGroup var common: CommonOptions

  private static let usualName = "report.html"

  func validate() throws {
    for file in files { try refuseEmpty("RUN", file) }
    try refuseEmpty("--output", output)
    let names = Set(pairNames)
    guard pairs != nil, !(2...6).contains(names.count) || names.count < pairNames.count else { return }
    throw ValidationError("--pairs takes two to six different parameters, as in --pairs mu,tau")
  }

  func run() async throws {
    let path = output ?? Self.usualName
    if output == nil, FileManager.default.fileExists(atPath: path) {
      throw Failure(.output, "'\(path)' is there already: name it by --output to replace it, or name another file")
    }
    try AtomicFile.check(path)
    // Reading a run goes to the folder in which it was begun.
    let place = URL(fileURLWithPath: path).path
    if files.count == 1, files[0].lowercased().hasSuffix(".json") { return try reportStudy(of: files[0], to: path) }
    let drawn = try DrawsFiles(files)
    let report = try await drawn.report(threads: threading.threads)
    let pairs = try pairs.map { _ in try pairNames.map { try Self.parameter($0, of: report.summary) } }
    let page = await ReportPage(drawn, report, pairs: pairs, threads: threading.threads).html.text
    let written = WrittenReport(path: path, bytes: page.utf8.count, verdict: report.verdict)
    try deliver(common.format == .json ? json(written) : written.text, andTo: place) { _ in page }
  }

  /// Writes the page of a sweep, or of a comparison at equal cost.
  private func reportStudy(of file: String, to path: String) throws {
    if pairs != nil { throw Failure(.usage, "--pairs is for draws: leave it out for a sweep") }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw Failure(.data, "\(file): there is no such file, or it cannot be read")
    }
    let page: Markup
    if let result = try? value(SweepResult.self, ofJSON: data) {
      page = StudyPage(SweepReport(description: [file], result: result), SweepFigure(result).figure).html
    } else if let result = try? value(CostResult.self, ofJSON: data) {
      page = StudyPage(CostReport(description: [file], result: result), CostFigure(result).figure).html
    } else {
      throw Failure(.data, "\(file): this is not what 'posterior sweep --output FILE.json' writes")
    }
    let written = WrittenReport(path: path, bytes: page.text.utf8.count, verdict: nil)
    try deliver(common.format == .json ? json(written) : written.text, andTo: path) { _ in page.text }
  }

  /// The names of --pairs: commas within brackets are of a name, as in a[1,2].
  private var pairNames: [String] {
    var (names, depth) = ([""], 0)
    for character in pairs ?? "" {
      depth += character == "[" ? 1 : character == "]" ? -1 : 0
      if character == ",", depth <= 0 { names.append("") } else { names[names.count - 1].append(character) }
    }
    return names.map { $0.trimmingCharacters(in: .whitespaces) }
  }

  private static func parameter(_ name: String, of summary: Summary) throws -> Int {
    let names = summary.parameters.map(\.name)
    if let place = names.firstIndex(of: name) { return place }
    let known = names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", …" : "")
    throw Failure(.usage, "--pairs: there is no parameter '\(name)'; there are \(known)")
  }
}

/// What `posterior report` says of the page that it has written.
private struct WrittenReport: Encodable {
  let path: String
  let bytes: Int
  /// Nil where it shows a sweep.
  let verdict: Verdict?

  var text: String {
    ((verdict.map { [$0.words] + $0.findings.map(\.text) } ?? []) + ["The page is in \(path)."]).map { $0 + "\n" }
      .joined()
  }
}

import PosteriorSampling

/// What comes before the draws of a Stan CSV file.
package struct StanCSVHeader: Sendable {
  /// The sampler's columns, such as lp__.
  let statistics: [String]
  /// The parameters' names.
  let parameters: [String]
  let model: String
  /// The chain's number, from 0; the file gives it from 1.
  let chain: Int
  /// Draws to be kept.
  let count: Int
  let run: Draws.Run
  /// Whether rows of warm-up come before the draws.
  package var savesWarmUp = false

  package init(
    statistics: [String], parameters: [String], model: String, chain: Int, count: Int, run: Draws.Run
  ) {
    precondition((statistics + parameters).allSatisfy { !$0.isEmpty }, "every column needs a name")
    self.statistics = statistics
    self.parameters = parameters
    self.model = model
    self.chain = chain
    self.count = count
    self.run = run
  }

  /// The numbers of a draw.
  var columnCount: Int { statistics.count + parameters.count }

  /// What stands before a draw's numbers where they do not have ln p, which CmdStan's readers look for in the first
  /// column: that it is not known.
  var beforeDraw: String { isLogDensityKnown ? "" : "nan," }

  private static let logDensity = "lp__"
  private var isLogDensityKnown: Bool { statistics.contains(Self.logDensity) }

  /// The lines, the last of which names the columns.
  package var text: String {
    let names = (isLogDensityKnown ? [] : [Self.logDensity]) + statistics + parameters.map(stanName(ofParameter:))
    // CmdStan's algorithm hmc has two engines, of which readers must be told.
    let engine =
      statistics.contains("treedepth__")
      ? ["#       engine = nuts", "#         max_depth = 10"]
      : run.sampler == "hmc" ? ["#       engine = static"] : []
    let settings = [
      // Without the folders of a model file: CmdStanPy makes a folder of this name, and finds none to make it in.
      "# model = \(word(model.split(separator: "/").last.map(String.init) ?? model))",
      "# method = sample (Default)",
      "#   sample",
      "#     num_samples = \(count.multipliedReportingOverflow(by: run.thinning).partialValue)",
      "#     num_warmup = \(run.burnIn)",
      "#     save_warmup = \(savesWarmUp ? 1 : 0)",
      "#     thin = \(run.thinning)",
      "#     algorithm = \(word(run.sampler))",
    ]
    let streams = ["# id = \(chain + 1)", "# random", "#   seed = \(run.seed)"]
    return (settings + engine + streams + [names.joined(separator: ",")]).map { $0 + "\n" }.joined()
  }
}

/// The lines between the names of the columns and the first draw: what the steps were tuned to.
func adaptationLines(stepSize: Double, metric: Metric) -> String {
  func numbers(_ row: some Sequence<Double>) -> String { "# " + row.map(\.description).joined(separator: ", ") + "\n" }
  let (name, elements) =
    switch metric {
    case .unit: ("unit_e", "# No free parameters for unit metric\n")
    case .diagonal(let variances): ("diag_e", "# Diagonal elements of inverse mass matrix:\n" + numbers(variances))
    case .dense(let cholesky):
      (
        "dense_e",
        "# Elements of inverse mass matrix:\n"
          + (cholesky.factor * cholesky.factor.transposed).rows.map(numbers).joined()
      )
    // Stan knows no such metric: its diagonal, which grows as d. The manifest has all of it.
    case .lowRank(let metric):
      ("diag_e", "# Diagonal elements of inverse mass matrix:\n" + numbers(metric.diagonal))
    }
  return "# metric = \(name)\n# Adaptation terminated\n# Step size = \(stepSize)\n" + elements
}

/// A value that readers of the comments take for one word.
private func word(_ text: String) -> String {
  String(text.map { $0.isWhitespace || $0.isNewline ? "_" : $0 })
}

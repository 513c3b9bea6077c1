/// What the comments of a Stan CSV file say, such as "#   num_samples = 1000 (Default)" or, of RStan, "# warmup=500".
struct StanComments {
  /// The first value of each key.
  private(set) var values: [String: String] = [:]
  /// The names in the line of names.
  var columns: [String] = []
  /// How many rows come before the line that ends adaptation.
  private var rowsBeforeAdaptation: Int?
  /// More keys than Stan writes are not kept.
  private static let mostKeys = 1000

  /// What Stan was asked for, and what its files then hold.
  enum Method: String {
    case sample, variational, pathfinder, laplace, optimize, diagnose
    case logDensities = "log_prob"
    case generatedQuantities = "generate_quantities"
  }

  /// Adds a comment, without its sign.
  ///
  /// - Parameter rowsBefore: How many rows come before it; nil above the line of names.
  mutating func add(_ comment: String, rowsBefore: Int?) {
    if rowsBeforeAdaptation == nil, let rowsBefore, trimming(comment) == "Adaptation terminated" {
      rowsBeforeAdaptation = rowsBefore
    }
    let parts = comment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
      trimming(String($0))
    }
    guard parts.count == 2, values.count < Self.mostKeys, values[parts[0]] == nil else { return }
    values[parts[0]] = parts[1].hasSuffix("(Default)") ? trimming(String(parts[1].dropLast(9))) : parts[1]
  }

  /// The method; nil where it is not known. RStan does not say it, but what only one method is asked for. Files of
  /// variational inference have a column that no others have.
  var method: Method? {
    if let name = values["method"] { return Method(rawValue: name) }
    if values["save_iterations"] != nil { return .optimize }
    return values["elbo_samples"] != nil || columns.contains("log_g__") ? .variational : .sample
  }

  /// A count that is not negative; nil where there is none.
  private func count(_ key: String) -> Int? { values[key].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil } }

  /// How many of some iterations are kept: 0, thin, 2 thin, …
  private func kept(_ iterations: Int) -> Int {
    let thin = max(1, count("thin") ?? 1)
    return iterations / thin + (iterations % thin > 0 ? 1 : 0)
  }

  /// The draws that the run was to keep; nil where the file does not say.
  var drawCount: Int? {
    switch method {
    case .sample:
      count("num_samples").map(kept)
        ?? count("iter").map { iterations in kept(max(0, iterations - (count("warmup") ?? 0))) }
    case .variational: count("output_samples") ?? count("output_draws")
    case .laplace: count("draws")
    default: nil
    }
  }

  /// Refuses a file whose rows are no draws.
  func checkMethod(_ source: String) throws(DataError) {
    let reason: String? =
      switch method {
      case .optimize: "of the method optimize, which looks for a mode"
      case .diagnose: "of the method diagnose, which tests gradients"
      case .logDensities: "of the method log_prob, which evaluates densities"
      case nil: "of the method \(quoted(values["method"] ?? "")), which is not known"
      case .variational where columns.contains("ELBO"): "variational inference's record of its objective"
      case .sample where isSummary: "a summary of draws, a row a parameter"
      case .sample, .variational: isDiagnostic ? "a diagnostic file, of momenta and gradients" : nil
      case .pathfinder, .laplace, .generatedQuantities: nil
      }
    guard let reason else { return }
    throw DataError(source, "the rows are not draws: the file is \(reason); name a file of draws")
  }

  /// Whether the columns are those of a summary, as CmdStan, ArviZ, RStan and R's posterior name them.
  private var isSummary: Bool {
    if isOwn { return false }
    let names = Set(columns.map { $0.lowercased() })
    return names.contains("mean") && !names.isDisjoint(with: ["r_hat", "rhat"])
  }

  /// Whether it is one of the library's own files, which hold draws whatever parameters are called.
  var isOwn: Bool { values["num_samples"] != nil && values["stan_version_major"] == nil }

  /// Whether a third of the parameters are momenta, p_, and a third gradients, g_, as in a sampler's diagnostic file.
  private var isDiagnostic: Bool {
    if isOwn { return false }
    let parameters = columns.filter { !isStatistic($0) }
    let count = parameters.count / 3
    guard count > 0, 3 * count == parameters.count, columns.count > parameters.count else { return false }
    return (0..<count).allSatisfy {
      parameters[count + $0] == "p_" + parameters[$0] && parameters[2 * count + $0] == "g_" + parameters[$0]
    }
  }

  /// How many rows come before the first draw: those of warm-up, and the mean of a variational file.
  func rowsBeforeDraws(_ source: String) throws(DataError) -> Int {
    switch method {
    case .variational: return 1
    case .sample: break
    default: return 0
    }
    guard let saved = values["save_warmup"] else { return rowsBeforeAdaptation ?? 0 }
    let isSaved = ["1", "true"].contains(saved.lowercased()) && !hasFixedParameters
    let asked = isSaved ? kept(count("num_warmup") ?? count("warmup") ?? 0) : 0
    if let before = rowsBeforeAdaptation, before != asked {
      throw DataError(
        source,
        "the header says \(counted(asked, "row")) of warm-up where adaptation ends after \(before); the file is damaged"
      )
    }
    return asked
  }

  /// Whether the run had no parameters to move, and so no warm-up, whatever was asked for. Files of CmdStan before 2.35
  /// then say hmc all the same, and have no step size.
  private var hasFixedParameters: Bool {
    let says = ["algorithm", "sampler_t"].contains { values[$0]?.lowercased().hasPrefix("fixed_param") == true }
    let isIdle = values["algorithm"] == "hmc" && !columns.contains("stepsize__") && rowsBeforeAdaptation == nil
    return says || isIdle
  }
}

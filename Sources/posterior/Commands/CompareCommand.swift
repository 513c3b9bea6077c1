import ArgumentParser
import Foundation
import PosteriorData
import PosteriorDiagnostics

/// `posterior compare`.
struct CompareCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Say whether draws match a reference.",
    discussion: """
      DRAWS and REFERENCE are folders of Stan CSV files (a file a chain), single such files, or, for the reference, a \
      JSON file of a normal distribution: {"mean": [...], "covariance": [[...]], "parameterNames": [...]}, at the top \
      or under "posterior" as 'posterior sweep --format json' writes it. Parameters are matched by their names: those \
      that both have are compared, and the others are named.

      With --model, on the data, noise and prior that 'posterior sample' takes, the draws are also held against that \
      model's posterior by its gradients alone: the kernel Stein discrepancy, KSD. REFERENCE may then be left out for \
      gaussian-mean and linear-regression, whose posteriors are known exactly. The parameters are the model's: a \
      reported σ is compared as ln σ, and what a model file constrains in its unconstrained coordinates, tau as \
      u(tau).

      All distances are in the reference's standard deviations, with 95 % intervals and the floor that exact draws, as \
      many and as correlated, would show. The verdict: 'match' when every parameter's mean, standard deviation and \
      W₁ have intervals that end below the tolerance, and the joint laws do not differ by more; 'differ' when one of \
      them, a correlation or the maximum mean discrepancy of all parameters is significantly not zero (5 % over all of \
      them together) and its estimate is above the tolerance; otherwise 'cannot tell' at this effective sample size. \
      KL by nearest neighbours is corrected for its bias between normals with the samples' moments; far from normal, \
      in more than a few dimensions, some of it is left.

      EXIT STATUS
        0 match, 1 differ, 2 cannot tell; 64 and above are errors.

      EXAMPLE
        posterior sample linear-regression --output exact
        posterior sample linear-regression --sampler sgld --learning-rate 0.3 --draws 20000 --thin 10 --output fast
        posterior compare fast exact
        posterior compare fast --model linear-regression
      """)

  @Argument(help: ArgumentHelp("The draws: a folder or file of Stan CSV.", valueName: "draws"), completion: .file())
  var draws: String

  @Argument(
    help: ArgumentHelp(
      """
      What they should be like: a folder or file of Stan CSV, or a normal in JSON. Default: the exact posterior of \
      --model.
      """, valueName: "reference"), completion: .file())
  var reference: String?

  @Option(
    help: "The model whose posterior the draws are meant for: see 'posterior models'.",
    completion: .list(ModelEntry.all.map(\.name)), transform: ModelEntry.init(named:))
  var model: ModelEntry?

  @OptionGroup(title: "The model's data, noise and prior")
  var source: ModelOptions

  @Option(
    help: ArgumentHelp("The difference that does not matter, in the reference's standard deviations.", valueName: "t"))
  var tolerance = 0.1

  @Option(
    help: ArgumentHelp(
      "The parameters to compare, separated by commas. Default: those that both have.", valueName: "a,b"))
  var parameters: String?

  @OptionGroup var seeding: SeedOption

  @OptionGroup var common: CommonOptions

  var dataName: String? { model?.dataName(source) }

  func validate() throws {
    for (name, value) in [("DRAWS", draws), ("REFERENCE", reference)] { try refuseEmpty(name, value) }
    if draws.lowercased().hasSuffix(".json") {
      throw ValidationError("DRAWS must be Stan CSV, not '\(draws)': only REFERENCE may be a normal distribution")
    }
    try require("--tolerance", positive: tolerance)
    guard let model else {
      if reference == nil { throw ValidationError("give a REFERENCE, or a --model whose posterior is known exactly") }
      if let option = source.given.first { throw ValidationError("\(option.rawValue) has no meaning without --model") }
      return
    }
    try model.check(source)
  }

  func run() async throws {
    let comparison = try compare()
    try printResult(common.format == .json ? json(comparison) : ComparisonReport(comparison: comparison).table())
    switch comparison.verdict {
    case .match: break
    case .differ: throw ExitCode(1)
    case .cannotTell: throw ExitCode(2)
    }
  }

  private func compare() throws -> Comparison {
    var random = GSLRandom(stream: StreamSeed(seeding.seed).child("compare"))
    let model = try model?.model(source)
    let density = model?.posterior
    let wanted = density.map { ($0.parameterNames, "the model's") }
    guard let reference else {
      let posterior = try exactPosterior(model)
      guard parameters == nil else {
        throw Failure(.usage, "--parameters needs a REFERENCE: the exact posterior is of all parameters together")
      }
      let all = try ComparableDraws(draws, like: wanted, of: density)
      try all.check(center: posterior.mean, scale: posterior.standardDeviations)
      return Comparison.between(all.matrix, posterior, model: density, tolerance: tolerance, using: &random)
    }
    let all = try ComparableDraws(draws, like: wanted, of: density)
    if reference.lowercased().hasSuffix(".json") {
      let file = try NormalFile(reference)
      let sample = try all.keeping(shared(all.names, file.names ?? all.names))
      let normal = try file.distribution(of: sample.names, in: draws)
      try sample.check(center: normal.mean, scale: normal.standardDeviations)
      let scores: any LogDensity
      if let density, sample.names == all.names { scores = density } else { scores = normal }
      return Comparison.between(sample.matrix, normal, model: scores, tolerance: tolerance, using: &random)
    }
    let others = try ComparableDraws(reference, like: wanted, of: density)
    let names = try shared(all.names, others.names)
    let (sample, other) = (try all.keeping(names), try others.keeping(names))
    let (center, scale) = other.moments
    for draws in [other, sample] { try draws.check(center: center, scale: scale) }
    return Comparison.between(
      sample.matrix, other.matrix, model: names == all.names ? density : nil, parameterNames: names,
      tolerance: tolerance, using: &random)
  }

  /// The parameters to compare: those of --parameters, or those that both have. The others are said on standard error.
  private func shared(_ mine: [String], _ others: [String]) throws -> [String] {
    if let parameters { return try Table.names(inList: parameters, source: "--parameters") }
    let both = mine.filter(Set(others).contains)
    guard !both.isEmpty else {
      throw Failure(
        .data,
        "the draws and the reference have no parameter in common: \(mine.joined(separator: ", ")) against "
          + others.joined(separator: ", "))
    }
    let left = mine.filter { !both.contains($0) } + others.filter { !both.contains($0) }
    if !left.isEmpty {
      StandardError.say("left out, as only one of the two has them: \(left.joined(separator: ", "))")
    }
    return both
  }

  private func exactPosterior(_ model: ModelOnData?) throws -> any ExactPosterior {
    guard let posterior = try model?.exactPosterior() else {
      throw Failure(
        .usage,
        "the posterior of \(model?.entry.name ?? "") has no closed form: give a REFERENCE, such as draws of nuts")
    }
    return posterior
  }
}

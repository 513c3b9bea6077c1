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
      DRAWS and REFERENCE are folders of Stan CSV files (a file a chain), single such files, or, for the reference, a JSON \
      file of a normal distribution: {"mean": [...], "covariance": [[...]]}, at the top or under "posterior" as \
      'posterior sweep --format json' writes it.

      With --model, on the data, noise and prior that 'posterior sample' takes, the draws are also held against that \
      model's posterior by its gradients alone: the kernel Stein discrepancy, KSD. REFERENCE may then be left out for \
      gaussian-mean and linear-regression, whose posteriors are known exactly. The parameters are the model's: a reported \
      σ is compared as ln σ, and what a model file constrains in its unconstrained coordinates, tau as u(tau).

      All distances are in the reference's standard deviations, with 95 % intervals and the floor that exact draws, as many \
      and as correlated, would show. The verdict: 'match' when every parameter's mean, standard deviation and W₁ have \
      intervals that end below the tolerance; 'differ' when one of them is significantly not zero (5 % over all of them \
      together) and its estimate is above the tolerance; otherwise 'cannot tell' at this effective sample size. KL by nearest \
      neighbours is corrected for its bias between normals with the samples' moments; far from normal, in more than a few \
      dimensions, some of it is left.

      EXAMPLE
        posterior sample linear-regression --output exact
        posterior sample linear-regression --sampler sgld --learning-rate 0.3 --draws 20000 --thin 10 --output fast
        posterior compare fast exact
        posterior compare fast --model linear-regression
      """)

  @Argument(help: ArgumentHelp("The draws: a folder or file of Stan CSV.", valueName: "draws"))
  var draws: String

  @Argument(
    help: ArgumentHelp(
      """
      What they should be like: a folder or file of Stan CSV, or a normal in JSON. Default: the exact posterior of --model.
      """, valueName: "reference"))
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
  }

  private func compare() throws -> Comparison {
    var random = GSLRandom(stream: StreamSeed(seeding.seed).child("compare"))
    let model = try model?.model(source)
    let density = model?.posterior
    let wanted = density.map { ($0.parameterNames, "the model's") }
    guard let reference else {
      let posterior = try exactPosterior(model)
      let sample = try ComparableDraws(draws, like: wanted, of: density)
      try sample.check(center: posterior.mean, scale: posterior.standardDeviations)
      return Comparison.between(sample.matrix, posterior, model: density, tolerance: tolerance, using: &random)
    }
    let sample = try ComparableDraws(draws, like: wanted, of: density)
    if reference.lowercased().hasSuffix(".json") {
      let normal = try NormalFile(reference).distribution(of: sample.names, in: draws)
      try sample.check(center: normal.mean, scale: normal.standardDeviations)
      return Comparison.between(sample.matrix, normal, model: density ?? normal, tolerance: tolerance, using: &random)
    }
    let other = try ComparableDraws(reference, like: (sample.names, "the other draws'"), of: density)
    let (center, scale) = other.moments
    for draws in [other, sample] { try draws.check(center: center, scale: scale) }
    return Comparison.between(
      sample.matrix, other.matrix, model: density, parameterNames: sample.names, tolerance: tolerance, using: &random)
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

import ArgumentParser
import PosteriorDiagnostics

/// `posterior check`.
struct CheckCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Say what a model is understood to be, and check its gradient.",
    discussion: """
      For a model file: its parameters with their constraints and sizes, which statements are priors and which are \
      likelihood, and so go by minibatch, the columns and constants that it uses, and what a reader might not expect. \
      Every gradient is held against numerical differentiation at a few points.

      EXAMPLE
        posterior check eight_schools.model --data schools.csv
      """)

  @OptionGroup var argument: ModelArgument

  var model: ModelEntry { argument.entry }

  @OptionGroup(title: "Data, noise and prior")
  var source: ModelOptions

  @OptionGroup var seeding: SeedOption

  @OptionGroup var common: CommonOptions

  var dataName: String? { model.dataName(source) }

  var unitsNote: String? { model.unitsNote(source) }

  func validate() throws { try model.check(source) }

  private struct Report: Encodable {
    let model: String
    let description: String
    let parameters: [String]
    let reported: [String]
    let examples: Int
    let points: Int
    let problems: [String]
  }

  func run() async throws {
    let model = try model.model(source)
    let posterior = model.posterior
    let description = (posterior.base as? any CustomStringConvertible)?.description ?? model.words
    var problems: [String] = []
    let points = 3
    for position in try posterior.chainStarts(points, within: 1, seed: seeding.seed) {
      problems += checkGradient(of: posterior, at: position).problems.map(\.description)
    }
    let report = Report(
      model: self.model.name, description: description, parameters: posterior.parameterNames,
      reported: posterior.reportedNames, examples: posterior.exampleCount, points: points, problems: problems)
    let verdict =
      problems.isEmpty
      ? "gradient: agrees with numerical differentiation at \(points) points"
      : (["gradient: differs from numerical differentiation"] + problems).joined(separator: "\n")
    try printResult(common.format == .json ? json(report) : description + "\n" + verdict + "\n")
    if !problems.isEmpty { throw Failure(.data, "\(self.model.name): the gradient is not that of the density") }
  }
}

import ArgumentParser
import Foundation
import PosteriorData
import PosteriorDiagnostics
import TextTable

/// `posterior compare`.
struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Say whether draws match a reference.",
    discussion: """
      DRAWS and REFERENCE are folders of Stan CSV files (a file a chain), single such files, or, for the reference, a JSON \
      file of a normal distribution: {"mean": [...], "covariance": [[...]]}, at the top or under "posterior" as \
      'posterior sweep --format json' writes it.

      All distances are in the reference's standard deviations, with 95 % intervals and the floor that exact draws, as many \
      and as correlated, would show. The verdict: 'match' when every parameter's mean, standard deviation and W₁ have \
      intervals that end below the tolerance; 'differ' when one of them is significantly not zero (5 % over all of them \
      together) and its estimate is above the tolerance; otherwise 'cannot tell' at this effective sample size. KL by nearest \
      neighbours is biased low in more than a few dimensions, whatever its interval says.

      EXAMPLE
        posterior sample linear-regression --output exact
        posterior sample linear-regression --sampler sgld --learning-rate 0.3 --draws 20000 --thin 10 --output fast
        posterior compare fast exact
      """)

  @Argument(help: ArgumentHelp("The draws: a folder or file of Stan CSV.", valueName: "draws"))
  var draws: String

  @Argument(
    help: ArgumentHelp(
      "What they should be like: a folder or file of Stan CSV, or a normal in JSON.", valueName: "reference"))
  var reference: String

  @Option(
    help: ArgumentHelp("The difference that does not matter, in the reference's standard deviations.", valueName: "t"))
  var tolerance = 0.1

  @Option(help: ArgumentHelp("The seed of projections and exchanges.", valueName: "s"))
  var seed: UInt64 = 1

  @Option(help: "What standard output holds.")
  var format = TableFormat.table

  func validate() throws {
    if !(tolerance > 0 && tolerance.isFinite) {
      throw ValidationError("--tolerance must be a positive finite number, not \(tolerance)")
    }
  }

  func run() async throws {
    do {
      let comparison = try compare()
      try printResult(format == .json ? json(comparison) : table(comparison))
    } catch let error as DataError {
      throw Failure(.data, "\(error)")
    }
  }

  private func compare() throws -> Comparison {
    var random = GSLRandom(stream: StreamSeed(seed).child("compare"))
    let sample = try ComparableDraws(draws)
    if reference.lowercased().hasSuffix(".json") {
      let normal = try NormalFile(reference)
      guard normal.dimension == sample.names.count else {
        throw Failure(
          .data, "\(reference) has \(normal.dimension) parameters where \(draws) has \(sample.names.count)")
      }
      do throws(GSLError) {
        let posterior = try MultivariateNormal(
          mean: normal.mean, covariance: normal.covariance, parameterNames: sample.names)
        return Comparison.between(sample.matrix, posterior, tolerance: tolerance, using: &random)
      } catch {
        throw Failure(.data, "\(reference): the covariance is not positive definite")
      }
    }
    let other = try ComparableDraws(reference, like: sample)
    return Comparison.between(
      sample.matrix, other.matrix, parameterNames: sample.names, tolerance: tolerance, using: &random)
  }

  private func table(_ comparison: Comparison) -> String {
    let wholes: [(String, DivergenceEstimate?)] = [
      ("KL between normals", comparison.gaussianKL), ("KL by nearest neighbours", comparison.neighbourKL),
      ("sliced W₂", comparison.slicedWasserstein2), ("W₂ by optimal transport", comparison.transport),
      ("Sinkhorn", comparison.sinkhorn), ("MMD²", comparison.meanDiscrepancy),
    ]
    let parts = comparison.parameters.flatMap { parameter in
      [
        ("\(parameter.name): mean", parameter.mean), ("\(parameter.name): sd", parameter.standardDeviation),
        ("\(parameter.name): W₁", parameter.wasserstein1), ("\(parameter.name): W₂", parameter.wasserstein2),
      ]
    }
    let rows = parts + wholes.compactMap { name, value in value.map { (name, $0) } }
    let columns: [(title: String, align: Alignment, value: ((String, DivergenceEstimate)) -> String)] = [
      ("difference", .left, { $0.0 }),
      ("estimate", .right, { shortened($0.1.estimate) }),
      ("95 % interval", .left, { "[\(shortened($0.1.lower)), \(shortened($0.1.upper))]" }),
      ("floor", .right, { shortened($0.1.floor) }),
      ("resolved", .left, { $0.1.resolved ? "yes" : "no" }),
    ]
    let verdict = comparison.verdict == .cannotTell ? "cannot tell" : comparison.verdict.rawValue
    return textTable(rows, columns) + "\neffective draws: \(Int(comparison.effectiveSampleSize)), reference "
      + "\(Int(comparison.referenceEffectiveSampleSize))\n\(verdict): \(comparison.reason)\n"
  }
}

import Foundation
import PosteriorDiagnostics
import Testing

/// What each subcommand says by default, on the embedded data, is as right as it claims to be: over 40 seeds.
@Suite struct CommandCalibrationTests {
  static let seeds = 1...40

  /// Differences in units of their claimed standard errors: standard normal, when the claims are right.
  private struct ZScores {
    private var values: [Double] = []

    mutating func add(_ difference: Double, _ standardError: Double) { values.append(difference / standardError) }

    /// The mean of n squares of standard normals has the standard error √(2/n); their mean, 1/√n. Standard errors that are
    /// themselves estimated, from some 32 batches or 1000 effective draws, add up to 10 %.
    func check(_ what: String, estimationError: Double = 0.1) {
      let n = Double(values.count)
      let (mean, square) = (values.reduce(0, +) / n, values.reduce(0) { $0 + $1 * $1 } / n)
      #expect(abs(mean) < 4 / n.squareRoot(), "\(what): mean z \(mean)")
      #expect(abs(square - 1) < 4 * (2 / n).squareRoot() + estimationError, "\(what): mean z² \(square)")
    }
  }

  private struct Posterior: Decodable {
    struct Content: Decodable {
      let mean: [Double]
      let covariance: Matrix
    }
    let posterior: Content
  }

  private func exactPosterior() throws -> MultivariateNormal {
    let command = try Command(
      ["sweep", "--samplers", "exact", "--learning-rates", "1", "--epochs", "100", "--format", "json", "--quiet"])
    let exact = try JSONDecoder().decode(Posterior.self, from: Data(command.output.utf8)).posterior
    return try MultivariateNormal(mean: exact.mean, covariance: exact.covariance)
  }

  /// HMC without jitter fails this: its trajectories come back to where they began, in all of 20 seeds.
  @Test(arguments: ["nuts", "hmc"])
  func sample(_ sampler: String) throws {
    let exact = try exactPosterior()
    var (means, deviations) = (ZScores(), ZScores())
    var warned = 0
    for seed in Self.seeds {
      let command = try Command(
        [
          "sample", "linear-regression", "--sampler", sampler, "--seed", "\(seed)", "--format", "json", "--quiet",
        ])
      let summary = try JSONDecoder().decode(Summary.self, from: Data(command.output.utf8))
      for (j, parameter) in summary.parameters.enumerated() {
        means.add(parameter.mean - exact.mean[j], parameter.mcseMean)
        deviations.add(parameter.sd - exact.standardDeviations[j], parameter.mcseSD)
      }
      let isFine = summary.parameters.allSatisfy { $0.rHat <= 1.01 && $0.essBulk >= 400 && $0.essTail >= 400 }
      if !isFine { warned += 1 }
    }
    means.check("means")
    deviations.check("standard deviations")
    #expect(warned <= 2, "\(warned) of 40 runs warn")
  }

  /// 95 % intervals of the divergences hold the stationary law's value in 95 % of 560 cases, give or take four standard
  /// errors of that share (0.9 %), where the law is that of a long chain.
  @Test func sweep() throws {
    var (covered, count) = (0, 0)
    for seed in Self.seeds {
      let command = try Command(
        ["sweep", "--epochs", "4000", "--theory", "--seed", "\(seed)", "--format", "json", "--quiet"])
      let result = try JSONDecoder().decode(SweepResult.self, from: Data(command.output.utf8))
      for point in result.points {
        let (kl, theory) = (try #require(point.kl), try #require(point.theory))
        count += 1
        if (kl.lower...kl.upper).contains(theory.kl) { covered += 1 }
      }
    }
    #expect(count == 560)
    #expect((0.914...0.986).contains(Double(covered) / Double(count)), "\(covered) of \(count)")
  }

  @Test func stationary() throws {
    struct Report: Decodable {
      struct Value: Decodable { let predicted, measured, standardError: Double }
      let mean: [Value]
      let meanEntropyProduction: Value
    }
    var (means, entropy) = (ZScores(), ZScores())
    for seed in Self.seeds {
      let command = try Command(
        ["stationary", "linear-regression", "--seed", "\(seed)", "--format", "json", "--quiet"])
      let report = try JSONDecoder().decode(Report.self, from: Data(command.output.utf8))
      for value in report.mean { means.add(value.measured - value.predicted, value.standardError) }
      let sigma = report.meanEntropyProduction
      entropy.add(sigma.measured - sigma.predicted, sigma.standardError)
    }
    means.check("means")
    entropy.check("entropy production")
  }

  /// Draws of the posterior are said to differ from it in at most 5 % of runs: in 40, more than 6 has a chance of 0.7 %.
  @Test func compare() throws {
    let folder = try TemporaryFolder()
    var differing = 0
    for seed in Self.seeds {
      let draws = folder.file("draws-\(seed)")
      _ = try Command(
        ["sample", "linear-regression", "--seed", "\(seed)", "--output", draws, "--no-summary", "--quiet"])
      let command = try Command(["compare", draws, "--model", "linear-regression", "--seed", "\(seed)"])
      #expect(command.status <= 2, "\(command.errors)")
      #expect((command.status == 1) == command.output.contains("\ndiffer:"))
      if command.status == 1 { differing += 1 }
    }
    #expect(differing <= 6, "\(differing) of 40")
  }
}

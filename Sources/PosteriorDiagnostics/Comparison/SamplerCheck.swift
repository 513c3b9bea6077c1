import Foundation

/// What ``checkSampler(_:against:tolerance:chains:_:)`` found: a sampler's means and standard deviations beside those
/// of a posterior that is known exactly.
public struct SamplerCheck: Sendable, CustomStringConvertible {
  /// A mean or a standard deviation of one parameter, as it was drawn and as it is.
  public struct Moment: Sendable, CustomStringConvertible {
    /// What it is, such as "mean of slope".
    public let name: String
    /// What the chains gave.
    public let drawn: Double
    /// What the posterior has.
    public let exact: Double
    /// The Monte Carlo standard error of what the chains gave; NaN where the chains do not move.
    public let standardError: Double
    /// The posterior's standard deviation of the parameter, in which a tolerance is meant.
    package let scale: Double

    /// How many standard errors what was drawn is above what it should be.
    public var z: Double { (drawn - exact) / standardError }

    /// Whether the chains tell anything: the standard error is at most a tenth of the posterior's standard deviation.
    package var isKnown: Bool { standardError <= 0.1 * scale }

    /// Both numbers, and how far they are from each other.
    public var description: String {
      let numbers = String(format: "%.6g drawn, %.6g exact", drawn, exact)
      if !isKnown { return "\(name): \(numbers); the chains are too short, or do not move" }
      return "\(name): \(numbers), " + String(format: "%+.1f standard errors", z)
    }
  }

  /// The mean and the standard deviation of each parameter, one parameter after another.
  public let moments: [Moment]
  /// The difference that is allowed besides Monte Carlo errors, in posterior standard deviations.
  package let tolerance: Double

  /// How many standard errors are allowed: of right samplers one in a thousand has a moment beyond.
  public var limit: Double { SpecialFunctions.normalQuantile(1 - 0.5e-3 / Double(max(moments.count, 1))) }

  /// The moments that differ from the posterior's, or that the chains are too short to tell.
  public var problems: [Moment] {
    moments.filter { moment in
      let allowed = limit * moment.standardError + tolerance * moment.scale
      return !(moment.isKnown && abs(moment.drawn - moment.exact) <= allowed)
    }
  }

  /// Whether every mean and standard deviation agrees with the posterior's.
  public var isCorrect: Bool { problems.isEmpty }

  /// One line for each problem.
  public var description: String {
    isCorrect ? "every mean and standard deviation agrees" : problems.map(\.description).joined(separator: "\n")
  }
}

/// Runs a sampler on a posterior that is known exactly, and holds its means and standard deviations against the truth.
///
/// Each chain starts from an exact draw: what it shows is the law that the steps lead to, not where it began. A sampler
/// that is biased at its learning rate is found, if the chains are long enough to see the bias. Choose a rate so small
/// that the bias is below the Monte Carlo errors, or say with `tolerance` how much of it is meant. A wrong correlation
/// is not seen.
///
/// - Parameters:
///   - sampler: The sampler, on the target that `exact` is the closed form of.
///   - exact: The posterior in closed form, in the same parameters.
///   - tolerance: How far a mean or a standard deviation may be off, in posterior standard deviations, beside the
///     Monte Carlo error.
///   - chains: The number of chains.
///   - schedule: How long they run, and on which random streams.
/// - Throws: `ChainError` when a chain cannot go on.
public func checkSampler(
  _ sampler: some PosteriorSampler, against exact: some ExactPosterior, tolerance: Double = 0, chains: Int = 4,
  _ schedule: ChainSchedule = ChainSchedule(count: 10_000, burnIn: 1000)
) async throws -> SamplerCheck {
  precondition(sampler.dimension == exact.dimension, "the sampler and the posterior have different parameters")
  precondition(tolerance >= 0, "a tolerance cannot be \(tolerance)")
  var random = GSLRandom(stream: StreamSeed(schedule.seed).child("sampler check"))
  let starts = (0..<chains).map { _ in exact.draw(using: &random) }
  let draws = try await sampler.draws(
    from: starts, count: schedule.count, burnIn: schedule.burnIn, thinning: schedule.thinning, seed: schedule.seed,
    threads: schedule.threads)
  let summary = await draws.summary(threads: schedule.threads)
  let moments = summary.parameters.enumerated().flatMap { j, drawn in
    let (mean, scale) = (exact.mean[j], exact.standardDeviations[j])
    return [
      SamplerCheck.Moment(
        name: "mean of \(drawn.name)", drawn: drawn.mean, exact: mean, standardError: drawn.mcseMean, scale: scale),
      SamplerCheck.Moment(
        name: "standard deviation of \(drawn.name)", drawn: drawn.sd, exact: scale, standardError: drawn.mcseSD,
        scale: scale),
    ]
  }
  return SamplerCheck(moments: moments, tolerance: tolerance)
}

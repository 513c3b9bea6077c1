import Foundation

/// A learning rate for samplers whose bias cannot be measured: of many, the one at which chains of a given length come
/// nearest to the posterior by their kernel Stein discrepancy.
///
///     let found = try await SteinTuning(
///       model: model, sampler: mine, epochs: 2000
///     ).run(threads: 2)
///     print(found.learningRate, found.discrepancy, found.ofThePosterior)
///
/// Too small a rate leaves a chain where it started, too large a rate biases it; the discrepancy sees both, from the
/// density's gradients alone. Rates are tried by successive halving: in each of three rounds chains are three times as
/// long and the nearest third goes on. Chains start at draws by NUTS, in whose coordinates they are compared.
///
/// No target is met: what is below the discrepancy of a few hundred draws is not seen.
///
/// Coullon, South & Nemeth, arXiv:2105.13059. Gorham & Mackey, ICML 2017, arXiv:1703.01717.
public struct SteinTuning: Sendable {
  private let density: AnyPosterior
  private let mode: @Sendable () throws(SamplingError) -> [Double]
  private let rated: RatedSampler
  private let name: String
  private let epochs: Int
  private let seed: UInt64

  /// The learning rate of least discrepancy, and what that discrepancy is.
  public struct Result: Sendable, Hashable {
    /// η, and not ε/2.
    public let learningRate: Double
    /// The kernel Stein discrepancy of a chain's draws at η, in posterior standard deviations.
    public let discrepancy: Double
    /// The same of as many draws by NUTS: what there is without a bias.
    public let ofThePosterior: Double
    /// The rates that were tried, this one among them.
    package let ratesTried: Int
  }

  /// A search on any model.
  ///
  /// - Parameters:
  ///   - model: The posterior.
  ///   - sampler: Samplers of any type.
  ///   - epochs: The length of the last round's chains, for which the rate is chosen: passes over the data.
  ///   - seed: The seed of all chains.
  /// - Throws: What making a sampler throws.
  public init<Model: Posterior>(
    model: Model, sampler: SamplerFamily<Model>, epochs: Int, seed: UInt64 = 1
  ) throws {
    let site = ModelSite(model) { () throws(SamplingError) in try model.mode().position }
    try self.init(site, sampler: sampler, epochs: epochs, seed: seed)
  }

  /// A search on a model whose mode may have been found.
  package init<Model: Posterior>(
    _ site: ModelSite<Model>, sampler: SamplerFamily<Model>, epochs: Int, seed: UInt64
  ) throws {
    precondition(epochs >= 1, "a chain needs an epoch")
    rated = try sampler.on(site)
    (name, self.epochs, self.seed) = (sampler.name, epochs, seed)
    density = AnyPosterior(site.model)
    mode = { () throws(SamplingError) in try site.mode() }
  }

  /// Tries rates over eight decades, on up to `threads` threads at a time.
  ///
  /// - Throws: ``BiasError/noLearningRate(_:)`` where chains diverge at every rate, ``BiasError/noReference(_:)`` when
  ///   NUTS finds no posterior with a covariance, `CancellationError` when the surrounding task is cancelled.
  public func run(
    threads: Int = 1, onProgress: @escaping @Sendable (_ fraction: Double) -> Void = { _ in }
  ) async throws -> Result {
    let reference = try await BiasReference(
      density, mode: mode, chains: 4, seed: seed, threads: threads)
    // A preconditioner may have units of its own, so that the posterior's curvature only says where to begin.
    let middle = try 1 / reference.positions.curvatures().largest
    let tried = (-12...12).map { middle * pow(10, Double($0) / 3) }
    var (rates, found) = (tried, [Double]())
    for (round, survivors) in [8, 3, 1].enumerated() {
      let length = try length(epochs / [9, 3, 1][round])
      let pool = TaskPool(threads: threads, total: rates.count * length.total) {
        onProgress((Double(round) + $0) / 3)
      }
      let streams = StreamSeed(seed).child("stein").child(round)
      let discrepancies = try await pool.runAll(rates.count) { [rates] piece in
        try discrepancy(at: rates[piece.number], length, reference, streams.child(piece.number), as: piece)
      }
      let best = rates.indices.sorted { discrepancies[$0] < discrepancies[$1] }.prefix(survivors)
        .filter { discrepancies[$0].isFinite }
      (rates, found) = (best.map { rates[$0] }, best.map { discrepancies[$0] })
    }
    guard let rate = rates.first, let discrepancy = found.first else {
      throw BiasError.noLearningRate("\(name) diverges at every rate from \(tried[0]) to \(tried[tried.count - 1])")
    }
    let (draws, d) = (reference.draws.values, density.dimension)
    let thinning = max(1, draws.count / d / Self.most)
    let exact = stride(from: 0, to: draws.count, by: thinning * d).flatMap { draws[$0..<$0 + d] }
    return Result(
      learningRate: rate, discrepancy: discrepancy,
      ofThePosterior: reference.steinDiscrepancy(of: exact), ratesTried: tried.count)
  }

  /// The draws that are compared, at the most.
  private static let most = 256

  /// So many epochs, in as many draws as are compared.
  private func length(_ epochs: Int) throws(SamplingError) -> ChainLength {
    let perDraw = try rated.epochsPerDraw()
    let thinning = max(1, epochs / perDraw / Self.most)
    return ChainLength(
      stepsPerDraw: thinning * perDraw * rated.stepsPerEpoch, burnIn: 0, count: max(2, epochs / perDraw / thinning))
  }

  /// The discrepancy of a chain at a rate; infinite where it diverges.
  private func discrepancy(
    at rate: Double, _ length: ChainLength, _ reference: BiasReference, _ seed: StreamSeed, as piece: RunningPiece
  ) throws -> Double {
    do {
      let draws = try length.run(for: DrawBuffer(), as: piece) {
        var random = GSLRandom(stream: seed)
        let start = reference.start(using: &random)
        return try Chain(rated.make(rate), at: start, random: random)
      }
      return reference.steinDiscrepancy(of: draws.values)
    } catch is SamplingError { return .infinity }
  }
}

extension BiasReference {
  /// The kernel Stein discrepancy of draws one after another, in posterior standard deviations; infinite where they are
  /// not finite.
  func steinDiscrepancy(of values: [Double]) -> Double {
    let draws = Matrix(columnCount: density.dimension, elements: values)
    guard draws.isFinite else { return .infinity }
    let scores = KernelSteinDiscrepancy.scores(draws, density)
    // x = m + Lz: ∇_z = Lᵀ∇_x.
    let whitened = (0..<draws.rowCount).flatMap { i in
      positions.cholesky.solveLower(zip(draws.row(i), positions.mean).map(-))
    }
    let whitenedDraws = Matrix(columnCount: density.dimension, elements: whitened)
    let whitenedScores = scores * positions.cholesky.factor
    guard whitenedScores.isFinite, whitenedDraws.isFinite else { return .infinity }
    return KernelSteinDiscrepancy.of(whitenedDraws, scores: whitenedScores).biasedSquared.squareRoot()
  }
}

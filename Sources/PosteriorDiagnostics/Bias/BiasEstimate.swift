/// How a sampler's stationary law differs from the posterior, with 95 % intervals and what speaks against them.
public struct BiasEstimate: Sendable, Hashable, Codable {
  /// The model's name.
  package let model: String
  /// The sampler's name.
  package let sampler: String
  /// How its minibatches were chosen, where that is not its usual way.
  package let batching: String?
  /// N, the number of the model's examples.
  package let exampleCount: Int
  /// B, the number of examples in a full minibatch.
  package let batchSize: Int
  /// η, and not ε/2.
  public let learningRate: Double
  /// How the chains were run.
  package let settings: Settings
  /// What the model reports, one by one.
  public internal(set) var quantities: [Quantity] = []
  /// KL(normal with the draws' moments ‖ normal with the posterior's), in nats, of the unconstrained parameters.
  public internal(set) var kl: DivergenceEstimate?
  /// W₂ between the same two normals, in the unconstrained parameters' units. W₂ between the laws themselves is at
  /// least that: M. Gelbrich, Math. Nachr. 147 (1990), doi:10.1002/mana.19901470121.
  public internal(set) var wasserstein2: DivergenceEstimate?
  /// (E|X − Y|²)^½ over the pairs, with the upper end of its 95 % interval: W₂ is at most that, since the pairs
  /// are one way to lay the draws beside the posterior (Biswas & Mackey, arXiv:2112.03152).
  public internal(set) var couplingBound: Interval?
  /// A tighter upper bound on W₂, from the pairs' mean velocity, with its 95 % interval (Liu, Gong & Liu,
  /// arXiv:2209.14577); nil where polynomials of degrees 1, 2 and 3 do not agree on it, or too few draws were made.
  public internal(set) var rectifiedBound: Interval?
  /// tr(Σ⁻¹S) − d: the covariance's error summed over d directions in which the posterior's is 1.
  public internal(set) var covarianceError: Interval?
  /// The draws' own mean, of the unconstrained parameters: d elements.
  package internal(set) var drawMean: [Double] = []
  /// The draws' own covariance, of the unconstrained parameters: d × d.
  package internal(set) var drawCovariance: Matrix?
  /// The passes over the data behind each draw, the chain's own and its twin's.
  package internal(set) var passesPerDraw = 0
  /// The draws of all chains.
  public internal(set) var draws = 0
  /// The smallest effective sample size of a parameter's mean.
  public internal(set) var effectiveSampleSize = 0.0
  /// The share of the twin's proposals that were accepted.
  public internal(set) var acceptance = 1.0
  /// What speaks against the numbers, a sentence each; none when they can be trusted.
  public internal(set) var warnings: [BiasWarning] = []

  /// How chains are run.
  public struct Settings: Sendable, Hashable, Codable {
    package let epochs: Int
    package let burnIn: Int
    package let chains: Int
    package let seed: UInt64

    /// Chains of so many epochs.
    ///
    /// - Parameters:
    ///   - epochs: Passes over the data recorded by each chain.
    ///   - burnIn: Passes thrown away first; a tenth of `epochs` unless given. Chains start at draws by NUTS.
    ///   - chains: The number of chains.
    ///   - seed: The seed of all of them.
    public init(epochs: Int, burnIn: Int? = nil, chains: Int = 4, seed: UInt64 = 1) {
      precondition(epochs >= 1 && chains >= 1 && (burnIn ?? 0) >= 0, "a measurement needs an epoch and a chain")
      (self.epochs, self.burnIn, self.chains, self.seed) = (epochs, burnIn ?? epochs / 10, chains, seed)
    }
  }

  /// A value with the ends of its 95 % interval.
  public struct Interval: Sendable, Hashable, Codable {
    /// The estimate that the interval is around.
    public let estimate: Double
    /// The interval's lower end.
    public let lower: Double
    /// The interval's upper end.
    public let upper: Double

    /// Whether zero, or another value that means no error, lies outside the interval.
    package func excludes(_ value: Double) -> Bool { value < lower || value > upper }

    /// How far the estimate and the further end are from a value that means no error.
    package func size(from value: Double) -> (estimate: Double, upper: Double) {
      (abs(estimate - value), max(abs(lower - value), abs(upper - value)))
    }
  }

  /// One of the values that the model reports.
  public struct Quantity: Sendable, Hashable, Codable {
    /// The name under which the model reports it.
    public let name: String
    /// Its posterior mean, by the twins.
    public let mean: Double
    /// Its posterior standard deviation, by the twins.
    public let standardDeviation: Double
    /// The draws' mean less the posterior's, in posterior standard deviations.
    public let meanShift: Interval
    /// The draws' standard deviation over the posterior's.
    public let standardDeviationRatio: Interval
  }
}

extension BiasEstimate {
  /// The tighter of the upper bounds on W₂ that were found.
  package var upperBound: Interval? { rectifiedBound ?? couplingBound }

  /// What is to be measured, without its numbers.
  init<Model>(
    model: String, exampleCount: Int, _ family: SamplerFamily<Model>, learningRate: Double, settings: Settings
  ) {
    (self.model, self.exampleCount, self.learningRate, self.settings) = (model, exampleCount, learningRate, settings)
    (sampler, batching, batchSize) = (family.name, family.batching, family.batchSize ?? exampleCount)
  }

  /// The result of chains that have run.
  func filled(_ chains: [BiasObserver], _ reference: BiasReference, _ pace: TwinPace) throws -> BiasEstimate {
    var result = self
    let found: PairedEstimate
    let reported: PairedEstimate
    do throws(GSLError) {
      found = try PairedEstimate(chains.map(\.positions), reference: reference.positions)
      reported =
        if let reports = reference.reports {
          try PairedEstimate(chains.compactMap(\.reports), reference: reports, isDiagonal: true)
        } else {
          try PairedEstimate(chains.map(\.positions), reference: reference.positions, isDiagonal: true)
        }
    } catch { throw BiasError.noReference("the draws beside the sampler's have no covariance: \(error)") }
    result.quantities = reported.quantities
    (result.drawMean, result.drawCovariance) = (found.biased.mean, found.biased.covariance)
    result.kl = found.biased.klDivergence()
    result.wasserstein2 = found.biased.wasserstein2()
    let trace = found.biased.excessTrace
    result.covarianceError = Interval(trace.value, trace.standardError * found.biased.reach)
    let distances = BiasDistances(chains.map(\.distances))
    result.couplingBound = distances.bound
    if let rectified = RectifiedBound(chains.map(\.rectified)), rectified.isBound, let last = rectified.squares.last {
      let square = Interval(last.value, found.biased.reach * last.standardError)
      result.rectifiedBound = square.squareRoot
    }
    result.passesPerDraw = pace.passesPerDraw
    result.draws = found.plain.drawCount
    result.effectiveSampleSize = found.plain.effectiveSampleSize
    let (proposals, rejections) = chains.reduce(into: (0.0, 0.0)) {
      $0 = ($0.0 + $1.acceptance.proposals, $0.1 + $1.acceptance.rejections)
    }
    result.acceptance = proposals > 0 ? 1 - rejections / proposals : 1
    result.warnings =
      reference.warnings
      + BiasWarning.all(
        found, distances, epochs: settings.epochs, acceptance: result.acceptance,
        longestStreak: Int(chains.map(\.acceptance.longestStreak).max() ?? 0),
        chains.map { MomentEstimate([$0.positions.posterior], reference: reference.positions) })
    return result
  }
}

extension BiasEstimate.Interval {
  /// The interval of the square root; 0 for what is below.
  var squareRoot: BiasEstimate.Interval {
    .init(
      estimate: max(0, estimate).squareRoot(), lower: max(0, lower).squareRoot(), upper: max(0, upper).squareRoot())
  }

  init(_ value: Double, _ reach: Double) { self.init(estimate: value, lower: value - reach, upper: value + reach) }
}

extension PairedEstimate {
  /// The shift and the ratio of each parameter, in its own posterior's units.
  var quantities: [BiasEstimate.Quantity] {
    posterior.mean.indices.map { j in
      let deviation = posterior.covariance[j, j].squareRoot()
      let variances = BiasEstimate.Interval(
        biased.covariance[j, j] / posterior.covariance[j, j],
        biased.reach * biased.covarianceStandardError[j, j] / posterior.covariance[j, j])
      return BiasEstimate.Quantity(
        name: posterior.parameterNames[j], mean: posterior.mean[j], standardDeviation: deviation,
        meanShift: .init(
          (biased.mean[j] - posterior.mean[j]) / deviation, biased.reach * biased.meanStandardError[j] / deviation),
        standardDeviationRatio: variances.squareRoot)
    }
  }
}

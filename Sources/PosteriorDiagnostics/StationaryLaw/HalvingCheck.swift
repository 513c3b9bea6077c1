/// What a chain's moments do when the learning rate is halved, against what the stationary law predicts.
///
/// Chains at η and η/2, under the same noise as far as their schemes allow, run for the same time. The change of
/// their first and second moments about the mode, in whitened coordinates, less the predicted one is (δm, δS); its
/// size ½|δm|² + ¼|δS|² is of the kind of a KL. It is zero for a normal posterior; elsewhere it says how far the
/// prediction at the mode can be trusted. A bias of first order in η, unexplained to the same degree, is twice as
/// large at η as what halving shows, and four times as much in KL.
public struct HalvingCheck: Sendable, Hashable {
  /// What the check says.
  public enum Verdict: String, Sendable, Codable {
    /// Four times the unexplained change is below the target KL.
    case agrees
    /// Four times the unexplained change is above the target KL.
    case disagrees
    /// The chains were too short to tell, or one of them diverged.
    case unresolved
  }

  /// What the check says.
  public let verdict: Verdict
  /// The size ½|Δm|² + ¼|ΔS|² of the predicted change.
  package let predicted: Double
  /// The size of the unexplained change less its Monte Carlo bias; 0 when that is negative.
  package let unexplained: Double
  /// The ends of its interval, two standard errors wide on each side.
  public let interval: ClosedRange<Double>
  /// How many epochs the chain at η ran; that at η/2 ran as many again twice.
  package let epochs: Int
}

extension MultivariateNormal {
  /// First and second moments about the mean in whitened coordinates, scaled so that the square of a small change is
  /// its KL: d + d² elements.
  fileprivate func features(of law: StationaryLaw) -> [Double] {
    let whitened = whiten(mean: law.mean, covariance: law.covariance)
    let d = dimension
    return whitened.mean.map { $0 * 0.5.squareRoot() }
      + (0..<d * d).map { 0.5 * (whitened.excess[$0 / d, $0 % d] + whitened.mean[$0 / d] * whitened.mean[$0 % d]) }
  }
}

extension AutomaticLearningRate {
  /// Runs the check until it is resolved, or has used `examples` examples' gradients.
  ///
  /// - Throws: ``StationaryLawError/unstable(learningRate:limit:)`` when half the rate has no stationary law.
  public func checkedByHalving(
    examples: Int = 200_000_000, seed: UInt64 = 1
  ) throws(StationaryLawError) -> HalvingCheck {
    try checkedByHalving(examples: examples, seed: seed, as: .alone)
  }

  /// The same as a piece of work, which tells of its draws and can be stopped.
  package func checkedByHalving(
    examples: Int, seed: UInt64, as piece: RunningPiece
  ) throws(StationaryLawError) -> HalvingCheck {
    try check(gradient, dynamics.integrator, mostDraws: mostDraws(examples: examples), seed: seed, as: piece)
  }

  /// The draws that so many examples' gradients are enough for.
  package func mostDraws(examples: Int) -> Int {
    max(1, examples / (6 * dynamics.quadratic.exampleCount * epochsPerCycle))
  }

  private var epochsPerCycle: Int { gradient.stepsPerCycle / gradient.stepsPerEpoch }

  private func check(
    _ gradient: some GradientEstimator, _ integrator: some LinearIntegrator, mostDraws: Int, seed: UInt64,
    as piece: RunningPiece
  ) throws(StationaryLawError) -> HalvingCheck {
    let half = try dynamics.stationaryLaw(learningRate: learningRate / 2)
    let reference = dynamics.quadratic.reference
    let predicted = zip(reference.features(of: law), reference.features(of: half)).map(-)
    func chain(_ rate: Double) -> LangevinSampler<some GradientEstimator, some LangevinIntegrator> {
      LangevinSampler(
        gradient: gradient, integrator: integrator, learningRate: .constant(rate), metric: metric,
        stepsPerDraw: gradient.stepsPerCycle)
    }
    // Batches of at least four relaxation times of the slowest mode.
    let slowest = learningRate * (dynamics.whitened.rates.min() ?? 1) * Double(gradient.stepsPerCycle)
    let pair = HalvingPair(chain(learningRate), chain(learningRate / 2), seed: seed)
    let length = max(4, Int(min(1e6, 4 / slowest)))
    var observer = HalvingObserver(
      reference, predicted: predicted, targetKL: targetKL, batchLength: length, mostDraws: mostDraws)
    do {
      var both = try Chain(pair, at: reference.mean, random: GSLRandom(seed: seed))
      try both.run(ChainLength(stepsPerDraw: 1, burnIn: 2 * length), for: &observer, as: piece)
      return observer.check(epochsPerDraw: epochsPerCycle)
    } catch {
      return HalvingCheck(
        verdict: .disagrees, predicted: predicted.dot(predicted), unexplained: .infinity, interval: 0...(.infinity),
        epochs: observer.drawCount * epochsPerCycle)
    }
  }
}

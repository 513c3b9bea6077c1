import PosteriorDiagnostics
import Testing

/// Minibatchings of a user's own, whose stationary laws are averaged over cycles that they make themselves.
@Suite struct UserMinibatchingTests {
  /// The examples in the order of the data, every epoch alike.
  private struct OrderOfData: Minibatching {
    let name = "order-of-data"
    let law = MinibatchLaw.cycles(epochs: 1)

    func advance(_ minibatches: inout Minibatches, using random: inout some RandomSource) {
      _ = minibatches.beginEpochIfNeeded()
      minibatches.use(minibatches.places(ofMinibatch: minibatches.usedInEpoch))
    }
  }

  /// A library's minibatching of which nothing is said.
  private struct Unknown<Base: Minibatching>: Minibatching {
    let base: Base
    let name = "unknown"
    var law: MinibatchLaw { .cycles(epochs: base.epochsPerCycle) }

    func advance(_ minibatches: inout Minibatches, using random: inout some RandomSource) {
      base.advance(&minibatches, using: &random)
    }
  }

  private static let model = StationaryLawSimulationTests.model

  /// Nothing is random but the noise: the law has no error, and chains follow it. Seven examples in pairs end in a short minibatch.
  @Test(arguments: 0..<5, [false, true]) func fixedOrder(_ integrator: Int, _ isAnchored: Bool) throws {
    func check(_ integrator: some LinearIntegrator) throws {
      let tests = StationaryLawSimulationTests()
      if isAnchored {
        try tests.compare(SVRGGradient(Self.model, OrderOfData(), batchSize: 2), integrator)
      } else {
        try tests.compare(MinibatchGradient(Self.model, OrderOfData(), batchSize: 2), integrator)
      }
    }
    try check(StationaryLawSimulationTests.integrators[integrator])
  }

  /// What the library knows of its own minibatchings, sampled cycles show within their error; and that error is honest, neither many
  /// times too large.
  @Test func agreesWithWhatIsKnown() throws {
    let mode = try Self.model.exactPosterior().mean
    func law(_ batching: some Minibatching) throws -> StationaryLaw {
      try AffineDynamics(
        MinibatchGradient(Self.model, batching, batchSize: 2), LeimkuhlerMatthews(), mode: mode, orders: 4096
      ).stationaryLaw(learningRate: StationaryLawSimulationTests.rate)
    }
    func check(_ batching: some Minibatching) throws {
      let (known, sampled) = (try law(batching), try law(Unknown(base: batching)))
      #expect(sampled.error.kl > 0)
      for i in 0..<2 {
        for j in 0...i {
          let error = sampled.error.covariance[i, j]
          #expect(abs(sampled.covariance[i, j] - known.covariance[i, j]) < 4.5 * error)
          #expect(error < 0.02 * known.covariance[i, i])
        }
      }
    }
    try check(WithReplacement())
    try check(FreshSubset())
    try check(ReshuffledEpochs())
    try check(SymmetricReshuffledEpochs())
  }
}

/// How often a twin moves: often enough that the gap which a rejection opens counts little beside the one that the
/// sampler's own error keeps open.
struct TwinPace: Sendable {
  /// The sampler beside its twin.
  let sampler: AnySampler
  /// Moves of the twin in a draw.
  let stretchesPerDraw: Int
  /// The passes over the data of a draw, the chain's own and its twin's.
  let passesPerDraw: Int

  /// The fewest moves an epoch, doubled from one on, at which r ≤ 1/10 and cdr ≤ ½ρ² in a run of so many draws.
  ///
  /// r is the share of moves that are rejected, which open a mean square gap of cdr, and ρ² = E|D|² − cdr is
  /// what would be left without them, in posterior standard deviations.
  ///
  /// - Throws: ``SamplingError`` when the chain diverges.
  init(
    _ pairs: TwinFactory.Pairs, _ reference: BiasReference, draws: Int, seed: StreamSeed, as piece: RunningPiece
  ) throws {
    let d = Double(reference.positions.dimension)
    var stretches = 1
    while true {
      let (chain, stretchesPerDraw) = (pairs.make(stretches), stretches * pairs.epochsPerDraw)
      var random = GSLRandom(stream: seed.child(stretches))
      let start = reference.start(using: &random)
      let observer = BiasObserver(reference, drawCount: draws, stretchesPerDraw: stretchesPerDraw)
      let length = ChainLength(stepsPerDraw: 1, burnIn: draws / 4, count: draws)
      let found = try length.run(for: observer, as: piece.untold) {
        try Chain(chain.sampler, at: start, random: random)
      }
      let rejected = found.acceptance.rejections / found.acceptance.proposals
      let opened = chain.gapOfRejection * d * rejected
      let isEnough = rejected <= 0.1 && 2 * opened <= found.meanSquareGap - opened
      if isEnough || 2 * stretches > pairs.stepsPerEpoch {
        (sampler, self.stretchesPerDraw) = (chain.sampler, stretchesPerDraw)
        passesPerDraw = pairs.epochsPerDraw + stretchesPerDraw + (pairs.takesNoiseAhead ? 1 : 0)
        return
      }
      stretches *= 2
    }
  }
}

/// A sampler at a learning rate beside its twin, to be run.
@usableFromInline
struct TwinFactory: Sendable {
  /// The pair, whose twin moves so many times an epoch.
  let pair: @Sendable (_ learningRate: Double, _ quadratic: TwinQuadratic, _ stretchesPerEpoch: Int) -> TwinChain
  /// Whether a draw holds a part of the next step's noise, for which the draw beside it takes one more move.
  let takesNoiseAhead: Bool

  /// The pairs of a sampler at any learning rate; nil where neither an increment alone drives its steps, nor they have
  /// a velocity.
  @inlinable
  init?<Gradient: GradientEstimator, Integrator: LinearIntegrator>(
    _ make: @escaping @Sendable (_ learningRate: Double) -> LangevinSampler<Gradient, Integrator>
  ) {
    if let driving = Integrator.drivingIncrement {
      self.init(takesNoiseAhead: driving.included != nil) {
        TwinChain(AnySampler(TwinnedPair(make($0), ExponentialTwin($1), stretchesPerEpoch: $2)), gapOfRejection: 1.5)
      }
    } else if make(1).integrator.motion(over: LangevinStep(fullRate: 1)) != nil {
      self.init(takesNoiseAhead: false) {
        let pair = MomentumPair(make($0), $1, stretchesPerEpoch: $2)
        return TwinChain(AnySampler(pair), gapOfRejection: pair.gapOfRejection)
      }
    } else {
      return nil
    }
  }

  /// The pairs of a sampler at one learning rate.
  struct Pairs: Sendable {
    let stepsPerEpoch: Int
    let epochsPerDraw: Int
    let takesNoiseAhead: Bool
    /// The pair whose twin moves so many times an epoch.
    let make: @Sendable (_ stretchesPerEpoch: Int) -> TwinChain
  }

  @usableFromInline
  init(takesNoiseAhead: Bool, _ pair: @escaping @Sendable (Double, TwinQuadratic, Int) -> TwinChain) {
    self.pair = pair
    self.takesNoiseAhead = takesNoiseAhead
  }
}

extension LangevinSampler {
  /// The steps of a draw in stretches behind which a twin moves, so many an epoch, of lengths that differ by one at
  /// most.
  @usableFromInline
  func stretches(perEpoch: Int) -> [Range<Int>] {
    let count = min(stepsPerDraw, perEpoch * max(1, stepsPerDraw / gradient.stepsPerEpoch))
    return (0..<count).map { stepsPerDraw * $0 / count..<stepsPerDraw * ($0 + 1) / count }
  }
}

/// A sampler beside its twin.
@usableFromInline
struct TwinChain: Sendable {
  /// Both as one sampler.
  let sampler: AnySampler
  /// The mean square gap in a parameter where every move is rejected, if gaps added up.
  let gapOfRejection: Double

  @usableFromInline
  init(_ sampler: AnySampler, gapOfRejection: Double) {
    (self.sampler, self.gapOfRejection) = (sampler, gapOfRejection)
  }
}

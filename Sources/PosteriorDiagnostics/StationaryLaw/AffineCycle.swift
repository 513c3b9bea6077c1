/// The steps of a cycle, after which the choice of minibatches begins anew.
struct AffineCycle {
  let steps: [AffineStep]
  /// k: the numbers a parameter that the chain carries from cycle to cycle, an anchor not among them.
  let carried: Int
  /// The number of the minibatch that each step uses, of an epoch's.
  let minibatches: [Int]

  /// A cycle whose minibatches have given lengths, or the lengths that follow from the minibatching's law.
  init(
    _ scheme: AffineScheme, exampleCount: Int, lengths given: [Int]? = nil, integrator: any LinearIntegrator,
    learningRate: Double, temperature: Double
  ) {
    let count = (exampleCount + scheme.batchSize - 1) / scheme.batchSize
    minibatches = scheme.order(count)
    let lengths = given ?? minibatches.map { scheme.length(ofMinibatch: $0, exampleCount: exampleCount) }
    let steps = integrator.linearSteps(
      lengths.enumerated().map { place, length in
        LangevinStep(
          fullRate: learningRate, share: length == scheme.batchSize ? 1 : Double(length) / Double(scheme.batchSize),
          temperature: temperature, isEpochEnd: (place + 1).isMultiple(of: count))
      })
    carried = steps.first?.size ?? 1
    self.steps = steps.enumerated().map { place, step in
      scheme.isAnchoredEachEpoch
        ? AffineStep(step, anchorMoves: place.isMultiple(of: count)) : AffineStep(step)
    }
  }

  /// K.
  var size: Int { steps.first?.size ?? carried }

  /// One step where all are alike and minibatches independent: any number of them has its stationary law.
  var shortest: ArraySlice<AffineStep> {
    steps.allSatisfy { $0 == steps.first } && size == carried ? steps.prefix(1) : steps[...]
  }
}

extension AffineScheme {
  /// The minibatches of a cycle by their numbers in an epoch.
  fileprivate func order(_ count: Int) -> [Int] {
    guard let law = minibatching?.law else { return [0] }
    let forward = Array(0..<count)
    if law == .shuffled(isMirrored: true) { return forward + forward.reversed() }
    return (0..<law.epochsPerCycle).flatMap { _ in forward }
  }

  /// Only a permutation's last minibatch is short.
  fileprivate func length(ofMinibatch minibatch: Int, exampleCount: Int) -> Int {
    guard minibatching?.law.usesEveryExampleOnce == true else { return batchSize }
    return min(batchSize, exampleCount - minibatch * batchSize)
  }
}

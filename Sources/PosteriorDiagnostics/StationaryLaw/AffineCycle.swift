/// The steps of a cycle, after which the choice of minibatches begins anew.
struct AffineCycle {
  let steps: [AffineStep]
  /// k: the numbers a parameter that the chain carries from cycle to cycle, an anchor not among them.
  let carried: Int
  /// The number of the minibatch that each step uses, of an epoch's.
  let minibatches: [Int]

  init(
    _ scheme: AffineScheme, exampleCount: Int, integrator: any LinearIntegrator, learningRate: Double,
    temperature: Double
  ) {
    let count = (exampleCount + scheme.batchSize - 1) / scheme.batchSize
    let lastSize = exampleCount - (count - 1) * scheme.batchSize
    let forward = Array(0..<count)
    var order = forward
    var hasShortMinibatch = false
    if case .reshuffled(let epochs) = scheme.batching {
      hasShortMinibatch = true
      if epochs == 2 { order += forward.reversed() }
    }
    minibatches = order
    let steps = integrator.linearSteps(
      order.enumerated().map { place, minibatch in
        LangevinStep(
          fullRate: learningRate,
          share: hasShortMinibatch && minibatch == count - 1 ? Double(lastSize) / Double(scheme.batchSize) : 1,
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

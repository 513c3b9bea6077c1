extension AnySampler.State: MinibatchHolder {
  package var heldMinibatches: Minibatches? {
    get { box.heldMinibatches }
    set {
      if !isKnownUniquelyReferenced(&box) { box = box.copy() }
      box.heldMinibatches = newValue
    }
  }
}

extension AnySampler {
  /// The steps of a chain on one block of examples, which another process may take.
  package struct Hop: Sendable {
    /// The block's number, from 0.
    package let block: Int
    /// Where the chain is, and its random stream.
    package let chain: Checkpoint<State>
    /// How many steps are to be taken.
    package let steps: Int
    /// Whether the position after each is wanted.
    package let isTraced: Bool

    package init(block: Int, chain: Checkpoint<State>, steps: Int, isTraced: Bool) {
      (self.block, self.chain, self.steps, self.isTraced) = (block, chain, steps, isTraced)
    }
  }

  /// Where a chain is after a hop's steps, and the positions that were wanted, one after another.
  package typealias Landing = (chain: Checkpoint<State>, trace: [Double])

  /// Takes a hop's steps in this process.
  package func take(_ hop: Hop) throws(SamplingError) -> Landing {
    var (state, random) = (hop.chain.state, hop.chain.random)
    var trace = [Double](repeating: 0, count: hop.isTraced ? hop.steps * dimension : 0)
    if hop.isTraced {
      var room = trace.mutableSpan
      try advance(&state, steps: hop.steps, tracing: &room, using: &random)
    } else {
      try advance(&state, steps: hop.steps, using: &random)
    }
    return (Checkpoint(drawsMade: 0, state: state, random: random), trace)
  }

  /// The same sampler, whose chains that hop have their steps on each block taken by `carry`, or in this process where
  /// it returns nil.
  ///
  /// Its chains are the same, number for number.
  package func carried(by carry: @escaping @Sendable (Hop) -> Landing?) -> AnySampler {
    let base = self
    @Sendable func go(
      _ state: inout State, _ steps: Int, _ trace: inout MutableSpan<Double>, _ random: inout GSLRandom
    ) throws(SamplingError) {
      let isTraced = !trace.isEmpty
      var made = 0
      while made < steps {
        let next = state.heldMinibatches?.nextHop
        let count = min(steps - made, next?.steps ?? .max)
        let landing = next.flatMap {
          let chain = Checkpoint(drawsMade: 0, state: state, random: random)
          return carry(Hop(block: $0.block, chain: chain, steps: count, isTraced: isTraced))
        }
        if let landing {
          (state, random) = (landing.chain.state, landing.chain.random)
          if isTraced { trace.write(landing.trace, at: made * base.dimension) }
        } else if isTraced {
          // A part of a mutable span has no name without an underscore in Swift 6.2 and 6.3.
          var room = trace._mutatingExtracting(made * base.dimension..<(made + count) * base.dimension)
          try base.traceSteps(&state, count, &room, &random)
        } else {
          try base.takeSteps(&state, count, &random)
        }
        made += count
      }
    }
    var carried = self
    carried.takeSteps = { (state, steps, random) throws(SamplingError) in
      var none = MutableSpan<Double>()
      try go(&state, steps, &none, &random)
    }
    carried.traceSteps = { (state, steps, trace, random) throws(SamplingError) in
      try go(&state, steps, &trace, &random)
    }
    return carried
  }
}

/// The law of a chain's minibatches, as far as it is known.
public enum MinibatchLaw: Sendable, Hashable {
  /// Minibatches that do not depend on one another: B examples drawn one by one, with repeats, or a subset of B,
  /// without.
  ///
  /// All examples are equally likely.
  case independent(hasRepeats: Bool)

  /// A new permutation of the examples each cycle, cut into minibatches. Every example comes exactly once an epoch.
  ///
  /// All permutations are equally likely. A mirrored cycle is two epochs, the second being the first backwards.
  case shuffled(isMirrored: Bool)

  /// A new permutation of the examples each epoch, cut into minibatches. Every example comes exactly once an epoch. A
  /// permutation is as likely as its reversal, but not all are equally likely.
  ///
  /// A stationary law is averaged over epochs that the minibatching is asked for.
  case permutations

  /// Cycles of `epochs` epochs that do not depend on one another. No more is known.
  ///
  /// A stationary law is averaged over cycles that the minibatching is asked for.
  case cycles(epochs: Int)

  /// How many epochs pass before the choice begins anew.
  @inlinable
  package var epochsPerCycle: Int {
    switch self {
    case .independent, .permutations: 1
    case .shuffled(let isMirrored): isMirrored ? 2 : 1
    case .cycles(let epochs): epochs
    }
  }

  /// Whether a minibatch says nothing of the next. The dynamics then ticks once a step, and otherwise once a cycle.
  package var isIndependent: Bool {
    if case .independent = self { true } else { false }
  }

  /// Whether an epoch is known to use every example exactly once.
  package var usesEveryExampleOnce: Bool {
    switch self {
    case .shuffled, .permutations: true
    case .independent, .cycles: false
    }
  }

  /// Whether a minibatch is known to hold no example twice.
  package var hasNoRepeats: Bool { self == .independent(hasRepeats: false) || usesEveryExampleOnce }
}

extension Minibatches {
  /// The library's ways to choose minibatches. Options and reports take them, and their names, from here.
  package static let choices: [any Minibatching] = [
    WithReplacement(), FreshSubset(), ReshuffledEpochs(), SymmetricReshuffledEpochs(),
  ]
}

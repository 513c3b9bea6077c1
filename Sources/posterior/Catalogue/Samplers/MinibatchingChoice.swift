import ArgumentParser
import PosteriorDiagnostics

/// A way to choose minibatches, as `--batching` and the names of samplers give it.
struct MinibatchingChoice: Sendable {
  /// The minibatching itself.
  let base: any Minibatching

  var name: String { base.name }

  /// Whether every example comes once an epoch, as without-replacement samplers need it.
  var usesEveryExampleOnce: Bool { base.law.usesEveryExampleOnce }

  /// Those that the library has.
  static let all = Minibatches.choices.map(MinibatchingChoice.init)

  static let fresh = MinibatchingChoice(base: FreshSubset())
  static let reshuffled = MinibatchingChoice(base: ReshuffledEpochs())
  static let symmetric = MinibatchingChoice(base: SymmetricReshuffledEpochs())

  /// Hands the minibatching to what is made of it, as the type that it is.
  ///
  /// Code for the types named here is compiled for them. Any other type works too, but its chains are slower.
  func open<User: MinibatchingUser>(_ user: User) throws(SamplingError) -> User.Result {
    switch base {
    case let base as WithReplacement: try user.use(base)
    case let base as FreshSubset: try user.use(base)
    case let base as ReshuffledEpochs: try user.use(base)
    case let base as SymmetricReshuffledEpochs: try user.use(base)
    default: try user.use(base)
    }
  }
}

/// What is made of minibatches, of whatever type.
protocol MinibatchingUser {
  associatedtype Result
  func use(_ batching: some Minibatching) throws(SamplingError) -> Result
}

extension MinibatchingChoice: ExpressibleByArgument {
  init?(argument: String) {
    if let choice = Self.all.first(where: { $0.name == argument }) {
      self = choice
    } else {
      let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
      let numbers = parts.dropFirst().compactMap { Int($0) }.filter { (1...1 << 30).contains($0) }
      guard numbers.count == parts.count - 1, let first = numbers.first else { return nil }
      switch (parts[0], numbers.count) {
      case ("hopping", 1): self.init(base: HoppingEpochs(blockCount: first))
      case ("stratified", 1): self.init(base: StratifiedEpochs(strataCount: first))
      case ("blocks", 1): self.init(base: BlockEpochs(blockSize: first))
      case ("blocks", 2): self.init(base: BlockEpochs(blockSize: first, window: numbers[1]))
      default: return nil
      }
    }
  }

  static var allValueStrings: [String] { all.map(\.name) + ["blocks:L", "blocks:L:W", "hopping:K", "stratified:K"] }
}

extension MinibatchingChoice: Encodable {
  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}

extension MinibatchingChoice: Hashable {
  static func == (a: MinibatchingChoice, b: MinibatchingChoice) -> Bool { a.name == b.name }

  func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

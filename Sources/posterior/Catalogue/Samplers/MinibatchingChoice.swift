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

  /// Those with numbers, which are made of them.
  private static let numbered: [(name: String, make: @Sendable ([Int]) -> any Minibatching)] = [
    ("blocks:L", { BlockEpochs(blockSize: $0[0]) }),
    ("blocks:L:W", { BlockEpochs(blockSize: $0[0], window: $0[1]) }),
    ("hopping:K", { HoppingEpochs(blockCount: $0[0]) }),
    ("stratified:K", { StratifiedEpochs(strataCount: $0[0]) }),
  ]

  /// The names of those that take every example once an epoch.
  static let everyExampleOnce =
    (all.filter(\.usesEveryExampleOnce).map(\.name)
    + numbered.filter { $0.make([1, 1]).law.usesEveryExampleOnce }.map(\.name)).joined(separator: ", ")

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
      let form = Self.numbered.first {
        let names = $0.name.split(separator: ":")
        return names[0] == parts[0] && names.count == parts.count
      }
      guard let form, numbers.count == parts.count - 1 else { return nil }
      self.init(base: form.make(numbers))
    }
  }

  static var allValueStrings: [String] { all.map(\.name) + numbered.map(\.name) }
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

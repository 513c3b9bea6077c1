import ArgumentParser
import PosteriorDiagnostics

/// A sampler of the command: what it is, and how it is made.
struct SamplerEntry: Sendable {
  /// The one name of the sampler.
  let name: String
  /// What it is, in a line.
  let summary: String
  /// What can be said of it on any model.
  let facts: SamplerFacts
  /// Whether the name says its minibatching, as a product's does.
  private(set) var namesBatching = false
  private let maker: @Sendable (SamplerSite) throws(SamplingError) -> MadeSampler

  /// A sampler that is a type of its own.
  init(
    _ name: String, _ summary: String, _ facts: SamplerFacts,
    maker: @escaping @Sendable (SamplerSite) throws(SamplingError) -> MadeSampler
  ) {
    self.name = name
    self.summary = summary
    self.facts = facts
    self.maker = maker
  }

  /// A sampler that is a product of minibatching, gradient and integrator.
  init(_ name: String, _ product: LangevinProduct, _ summary: String) {
    self.init(name, summary, product.facts) { (site) throws(SamplingError) in
      try product.integrator.make(name, product, site)
    }
  }
}

extension SamplerEntry {
  /// How its minibatches are chosen: as was asked for, as its name says, in blocks of rows that are stored, or its own
  /// way; nil for a sampler that takes all examples at every step.
  func batching(asked: MinibatchingChoice?, stored: MinibatchingChoice?) -> MinibatchingChoice? {
    facts.batching.map { asked ?? (namesBatching ? $0 : stored ?? $0) }
  }

  /// Makes it on a model.
  func make(_ site: SamplerSite) throws(SamplingError) -> MadeSampler {
    var own = site
    own.batching = site.batching(of: self)
    try own.batching?.base.check(batchSize: site.batchSize, of: site.model.exampleCount)
    return try maker(own)
  }

  /// The sampler as sweeps and comparisons take it, on a model that is yet to be given.
  func family(_ site: SamplerSite) -> SamplerFamily<AnyPosterior> {
    let batching = site.batching(of: self)
    return SamplerFamily(
      name, batching: batching == facts.batching ? nil : batching?.name,
      batchSize: facts.batching.map { _ in site.batchSize },
      takesLearningRate: facts.needsLearningRate
    ) { (target) throws(SamplingError) in
      var site = site
      site.target = target
      return try make(site).sweep
    }
  }

  /// The sampler of a name, or of BATCHING/GRADIENT/INTEGRATOR.
  ///
  /// - Throws: `ValidationError` that lists the names there are.
  @Sendable init(named name: String) throws {
    if let entry = Self.all.first(where: { $0.name == name }) {
      self = entry
    } else if name.contains("/") {
      self.init(name, try LangevinProduct(name), "a product of minibatching, gradient and integrator")
      namesBatching = true
    } else {
      let known = Self.all.map(\.name).joined(separator: ", ")
      throw ValidationError(
        "there is no sampler '\(name)'; choose among \(known), or give BATCHING/GRADIENT/INTEGRATOR")
    }
  }

  /// Reads a comma-separated list of different names.
  @Sendable static func list(_ text: String) throws -> [SamplerEntry] {
    let names = text.split(separator: ",", omittingEmptySubsequences: false).map {
      String($0.trimmingPrefix(while: \.isWhitespace))
    }
    if Set(names).count < names.count { throw ValidationError("a sampler is named twice") }
    return try names.map(SamplerEntry.init(named:))
  }

  /// A line for each name, as the help lists them.
  static let help = all.map { $0.name.padding(toLength: 22, withPad: " ", startingAt: 0) + $0.summary }
    .joined(separator: "\n")

  /// Refuses minibatches that do not go with the sampler's own.
  func check(batching: MinibatchingChoice?) throws {
    guard let batching, let own = facts.batching, own.usesEveryExampleOnce, !batching.usesEveryExampleOnce else {
      return
    }
    throw ValidationError(
      "\(name) needs every example once an epoch, which --batching \(batching.name) does not give: "
        + "use one of \(MinibatchingChoice.everyExampleOnce), or the sampler sgld")
  }
}

extension SamplerEntry: CustomStringConvertible {
  /// The name.
  var description: String { name }
}

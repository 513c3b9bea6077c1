import Foundation
import PosteriorDiagnostics
import Testing

/// What the catalogues say of models and samplers is what the subcommands do.
@Suite struct CatalogueTests {
  struct Model: Decodable {
    let name, knownPosterior: String
    let embeddedData: String?
  }

  struct Sampler: Decodable, Sendable, CustomTestStringConvertible {
    struct Facts: Decodable {
      let needsLearningRate, isExact, hasStationaryLaw, canBeCoupled, hasTwin: Bool
    }
    let name: String
    let facts: Facts

    var testDescription: String { name }
  }

  static let names = [
    "nuts", "hmc", "mala", "random-walk", "ula", "sgld", "sgworld", "sgworld-epoch-noise", "sgld-cv", "sgworld-cv",
    "calm", "calm-smoothed", "ubu-smoothed",
    "sms-ubu", "svrg-ld", "saga-ld", "sghmc", "sgnht", "psgld", "cyclical-sgld", "exact",
  ]

  /// Products without a name.
  static let products = [
    "with-replacement/svrg/baoab", "symmetric/saga/leimkuhler-matthews", "fresh/control-variate/ubu",
    "symmetric/smoothed/baoab",
  ]

  static func facts(_ name: String) throws -> Sampler.Facts? {
    let list = try JSONDecoder().decode(
      [Sampler].self, from: Data(Command(["samplers", "--format", "json"]).output.utf8))
    #expect(list.map(\.name) == names)
    return list.first { $0.name == name }?.facts
  }

  /// One line of why, where a subcommand refuses a sampler.
  static func check(_ command: Command, refused: [String]?) {
    guard let refused else {
      #expect(command.status == 0, "\(command.errors)")
      return
    }
    #expect(command.status == 64 && command.errors.split(separator: "\n").count == 1, "\(command.errors)")
    for word in refused { #expect(command.errors.contains(word), "\(command.errors)") }
  }

  @Test(arguments: names + products) func everySamplerCanBeSampled(_ name: String) throws {
    let needsRate = try Self.facts(name)?.needsLearningRate ?? true
    let command = try Command(
      ["sample", "linear-regression", "--sampler", name, "--format", "json"] + SampleCommandTests.quick
        + (needsRate ? ["--learning-rate", "0.01"] : []))
    let summary = try SampleCommandTests.summary(command)
    #expect(summary.chains == 4 && summary.drawsPerChain == 300)
    #expect(summary.parameters.allSatisfy { $0.mean.isFinite && $0.sd > 0 })
  }

  @Test(arguments: names + products) func whatCanBeSweptIsSwept(_ name: String) throws {
    let command = try Command(
      ["sweep", "--samplers", name, "--learning-rates", "0.01", "--epochs", "400", "--format", "json", "--quiet"])
    let isTuned = ["nuts", "hmc"].contains(name)
    Self.check(command, refused: isTuned ? [name, "no learning rate", "--against cost"] : nil)
    guard !isTuned else { return }
    let point = try #require(
      try JSONDecoder().decode(SweepResult.self, from: Data(command.output.utf8)).points.first)
    // With a KL, or with the length that it takes.
    #expect(point.sampler == name && point.status == .ok && (point.kl != nil || point.epochsNeeded ?? 0 > 400))
    // A draw is an epoch, two where they are mirrored, or a cycle of thirty.
    let isMirrored = name.hasPrefix("symmetric") || name == "sms-ubu"
    #expect(point.draws == 4 * (400 / (name == "cyclical-sgld" ? 30 : isMirrored ? 2 : 1)))
  }

  @Test(arguments: names + products) func whatHasACostIsCosted(_ name: String) throws {
    let command = try Command(
      [
        "sweep", "--against", "cost", "--samplers", name, "--learning-rates", "0.05", "--evaluations", "300000",
        "--chains", "2", "--format", "csv", "--quiet",
      ])
    let takesNone = ["random-walk", "exact"].contains(name)
    Self.check(command, refused: takesNone ? [name, "no gradients"] : nil)
    guard !takesNone else { return }
    let samplers = Set(command.output.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[0] })
    #expect(samplers.contains(name[...]) && samplers.contains("nuts") && samplers.contains("hmc"))
  }

  @Test(arguments: names + products) func whatCanBeCoupledIsCoupledAndHasItsLaw(_ name: String) throws {
    let facts = try Self.facts(name)
    let coupled = try Command(
      ["sweep", "--samplers", name, "--learning-rates", "0.01", "--epochs", "200", "--estimator", "coupled", "--quiet"])
    #expect(coupled.status == (facts?.canBeCoupled ?? true ? 0 : 64), "\(coupled.errors)")
    guard facts?.needsLearningRate ?? true else { return }
    let theory = try Command(["sweep", "--samplers", name, "--learning-rates", "0.01", "--theory-only"])
    let hasLaw = facts?.hasStationaryLaw ?? !name.contains("saga")
    #expect(theory.status == 0 && theory.errors.isEmpty == hasLaw, "\(theory.errors)")
  }

  @Test(arguments: names + products) func whatHasATwinHasItsBiasMeasured(_ name: String) throws {
    let facts = try Self.facts(name)
    let command = try Command([
      "bias", "linear-regression", "--sampler", name, "--learning-rate", "0.01", "--epochs", "100", "--quiet",
    ])
    let hasTwin = facts?.hasTwin ?? true
    let reason = facts?.isExact ?? false ? "no bias to measure" : "adds noise at every step"
    Self.check(command, refused: hasTwin ? nil : [name, reason])
  }

  /// A product's own minibatching is what --batching says of a sampler with its gradient and integrator, numbers and
  /// all: also the default batch size fits it, and what several machines cost is told of it.
  @Test(arguments: ["stratified:4", "hopping:3", "blocks:20", "blocks:20:3"])
  func minibatchingsWithNumbersMakeProducts(_ batching: String) throws {
    func sample(_ words: [String]) throws -> Summary {
      try SampleCommandTests.summary(
        Command(
          ["sample", "linear-regression", "--learning-rate", "0.01", "--format", "json"] + SampleCommandTests.quick
            + words))
    }
    let product = "\(batching)/minibatch/euler-maruyama"
    let (own, asked) = try (sample(["--sampler", product]), sample(["--sampler", "sgworld", "--batching", batching]))
    #expect(own.parameters.map(\.mean) == asked.parameters.map(\.mean))
    #expect(own.parameters.map(\.mean) != (try sample(["--sampler", "sgworld"])).parameters.map(\.mean))
    let sweep = try Command([
      "sweep", "--samplers", "\(product),sgld", "--learning-rates", "0.01", "--epochs", "50", "--quiet",
    ])
    Self.check(sweep, refused: nil)
    let isOfMachines = !batching.hasPrefix("blocks")
    let explain = try Command([
      "sample", "linear-regression", "--sampler", product, "--learning-rate", "0.01", "--explain", "--quiet",
    ])
    Self.check(explain, refused: isOfMachines ? nil : ["--explain needs minibatches of hopping:K or stratified:K"])
  }

  @Test func modelsThatAreKnownAreSwept() throws {
    let models = try JSONDecoder().decode(
      [Model].self, from: Data(Command(["models", "--format", "json"]).output.utf8))
    #expect(models.count == 7)
    for model in models where model.embeddedData != nil {
      let command = try Command(["sweep", model.name, "--epochs", "50", "--quiet"])
      Self.check(command, refused: nil)
      let exact = try Command(["sweep", model.name, "--samplers", "sgld,exact", "--epochs", "50", "--quiet"])
      Self.check(exact, refused: model.knownPosterior == "normal" ? nil : [model.name, "nothing to draw from"])
    }
  }

  /// The same options mean the same: ten passes are ten draws at epoch ends, and 340 steps of 34 an epoch.
  @Test func epochsAreDrawsOfEachSampler() throws {
    for (sampler, draws) in [("sgworld", 10), ("sgld", 340), ("ula", 10), ("sms-ubu", 5)] {
      let command = try Command(
        [
          "sample", "linear-regression", "--sampler", sampler, "--learning-rate", "0.01", "--epochs", "10",
          "--warm-up-epochs", "2", "--format", "json", "--quiet",
        ])
      #expect(try SampleCommandTests.summary(command).drawsPerChain == draws, "\(sampler)")
    }
    let nuts = try Command(["sample", "linear-regression", "--epochs", "10"])
    Self.check(nuts, refused: ["--epochs has no meaning for nuts", "--draws"])
    func sweep(_ samplers: String, _ length: [String]) throws -> Command {
      try Command(["sweep", "--samplers", samplers, "--learning-rates", "0.1", "--format", "csv", "--quiet"] + length)
    }
    let draws = try sweep("sms-ubu", ["--draws", "50", "--warm-up", "5"])
    #expect(draws.status == 0)
    #expect(try draws.output == sweep("sms-ubu", ["--epochs", "100", "--warm-up-epochs", "10"]).output)
    Self.check(try sweep("sgworld,sms-ubu", ["--draws", "50"]), refused: ["different number of passes"])
  }
}

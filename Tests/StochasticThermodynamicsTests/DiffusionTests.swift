import Foundation
import StochasticThermodynamics
import Testing

@Suite struct DiffusionTests {
  static let position = [0.3, -0.4]

  /// Half the covariance of η ĝ_b over all C(N, B) subsets, exactly.
  @Test(arguments: [1, 2, 3, 5]) func freshSubsetsAreCountedOut(_ batchSize: Int) throws {
    let model = Toy.logistic(6)
    let counted = Toy.moments(Toy.subsets(batchSize, of: 6).map { Toy.gradient(model, $0, Self.position) }).covariance
    let diffusion = try FreshSubset().diffusion(
      of: model, at: Self.position, learningRate: 0.1, batchSize: batchSize)
    #expect(Toy.distance(diffusion, 0.5 * 0.01 * counted) < 1e-12)
  }

  /// All Nᴮ tuples.
  @Test func drawsWithReplacementAreCountedOut() throws {
    let model = Toy.logistic(6)
    let pairs = (0..<6).flatMap { i in (0..<6).map { [Int32(i), Int32($0)] } }
    let counted = Toy.moments(pairs.map { Toy.gradient(model, $0, Self.position) }).covariance
    let diffusion = try WithReplacement().diffusion(of: model, at: Self.position, learningRate: 0.1, batchSize: 2)
    #expect(Toy.distance(diffusion, 0.5 * 0.01 * counted) < 1e-12)
  }

  /// Half the covariance of an epoch's displacement over all N! orders. Few minibatches make the partitions' own part of it
  /// large: without that part the case of three pairs is off by a quarter. The rest is of relative order η.
  @Test(arguments: [1, 2, 3]) func epochsAreCountedOut(_ batchSize: Int) throws {
    let (model, eta) = (Toy.logistic(6), 1e-5)
    let counted = Toy.moments(
      Toy.permutations(6).map { Toy.epoch(model, $0, from: Self.position, learningRate: eta, batchSize: batchSize) }
    ).covariance
    let diffusion = try EpochDiffusion(
      of: model, at: Self.position, learningRate: eta, batchSize: batchSize, partitions: 20_000)
    #expect(Toy.distance(diffusion.matrix, 0.5 * counted) < 0.03)
  }

  @Test func epochDiffusionGrowsWithTheFourthPower() throws {
    let model = Toy.line(12)
    let matrices = try [1e-4, 1e-3].map {
      try ReshuffledEpochs().diffusion(of: model, at: Self.position, learningRate: $0, batchSize: 2)
    }
    #expect(Toy.distance(matrices[1], 1e4 * matrices[0]) < 1e-12)
  }

  /// Sampled ticks agree with theory within their Monte Carlo error, √(2/ticks) an element, and what is of higher order.
  @Test func sampledTicksAgree() throws {
    func check(_ batching: some Minibatching, _ model: some Posterior) throws {
      var random = GSLRandom(seed: 4)
      let sampled = try batching.sampledDiffusion(
        of: model, at: Self.position, learningRate: 1e-4, batchSize: 2, ticks: 40_000, using: &random)
      let predicted = try batching.diffusion(of: model, at: Self.position, learningRate: 1e-4, batchSize: 2)
      #expect(Toy.distance(sampled, predicted) < 0.04)
    }
    try check(FreshSubset(), Toy.line(12))
    try check(WithReplacement(), Toy.logistic(12))
    try check(ReshuffledEpochs(), Toy.logistic(12))
  }

  /// A minibatching of a user's own.
  private struct Own<Base: Minibatching>: Minibatching {
    let base: Base
    let name = "own"
    let law: MinibatchLaw

    func advance(_ minibatches: inout Minibatches, using random: inout some RandomSource) {
      base.advance(&minibatches, using: &random)
    }
  }

  /// A law that is declared gives the diffusion matrix. Without it ticks are sampled, which are cycles.
  @Test func minibatchingsOfUsersOwn() throws {
    let model = Toy.logistic(12)
    func known(_ batching: some Minibatching) throws -> Matrix {
      try batching.diffusion(of: model, at: Self.position, learningRate: 1e-4, batchSize: 2)
    }
    let declared = Own(base: FreshSubset(), law: .independent(hasRepeats: false))
    #expect(try known(declared) == known(FreshSubset()))
    let silent = Own(base: ReshuffledEpochs(), law: .cycles(epochs: 1))
    #expect(throws: StationaryStateError.unknownDiffusion(minibatching: "own")) { try known(silent) }
    var random = GSLRandom(seed: 4)
    let sampled = try silent.sampledDiffusion(
      of: model, at: Self.position, learningRate: 1e-4, batchSize: 2, ticks: 40_000, using: &random)
    #expect(try Toy.distance(sampled, known(ReshuffledEpochs())) < 0.04)
  }

  /// Two epochs there and back, over all orders. Theory says nothing of them.
  @Test func mirroredCyclesAreSampled() throws {
    let (model, eta) = (Toy.logistic(6), 1e-5)
    let counted = Toy.moments(
      Toy.permutations(6).map { order in
        let mirrored = stride(from: 4, through: 0, by: -2).flatMap { order[$0..<$0 + 2] }
        return Toy.epoch(model, order + mirrored, from: Self.position, learningRate: eta, batchSize: 2)
      }
    ).covariance
    var random = GSLRandom(seed: 5)
    let sampled = try SymmetricReshuffledEpochs().sampledDiffusion(
      of: model, at: Self.position, learningRate: eta, batchSize: 2, ticks: 40_000, using: &random)
    #expect(Toy.distance(sampled, 0.5 * counted) < 0.04)
    #expect(throws: StationaryStateError.unknownDiffusion(minibatching: "symmetric")) {
      try StationaryState(
        of: model, SymmetricReshuffledEpochs(), mode: model.mode(from: [0, 0]).position, learningRate: 1e-3,
        batchSize: 2)
    }
  }

  @Test func whatHasNoDiffusionSaysSo() {
    let model = Toy.line(10)
    #expect(throws: StationaryStateError.noNoise(batchSize: 10)) {
      try FreshSubset().diffusion(of: model, at: Self.position, learningRate: 0.1, batchSize: 10)
    }
    #expect(throws: StationaryStateError.noNoise(batchSize: 10)) {
      try ReshuffledEpochs().diffusion(of: model, at: Self.position, learningRate: 0.1, batchSize: 10)
    }
    #expect(throws: StationaryStateError.unequalMinibatches(exampleCount: 10, batchSize: 3)) {
      try ReshuffledEpochs().diffusion(of: model, at: Self.position, learningRate: 0.1, batchSize: 3)
    }
  }
}

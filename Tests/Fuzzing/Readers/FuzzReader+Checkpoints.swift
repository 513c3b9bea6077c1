import Foundation
import PosteriorData
import PosteriorModels
import PosteriorSampling

extension FuzzReader {
  /// The first byte of an input says whose chain it is: a file alone does not.
  static let checkpoints = FuzzReader(
    name: "checkpoint", about: "saved chains of every kind of sampler, from which five steps are made",
    sound: SavedChains.files.enumerated().map { [UInt8($0)] + $1 },
    mutated: { random in
      let place = Int.random(in: SavedChains.files.indices, using: &random)
      return [UInt8(place)] + SavedChains.corpus.mutated(SavedChains.files[place], using: &random)
    },
    read: { input in
      let samplers = SavedChains.samplers
      let sampler = samplers[Int(input.first ?? 0) % samplers.count]
      let saved = try SavedChain.Contents(Data(input.dropFirst()), source: "chain-1.saved")
      let place = saved.place
      try require(place.drawCount >= 0 && place.drawCount <= place.bodyCount, "place")
      var chain = Chain(sampler, resuming: try saved.checkpoint(of: sampler))
      // A chain that was put anywhere may diverge.
      try? sampler.advance(&chain.state, steps: 5, using: &chain.random)
    })
}

/// Chains of every kind of sampler, as they are saved.
private enum SavedChains {
  static let corpus = FuzzCorpus(
    seeds: files,
    pieces: [
      "0", "1", "-", ".", "e", "9", "1e300", "-1e300", "1e-300", "1e999", "9223372036854775807", "-1", "0.5", "[", "]",
      "[]", "{", "}", "{}", ",", ":", "\"", "null", "true", "\"nan\"", "\"inf\"", "\"-inf\"", "\n", "é", "[[]]",
    ].map { Array($0.utf8) } + [[0xFF], [0]])

  private static let model = {
    var random = GSLRandom(seed: 4)
    let design = Matrix(columnCount: 2, elements: (0..<20).flatMap { _ in [1, random.normal()] })
    return LinearRegression(design: design, responses: random.normals(20), noiseStandardDeviation: 1)
  }()

  static let samplers: [AnySampler] = {
    let anchored = MinibatchGradient(model.anchored(at: [0.1, 0.2]), ReshuffledEpochs(), batchSize: 3)
    let symmetric = MinibatchGradient(model, SymmetricReshuffledEpochs(), batchSize: 3)
    let dense = (try? Cholesky(Matrix(columnCount: 2, elements: [1, 0.3, 0.3, 2]))).map(Metric.dense) ?? .unit
    return [
      AnySampler(SGLD(model, learningRate: 0.01, batchSize: 3)),
      AnySampler(SGWORLD(model, learningRate: 0.01, batchSize: 3)),
      AnySampler(LangevinSampler(gradient: anchored, integrator: LeimkuhlerMatthews(), learningRate: 0.01)),
      AnySampler(LangevinSampler(gradient: anchored, integrator: EpochwiseEulerMaruyama(), learningRate: 0.01)),
      AnySampler(
        LangevinSampler(
          gradient: FullGradient(model), integrator: BAOAB(friction: 1), learningRate: 0.01, metric: dense)),
      AnySampler(
        LangevinSampler(
          gradient: SVRGGradient(model, FreshSubset(), batchSize: 3), integrator: UBU(friction: 3), learningRate: 0.01)),
      AnySampler(
        LangevinSampler(
          gradient: SAGAGradient(model, FreshSubset(), batchSize: 3), integrator: EulerMaruyama(), learningRate: 0.01)),
      AnySampler(
        LangevinSampler(
          gradient: symmetric, integrator: SymplecticEuler(friction: .perStep(0.3)), learningRate: 0.01)),
      AnySampler(SGNHT(gradient: symmetric, learningRate: 0.01, friction: 0.1)),
      AnySampler(
        PreconditionedSGLD(gradient: symmetric, learningRate: 0.01, adaptation: .init(decay: 0.999, steps: 5000))),
      AnySampler(
        CyclicalSGLD(gradient: symmetric, peakLearningRate: 0.02, stepsPerCycle: 50, explorationShare: 0)),
      AnySampler(MALA(model, learningRate: 0.01)), AnySampler(RandomWalkMetropolis(model, scale: 0.3)),
      AnySampler(NUTS(model, stepSize: 0.2)), AnySampler(NUTS(model, stepSize: 1).selfTuning(WarmUp(steps: 80))),
      AnySampler(HMC(model, stepSize: 1, path: .steps(5)).selfTuning(WarmUp(steps: 80, metric: .dense))),
    ]
  }()

  /// A file of each sampler's chain, after nine steps.
  static let files: [[UInt8]] = samplers.map { sampler in
    do {
      var chain = try Chain(sampler, at: [0.25, -0.5], random: GSLRandom(seed: 3))
      try sampler.advance(&chain.state, steps: 9, using: &chain.random)
      return try [UInt8](
        SavedChain.Contents(
          SavedChain.Place(bodyCount: 1200, isInWarmUp: false, drawCount: 9), checkpoint: chain.checkpoint
        ).data())
    } catch {
      preconditionFailure("a chain cannot be saved: \(error)")
    }
  }
}

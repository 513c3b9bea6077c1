import PosteriorSampling
import Testing

@testable import PosteriorModels

/// Steps on models as they are written: fused ones against plain ones, and control variates in one pass.
@Suite struct WrittenStepsTests {
  /// Models without a packed form, of fewer and of more coordinates than that takes.
  static let programs = [
    "a ~ normal(0, 1)\nb ~ normal(0, 1)\ns ~ half_normal(1)\ny ~ normal(a + b * x, s)",
    "b: real[12]\nb ~ normal(0, 1)\ny ~ normal(sum(k in 1:12) b[k] * x / k + b[1] * z, 0.8)",
    "m ~ normal(0, 1)\ns ~ half_normal(1)\na[group] ~ normal(m, s)\nb ~ normal(0, 1)\nn ~ poisson_log(a[group] + b * x)",
    "mu: ordered[2]\nmu ~ normal(0, 2)\np ~ beta(2, 2)\ny ~ mix(p, normal(mu[1], 1), normal(mu[2], 1.5))",
    "a ~ cauchy(0, 1)\nb ~ normal(a, 1)\nlabel ~ bernoulli_logit(a + b * x + z)",
    "b: real[3]\nb ~ student_t(4, 0, 1)\ny ~ student_t(5, columns(x, z, t) * b, 1)",
  ]

  private func check(
    _ sampler: some PosteriorSampler, from start: [Double], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let d = start.count
    var (one, many) = (GSLRandom(seed: 8), GSLRandom(seed: 8))
    var single = try sampler.start(at: start, using: &one)
    var several = try sampler.start(at: start, using: &many)
    for count in [1, 3, 50] {
      var (expected, trace) = ([Double](), [Double](repeating: .nan, count: count * d))
      for _ in 0..<count {
        try sampler.step(&single, using: &one)
        expected += single.position
      }
      var span = trace.mutableSpan
      try sampler.advance(&several, steps: count, tracing: &span, using: &many)
      #expect(trace == expected, sourceLocation: sourceLocation)
      #expect(expected.allSatisfy { $0.isFinite }, sourceLocation: sourceLocation)
      #expect(one.next() == many.next(), sourceLocation: sourceLocation)
    }
  }

  /// Fused steps are the steps one by one, bit for bit.
  @Test(arguments: RecognitionTests.pairs.map(\.text) + programs) func areTheStepsOneByOne(_ text: String) throws {
    let written = try RecognitionTests.written(text)
    let start = (0..<written.dimension).map { 0.1 * Double($0) }
    let (rate, anchor) = (LearningRate.constant(1e-4), start.map { $0 - 0.1 })
    for batchSize in [7, 10] {
      try check(SGLD(written, learningRate: rate, batchSize: batchSize), from: start)
      try check(SGWORLD(written, learningRate: rate, batchSize: batchSize), from: start)
      try check(CALM(written, anchor: anchor, learningRate: rate, batchSize: batchSize), from: start)
      try check(SGLD(written, learningRate: rate, batchSize: batchSize, temperature: 0), from: start)
    }
  }

  /// The gradient relative to an anchor, in one pass, is the two gradients' difference.
  @Test(arguments: programs) func anchoredGradients(_ text: String) throws {
    let written = try RecognitionTests.written(text)
    let position = (0..<written.dimension).map { 0.3 - 0.1 * Double($0) }
    let anchored = RecognitionTests.anchored(written, at: position.map { $0 + 0.2 })
    #expect(anchored.capabilities.onePass is AnchoredProgram)
    for batchSize in [1, 10, 17, RecognitionTests.count] {
      RecognitionTests.expectClose(
        RecognitionTests.estimate(anchored, at: position, batchSize: batchSize),
        RecognitionTests.estimate(Plain(base: anchored), at: position, batchSize: batchSize))
    }
  }

  /// The same of graphs at random, over minibatches of all sizes.
  @Test func anchoredGradientsOfRandomGraphs() {
    var compared = 0
    for seed in 0..<150 {
      var random = RandomModel(seed: UInt64(seed))
      let model = random.model(size: 25)
      let program = Program(model)
      let positions = (0..<2).map { _ in (0..<model.dimension).map { _ in random.generator.uniform(-1, 1) } }
      let sum = (0..<model.dimension).map { _ in random.generator.uniform(-1, 1) }
      let (graph, root) = AnchoredGradient.made(of: model.folded(), at: positions[1], sum: sum)
      let examples = (0..<Int32(model.graph.rowCount)).filter { _ in random.generator.below(2) == 0 }
      var evaluator = ProgramEvaluator(graph: graph, position: positions[0], examples: examples.map { Int($0) })
      evaluator.scale = 3
      let own = evaluator.values(of: root)
      func gradient(at position: [Double]) -> [Double] {
        var gradient = [Double](repeating: 0, count: model.dimension)
        var span = gradient.mutableSpan
        program.addLogLikelihoodGradient(ofExamples: examples.span, at: position.span, scaledBy: 3, to: &span)
        return gradient
      }
      var prior = [Double](repeating: 0, count: model.dimension)
      var span = prior.mutableSpan
      let position = positions[0]
      program.addLogPriorGradient(at: position.span, to: &span)
      let (here, there) = (gradient(at: positions[0]), gradient(at: positions[1]))
      let size = (here + there + prior + sum).map(abs).max() ?? 0
      guard size.isFinite, size < 1e8 else { continue }
      for j in own.indices {
        #expect(abs(own[j] - (prior[j] + sum[j] + here[j] - there[j])) < 1e-8 * max(1, size), "seed \(seed)")
      }
      compared += 1
    }
    #expect(compared > 50)
  }
}

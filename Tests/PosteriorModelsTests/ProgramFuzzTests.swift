import CPosteriorKernels
import Fuzzing
import Testing

@testable import PosteriorModels

/// Programs of random models against values one by one.
@Suite(.serialized) struct ProgramFuzzTests {
  @Test func randomModels() {
    let most = cpk_use_instructions(2)
    defer { cpk_use_instructions(most) }
    var checked = 0
    let count = fuzzCount(10_000)
    for seed in 0..<count { checked += check(seed: UInt64(seed)) }
    #expect(checked > count / 2)
  }

  /// A vector less a product, from a sum over examples that has one value for all of its elements.
  @Test func aSumOfOneValueIsNoVector() { #expect(check(seed: 33641) == 1) }

  /// Returns 1 where the model's values are all finite, so that there is something to compare.
  private func check(seed: UInt64) -> Int {
    var random = RandomModel(seed: seed)
    let model = random.model(size: 1 + random.generator.below(40))
    let program = Program(model)
    let position = (0..<model.dimension).map { _ in random.generator.uniform(-1.5, 1.5) }
    let count = 1 + random.generator.below(130)
    let batch = (0..<count).map { _ in random.generator.below(model.graph.rowCount) }
    let results = Results(program, position, batch)
    for instructions in 0..<2 {
      cpk_use_instructions(Int32(instructions))
      #expect(Results(program, position, batch).bits == results.bits, "seed \(seed)")
    }
    cpk_use_instructions(2)
    return compare(model, results, position, batch, seed)
  }

  private func compare(
    _ model: ModelGraph, _ results: Results, _ position: [Double], _ batch: [Int], _ seed: UInt64
  ) -> Int {
    guard let likelihood = model.likelihood else { return 0 }
    var source = model.graph
    let sum = source.sum(likelihood)
    let all = Array(0..<source.rowCount)
    let scale = Double(all.count) / Double(batch.count)
    let potential = source.add(model.prior, sum)
    let roots: [(Node, [Int], Double, [Double])] = [
      (model.prior, all, 1, [results.prior]), (sum, all, 1, [results.likelihood]),
      (source.gradient(of: model.prior, dimension: model.dimension), all, 1, results.priorGradient),
      (source.gradient(of: sum, dimension: model.dimension), all, 1, results.likelihoodGradient),
      (source.gradient(of: sum, dimension: model.dimension), batch, 0.7, results.minibatchGradient),
      (source.gradient(of: potential, dimension: model.dimension), batch, scale, results.potential.map(-)),
      (source.concatenate(model.reported.map(\.node)), all, 1, results.reported),
    ]
    var finite = 1
    for (place, (root, examples, scale, own)) in roots.enumerated() {
      var plain = ProgramEvaluator(graph: source, position: position, examples: examples, scale: scale)
      let expected = plain.values(of: root)
      plain.usesKernels = true
      // Where a last bit decides a sign or comparison, functions must be the same ones.
      let byKernels = plain.values(of: root)
      plain.usesKernels = false
      plain.noise = 1e-13
      var spread = expected.map { 1e-12 * abs($0) }
      for _ in 0..<4 {
        for (i, value) in plain.values(of: root).enumerated() {
          spread[i] = max(spread[i], 8 * abs(value - expected[i]))
        }
      }
      #expect(own.count == expected.count)
      for i in expected.indices {
        guard expected[i].isFinite, spread[i].isFinite else {
          finite = 0
          continue
        }
        let distance = min(abs(own[i] - expected[i]), abs(own[i] - byKernels[i]))
        let isNear = distance <= spread[i] + 1e-13
        #expect(isNear, "seed \(seed), root \(place), element \(i): \(own[i]) for \(expected[i]), \(spread[i])")
      }
    }
    return finite
  }
}

/// All that a program says at a position.
struct Results {
  var prior: Double
  var likelihood: Double
  var priorGradient: [Double]
  var likelihoodGradient: [Double]
  var minibatchGradient: [Double]
  var potential: [Double]
  var reported: [Double]

  init(_ program: Program, _ position: [Double], _ batch: [Int]) {
    let examples = batch.map(Int32.init)
    let zeros = [Double](repeating: 0, count: program.dimension)
    prior = program.logPrior(at: position.span)
    likelihood = program.logLikelihood(at: position.span)
    priorGradient = filled(zeros) { program.addLogPriorGradient(at: position.span, to: &$0) }
    likelihoodGradient = filled(zeros) { program.addLogLikelihoodGradient(at: position.span, to: &$0) }
    minibatchGradient = filled(zeros) {
      program.addLogLikelihoodGradient(ofExamples: examples.span, at: position.span, scaledBy: 0.7, to: &$0)
    }
    potential = filled(zeros) {
      program.setPotentialGradient(ofExamples: examples.span, at: position.span, to: &$0)
    }
    reported = filled([Double](repeating: 0, count: program.reportedCount)) {
      program.writeReported(at: position.span, to: &$0)
    }
  }

  var bits: [UInt64] {
    ([prior, likelihood] + priorGradient + likelihoodGradient + minibatchGradient + potential + reported).map {
      $0.isNaN ? 0 : $0.bitPattern
    }
  }
}

func filled(_ values: [Double], _ body: (inout MutableSpan<Double>) -> Void) -> [Double] {
  var values = values
  var span = values.mutableSpan
  body(&span)
  return values
}

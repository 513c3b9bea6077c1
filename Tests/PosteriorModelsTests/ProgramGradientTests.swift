import CPosteriorKernels
import Foundation
import TestSupport
import Testing

@testable import PosteriorModels

/// Programs of every function and operation, against values one by one and central differences.
struct ProgramGradientTests {
  @Test(arguments: UnaryFunction.allCases.filter { $0 != .digamma }) func unary(_ function: UnaryFunction) {
    check { graph, single, vector, rows in
      let positive: Set<UnaryFunction> = [.log, .log1p, .sqrt, .logGamma, .reciprocal]
      return [single, vector, rows].map { x in
        let shift = graph.constant(positive.contains(function) ? 3 : 0)
        return graph.apply(function, graph.add(x, shift))
      }
    }
  }

  @Test(arguments: [BinaryFunction.add, .subtract, .multiply, .divide, .power, .minimum, .maximum, .logAddExp])
  func binary(_ function: BinaryFunction) {
    check { graph, single, vector, rows in
      let three = graph.constant(3)
      return [(single, single), (vector, single), (rows, single), (single, rows), (rows, rows)].map { x, y in
        graph.apply(function, graph.add(x, three), graph.add(graph.apply(.tanh, y), three))
      }
    }
  }

  @Test(arguments: [BinaryFunction.less, .lessOrEqual, .equal]) func selections(_ function: BinaryFunction) {
    check { graph, single, vector, rows in
      [single, vector, rows].map { x in
        graph.select(graph.apply(function, x, graph.constant(0.1)), graph.apply(.square, x), graph.apply(.sin, x))
      }
    }
  }

  @Test func shapes() {
    check { graph, single, vector, rows in
      let square = graph.apply(.square, vector)
      let map = graph.map(.vector(11), places: (0..<11).map { Int32($0 * 3 % 11) }, count: 11)
      let codes = graph.map(.rows, places: (0..<137).map { Int32($0 * 7 % 11) }, count: 11)
      let sorted = graph.map(.rows, places: (0..<137).map { Int32($0 / 13) }, count: 11)
      return [
        graph.gather(square, map: map), graph.scatter(square, map: map), graph.gather(square, map: codes),
        graph.multiply(rows, graph.gather(square, map: sorted)), graph.element(square, 7),
        graph.slice(square, first: 3, count: 5),
        graph.embed(graph.slice(square, first: 2, count: 4), first: 1, count: 11),
        graph.cumulativeSum(square), graph.cumulativeSum(square, fromBack: true),
        graph.concatenate([single, square, graph.apply(.exp, single)]), graph.sum(square),
        graph.repeated(single, as: .rows), graph.repeated(single, as: .vector(11)), graph.logSumExp(square),
      ].map { graph.apply(.sin, $0) }
    }
  }

  /// The log likelihood of single examples is the plain one's to the last bit, functions being the same.
  @Test func bits() {
    var compared = 0
    for seed in 0..<200 {
      var random = RandomModel(seed: UInt64(seed))
      let model = random.model(size: 30)
      let program = Program(model)
      let position = (0..<model.dimension).map { _ in random.generator.uniform(-1, 1) }
      let (graph, roots) = ProgramRoots.made(of: model.folded())
      let examples = [0, model.graph.rowCount / 2]
      for example in examples {
        var plain = ProgramEvaluator(graph: graph, position: position, examples: [example])
        plain.usesKernels = true
        let expected = plain.values(of: roots.likelihood)[0]
        let own = program.logLikelihood(of: example, at: position.span)
        #expect(own.bitPattern == expected.bitPattern || own.isNaN && expected.isNaN, "seed \(seed)")
        compared += own.isFinite ? 1 : 0
      }
      let order = program.likelihood.all.storage.order?.map(Int.init) ?? Array(0..<model.graph.rowCount)
      var plain = ProgramEvaluator(graph: graph, position: position, examples: order)
      plain.usesKernels = true
      let expected = plain.values(of: roots.likelihood)[0]
      let own = program.logLikelihood(at: position.span)
      #expect(own.bitPattern == expected.bitPattern || own.isNaN && expected.isNaN, "seed \(seed), all")
    }
    #expect(compared > 200)
  }

  /// A model whose likelihood and prior are made of some terms, one, a vector's or examples'.
  private func check(_ terms: (inout Graph, Node, Node, Node) -> [Node]) {
    var graph = Graph(rowCount: 137)
    var generator = SplitMix(state: 8)
    let columns = (0..<3).map { _ in graph.place(ofColumn: (0..<137).map { _ in generator.uniform(-1, 1) }) }
    let single = graph.parameter(first: 0), vector = graph.parameter(first: 1, count: 11)
    let rows = graph.product(columns: columns, graph.parameter(first: 12, count: 3))
    var (prior, likelihood) = (graph.constant(0), graph.repeated(graph.constant(0), as: .rows))
    for term in terms(&graph, single, vector, rows) {
      if graph.extent(term) == .rows {
        likelihood = graph.add(likelihood, term)
      } else {
        prior = graph.add(prior, graph.sum(term))
        // Also in each example.
        likelihood = graph.add(likelihood, graph.multiply(graph.sum(term), graph.column(graph.columns[columns[0]])))
      }
    }
    let model = ModelGraph(
      graph: graph, dimension: 15, prior: prior, likelihood: graph.repeated(likelihood, as: .rows),
      reported: [.init(names: [], node: vector)])
    let program = Program(model)
    let position = (0..<15).map { place -> Double in
      let start = place % 2 == 0 ? -0.63 : 0.3
      return start + 0.04 * Double(place)
    }
    #expect(differences(position, program.logPrior) { program.addLogPriorGradient(at: $0.span, to: &$1) } < 1e-7)
    let all = differences(
      position, { program.logLikelihood(at: $0) }, { program.addLogLikelihoodGradient(at: $0.span, to: &$1) })
    #expect(all < 1e-7)
    let batch = (0..<90).map { Int32($0 * 31 % 137) }
    let some = differences(
      position, { at in batch.reduce(0) { $0 + program.logLikelihood(of: Int($1), at: at) } },
      { program.addLogLikelihoodGradient(ofExamples: batch.span, at: $0.span, scaledBy: 1, to: &$1) })
    #expect(some < 1e-7)
    var density = 0.0
    let zeros = [Double](repeating: 0, count: 15)
    let both = filled(zeros) { density = program.logDensity(at: position.span, addingGradientTo: &$0) }
    let value = program.logPrior(at: position.span) + program.logLikelihood(at: position.span)
    #expect((density - value).magnitude < 1e-12 * value.magnitude)
    expectClose(both, filled(zeros) { program.addLogDensityGradient(at: position.span, to: &$0) }, 1e-13)
    #expect(Results(program, position, batch.map(Int.init)).reported == Array(position[1..<12]))
  }

  /// The largest difference of a gradient from central differences, relative to the gradient's size.
  private func differences(
    _ position: [Double], _ value: (Span<Double>) -> Double,
    _ gradient: ([Double], inout MutableSpan<Double>) -> Void
  ) -> Double {
    let own = filled([Double](repeating: 0, count: position.count)) { gradient(position, &$0) }
    var worst = 0.0
    for j in position.indices {
      func at(_ step: Double) -> Double {
        var moved = position
        moved[j] += step
        return value(moved.span)
      }
      // Of fourth order, and near enough that few examples come over a kink.
      let h = 2e-5
      let slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h)
      worst = max(worst, abs(own[j] - slope) / (1 + own.map(abs).reduce(0, max)))
    }
    return worst
  }
}

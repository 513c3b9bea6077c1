import CPosteriorKernels
import Testing

@testable import PosteriorModels

/// Passes over all examples in chunks, by any number of threads.
struct ProgramThreadTests {
  /// The same bits on every number of threads and every instruction set, however many chains ask at once.
  @Test(arguments: [2000, 2049, 20_000, 200_000]) func bits(_ rowCount: Int) async {
    let program = Program(counts(rowCount))
    let expected = results(program, threads: 1)
    let most = cpk_use_instructions(2)
    for instructions in 0..<2 {
      cpk_use_instructions(Int32(instructions))
      #expect(results(program, threads: 2) == expected)
    }
    cpk_use_instructions(most)
    for threads in 2...5 {
      for _ in 0..<20 { #expect(results(program, threads: threads) == expected) }
    }
    await withTaskGroup(of: Bool.self) { group in
      for task in 0..<6 {
        group.addTask { (0..<10).allSatisfy { _ in results(program, threads: 1 + task % 3) == expected } }
      }
      for await isSame in group { #expect(isSame) }
    }
  }

  /// The sum over all examples is that over minibatches that have each of them once.
  @Test(arguments: [2049, 20_000]) func chunksAreAllExamples(_ rowCount: Int) {
    let program = Program(counts(rowCount))
    let position = start(program)
    var sum = [Double](repeating: 0, count: program.dimension)
    var span = sum.mutableSpan
    program.addLogPriorGradient(at: position.span, to: &span)
    for first in stride(from: 0, to: rowCount, by: 1000) {
      let examples = (first..<min(first + 1000, rowCount)).map(Int32.init)
      program.addLogLikelihoodGradient(ofExamples: examples.span, at: position.span, scaledBy: 1, to: &span)
    }
    let all = filled([Double](repeating: 0, count: program.dimension)) {
      program.addLogDensityGradient(at: position.span, threads: 2, to: &$0)
    }
    for (own, expected) in zip(all, sum) { #expect(abs(own - expected) < 1e-11 * Double(rowCount)) }
  }

  /// Examples in the order of their levels, the factor of fewer levels first.
  @Test func order() {
    func map(_ places: [Int32], _ count: Int) -> Graph.IndexMap {
      Graph.IndexMap(domain: .rows, places: places, count: count)
    }
    let few = map((0..<96).map { Int32(($0 * 7 + 1) % 2) }, 2)
    let more = map((0..<96).map { Int32(($0 * 5) % 6) }, 6)
    let order = RowOrder.order(of: [more, few], rowCount: 96)
    let expected = (0..<96).map(Int32.init).sorted { a, b in
      let (a, b) = (Int(a), Int(b))
      return (few.places[a], more.places[a], a) < (few.places[b], more.places[b], b)
    }
    #expect(order == expected)
    #expect(RowOrder.order(of: [map((0..<96).map { Int32($0 / 16) }, 6)], rowCount: 96) == nil)
    #expect(RowOrder.order(of: [map((0..<96).map { Int32($0 % 48) }, 48)], rowCount: 96) == nil)
  }
}

/// Counts by group: n ~ Poisson(exp(a[group] + b x)), with a product of columns beside.
private func counts(_ rowCount: Int) -> ModelGraph {
  var generator = SplitMix(state: 11)
  var graph = Graph(rowCount: rowCount)
  let levels = graph.parameter(first: 0, count: 50)
  let map = graph.map(.rows, places: (0..<rowCount).map { _ in Int32(generator.below(50)) }, count: 50)
  let columns = (0..<3).map { _ in
    graph.place(ofColumn: (0..<rowCount).map { _ in generator.uniform(-1, 1) })
  }
  let counts = graph.column((0..<rowCount).map { _ in Double(generator.below(5)) })
  let rate = graph.add(
    graph.gather(levels, map: map), graph.product(columns: columns, graph.parameter(first: 50, count: 3)))
  let likelihood = graph.subtract(graph.multiply(counts, rate), graph.apply(.exp, rate))
  let prior = graph.multiply(graph.constant(-0.5), graph.sum(graph.apply(.square, levels)))
  return ModelGraph(
    graph: graph, dimension: 53, prior: prior, likelihood: likelihood, reported: [.init(names: [], node: levels)])
}

private func start(_ program: Program) -> [Double] { (0..<program.dimension).map { 0.02 * Double($0 % 7) - 0.05 } }

private func results(_ program: Program, threads: Int) -> [Double] {
  let position = start(program)
  let gradient = filled([Double](repeating: 0, count: program.dimension)) {
    program.addLogDensityGradient(at: position.span, threads: threads, to: &$0)
  }
  var both = [Double](repeating: 0, count: program.dimension)
  var span = both.mutableSpan
  let value = program.logDensity(at: position.span, threads: threads, addingGradientTo: &span)
  return gradient + [program.logLikelihood(at: position.span, threads: threads)] + both + [value]
}

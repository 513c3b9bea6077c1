import Foundation
import Testing

@testable import PosteriorModels

/// Programs that need more memory than a stack's share, and what they refuse.
struct ProgramSizeTests {
  /// A vector of so many levels that its values are kept outside the stack.
  @Test(arguments: [100, 3000, 20_000]) func manyLevels(_ count: Int) async {
    let model = levels(count)
    let program = Program(model)
    // Many tasks share the program, each with memory of its own.
    let results = await withTaskGroup(of: [Double].self) { group in
      for task in 0..<8 { group.addTask { gradient(program, offset: Double(task % 2)) } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    let position = (0..<count).map { sin(Double($0)) }
    for result in results {
      let offset = abs(result[0] - expected(position, 0)[0]) < 1e-9 ? 0.0 : 1.0
      let own = expected(position, offset)
      #expect(zip(result, own).allSatisfy { abs($0 - $1) <= 1e-9 * (1 + abs($1)) })
    }
  }

  @Test func strangeExamples() async {
    await #expect(processExitsWith: .failure) {
      let program = Program(levels(100))
      let (position, examples) = ([Double](repeating: 0, count: 100), [Int32(0), 250])
      _ = filled(position) { program.setPotentialGradient(ofExamples: examples.span, at: position.span, to: &$0) }
    }
    await #expect(processExitsWith: .failure) {
      let program = Program(levels(100))
      let (position, examples) = ([Double](repeating: 0, count: 100), [Int32(-1)])
      _ = filled(position) { program.setPotentialGradient(ofExamples: examples.span, at: position.span, to: &$0) }
    }
  }

  @Test func noExamples() {
    let program = Program(levels(100))
    let (position, examples) = ([Double](repeating: 2, count: 100), [Int32]())
    let own = filled(position) { program.setPotentialGradient(ofExamples: examples.span, at: position.span, to: &$0) }
    #expect(own == position)
  }
}

/// θ ~ normal(0, 1), y ~ normal(θ[level], 1) with two and a half examples a level and y = 0.
private func levels(_ count: Int) -> ModelGraph {
  var graph = Graph(rowCount: count * 5 / 2)
  let levels = graph.parameter(first: 0, count: count)
  let map = graph.map(.rows, places: (0..<count * 5 / 2).map { Int32($0 % count) }, count: count)
  let half = graph.constant(-0.5)
  let prior = graph.multiply(half, graph.sum(graph.apply(.square, levels)))
  let likelihood = graph.multiply(half, graph.apply(.square, graph.gather(levels, map: map)))
  return ModelGraph(
    graph: graph, dimension: count, prior: prior, likelihood: likelihood,
    reported: [.init(names: [], node: levels)])
}

private func gradient(_ program: Program, offset: Double) -> [Double] {
  let position = (0..<program.dimension).map { sin(Double($0)) + offset }
  return filled([Double](repeating: 0, count: program.dimension)) {
    program.setPotentialGradient(at: position.span, to: &$0)
  }
}

private func expected(_ position: [Double], _ offset: Double) -> [Double] {
  let count = position.count
  return position.enumerated().map { place, value in
    (value + offset) * Double(1 + (place < count * 5 / 2 - 2 * count ? 3 : 2))
  }
}

/// The log likelihood of every example as one program: one pass over all of them in place of one for each.
final class PointwiseProgram: Sendable {
  private let program: CompiledProgram
  private let exampleCount: Int

  /// Compiles a model that has examples. It is one that is folded.
  init?(_ model: ModelGraph) {
    guard let likelihood = model.likelihood, model.graph.rowCount > 0 else { return nil }
    var graph = model.graph
    let count = graph.rowCount
    // Each example's value is added up in a place of its own.
    let map = graph.map(.rows, places: (0..<count).map(Int32.init), count: count)
    let values = graph.scatter(graph.repeated(likelihood, as: .rows), map: map)
    var simplified = GraphSimplification(graph, knowsSums: false)
    let root = simplified.rewrite([values])[0]
    graph = simplified.graph
    var layout = RowLayout(graph: graph)
    layout.add(ProgramEmitter.program(of: root, in: graph, isInOrder: true).code, isInOrder: true)
    let storage = layout.laidOut()
    let (code, result) = ProgramEmitter.program(of: root, in: graph, isInOrder: true, storage: storage)
    program = CompiledProgram(code, result: result, count: count, storage: storage, isInOrder: true)
    exampleCount = count
  }

  /// The values of all examples at a position.
  func values(at position: Span<Double>) -> [Double] {
    var values = [Double](repeating: 0, count: exampleCount)
    var span = values.mutableSpan
    program.run(nil, at: position, .set, &span)
    return values
  }
}

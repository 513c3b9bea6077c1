import Synchronization

/// A model's estimate of ∇U with control variates as a program: compiled where it is first asked for.
final class AnchoredProgram: MinibatchProgram {
  let dimension: Int
  let exampleCount: Int
  private let model: ModelGraph
  private let anchor: Anchor
  private let compiled = Mutex<CompiledProgram?>(nil)

  /// The program of a folded model relative to an anchor.
  init(_ model: ModelGraph, relativeTo anchor: Anchor) {
    self.model = model
    self.anchor = anchor
    dimension = model.dimension
    exampleCount = model.graph.rowCount
  }

  var minibatchGradient: CompiledProgram {
    compiled.withLock { compiled in
      if let compiled { return compiled }
      let program = compile()
      compiled = program
      return program
    }
  }

  private func compile() -> CompiledProgram {
    let (graph, root) = AnchoredGradient.made(of: model, at: anchor.position, sum: anchor.gradient)
    var layout = RowLayout(graph: graph)
    layout.add(ProgramEmitter.program(of: root, in: graph, isInOrder: false).code, isInOrder: false)
    let storage = layout.laidOut()
    let (code, result) = ProgramEmitter.program(of: root, in: graph, isInOrder: false, storage: storage)
    return CompiledProgram(code, result: result, count: dimension, storage: storage, isInOrder: false)
  }

  /// Another anchor takes the place of this one.
  func relative(to anchor: Anchor) -> (any OnePassGradient)? { AnchoredProgram(model, relativeTo: anchor) }
}

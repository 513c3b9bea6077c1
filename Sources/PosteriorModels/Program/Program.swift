/// A model compiled: its log density and gradient as programs of vector instructions.
///
/// It does not change and has no memory of calls: any number of chains may share it.
package final class Program: Sendable {
  /// The number of coordinates of the unconstrained position.
  package let dimension: Int
  /// The number N of examples.
  package let exampleCount: Int
  /// The number of values that a draw reports.
  package let reportedCount: Int

  let prior: CompiledProgram
  let priorGradient: CompiledProgram
  let likelihood: (minibatch: CompiledProgram, all: CompiledProgram)
  let likelihoodGradient: (minibatch: CompiledProgram, all: CompiledProgram)
  let potentialGradient: (minibatch: CompiledProgram, all: CompiledProgram)
  let reported: CompiledProgram
  /// The gradient of the prior and of all examples, and behind it the log density.
  let posterior: CompiledProgram
  /// The same model with few examples in place of all, where there is one.
  let reduced: Program?
  /// The same posterior in a form of the library's, whose steps are fused, where it is of a kind that has one.
  let packed: PackedModel?
  /// The model, folded.
  let model: ModelGraph

  /// Compiles a model.
  ///
  /// The likelihood of an example may depend on data of other examples, but on no sum over all examples that a
  /// parameter changes. Neither may the prior.
  package init(_ model: ModelGraph) {
    let model = model.folded()
    let (graph, roots) = ProgramRoots.made(of: model)
    var layout = RowLayout(graph: graph)
    for root in roots.all {
      for isInOrder in [false, true] {
        layout.add(ProgramEmitter.program(of: root, in: graph, isInOrder: isInOrder).code, isInOrder: isInOrder)
      }
    }
    let storage = layout.laidOut()
    func compiled(_ place: Int, isInOrder: Bool) -> CompiledProgram {
      let root = roots.all[place]
      let (code, result) = ProgramEmitter.program(
        of: root, in: graph, isInOrder: isInOrder, storage: storage)
      return CompiledProgram(
        code, result: result, count: graph.size(graph.extent(root)), storage: storage, isInOrder: isInOrder)
    }
    func both(_ place: Int) -> (minibatch: CompiledProgram, all: CompiledProgram) {
      (compiled(place, isInOrder: false), compiled(place, isInOrder: true))
    }
    dimension = model.dimension
    exampleCount = model.graph.rowCount
    reportedCount = model.reported.isEmpty ? 0 : graph.size(graph.extent(roots.reported))
    prior = compiled(0, isInOrder: true)
    priorGradient = compiled(1, isInOrder: true)
    likelihood = both(2)
    likelihoodGradient = both(3)
    potentialGradient = both(4)
    reported = compiled(5, isInOrder: true)
    posterior = compiled(6, isInOrder: true)
    self.model = model
    reduced = model.reduced().map(Program.init)
    packed = model.packed()?.with { anchor in AnchoredProgram(model, relativeTo: anchor) }
  }
}

/// The nodes that a model's programs compute.
struct ProgramRoots {
  var prior: Node
  var priorGradient: Node
  /// The sum over examples of the log likelihood.
  var likelihood: Node
  var likelihoodGradient: Node
  /// The gradient of the prior and the likelihood together.
  var posteriorGradient: Node
  /// All that a draw reports, one after another.
  var reported: Node
  /// The posterior's gradient, and behind it its log density.
  var posterior: Node

  var all: [Node] { [prior, priorGradient, likelihood, likelihoodGradient, posteriorGradient, reported, posterior] }

  /// A folded model's nodes.
  static func made(of model: ModelGraph) -> (graph: Graph, roots: ProgramRoots) {
    var graph = model.graph
    let depends = graph.nodes.contains { graph.sumsExamples($0) }
    precondition(!depends, "neither prior nor likelihood may hold a sum over examples that a parameter changes")
    let reported = model.reported.isEmpty ? graph.constant(0) : graph.concatenate(model.reported.map(\.node))
    let prior = model.prior
    let likelihood = model.likelihood.map { graph.sum($0) } ?? graph.constant(0)
    let posterior = graph.add(prior, likelihood)
    let dimension = model.dimension
    let gradient = graph.gradient(of: posterior, dimension: dimension)
    let roots = [
      prior, graph.gradient(of: prior, dimension: dimension), likelihood,
      graph.gradient(of: likelihood, dimension: dimension), gradient, reported,
      graph.concatenate([gradient, posterior]),
    ]
    var simplified = GraphSimplification(graph, knowsSums: false)
    let images = simplified.rewrite(roots)
    return (
      simplified.graph,
      ProgramRoots(
        prior: images[0], priorGradient: images[1], likelihood: images[2], likelihoodGradient: images[3],
        posteriorGradient: images[4], reported: images[5], posterior: images[6])
    )
  }
}

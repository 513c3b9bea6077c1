/// A model as a graph: the logarithm of its posterior density in an unconstrained position, and what is reported of a
/// draw.
package struct ModelGraph: Sendable {
  /// The expressions.
  package var graph: Graph
  /// The number d of coordinates of the unconstrained position.
  package var dimension: Int
  /// One value: the log densities of all statements that do not go by example, and of the constraints' Jacobians.
  package var prior: Node
  /// A value for each example: the log densities of the statements that go by example. None where no statement does.
  package var likelihood: Node?
  /// What draws consist of, on the user's scale.
  package var reported: [Reported]

  /// A quantity that draws report: one value, or a vector.
  package struct Reported: Sendable {
    /// A name for each value, such as `theta[Choate]`.
    package var names: [String]
    /// The quantity.
    package var node: Node

    package init(names: [String], node: Node) {
      self.names = names
      self.node = node
    }
  }

  package init(graph: Graph, dimension: Int, prior: Node, likelihood: Node?, reported: [Reported]) {
    self.graph = graph
    self.dimension = dimension
    self.prior = prior
    self.likelihood = likelihood
    self.reported = reported
  }
}

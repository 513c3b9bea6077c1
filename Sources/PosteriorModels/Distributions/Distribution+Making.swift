extension Distribution {
  /// A distribution whose density is written with operators.
  ///
  /// - Parameters:
  ///   - name: Its name in models.
  ///   - arguments: Its arguments' names and what each must be.
  ///   - support: Where it has its values.
  ///   - shape: The argument in which `cumulative` has no derivative.
  ///   - cumulative: P(X ≤ x) of x and the arguments, where it is known.
  ///   - logDensity: ln p(x) of x and the arguments.
  init(
    _ name: String, _ arguments: KeyValuePairs<String, Domain>, on support: Support, shape: Int? = nil,
    cumulative: (@Sendable (_ x: Term, _ arguments: [Term]) -> Term)? = nil,
    logDensity: @escaping @Sendable (_ x: Term, _ arguments: [Term]) -> Term
  ) {
    self.name = name
    self.arguments = arguments.map(\.key)
    domains = arguments.map(\.value)
    self.support = support
    let density = Self.written(logDensity)
    self.logDensity = { graph, x, arguments in density(&graph, x[0], arguments.map { $0[0] }) }
    self.cumulative = cumulative.map(Self.written)
    self.shape = shape
  }

  /// A distribution whose values or arguments may be a vector for each example.
  init(
    _ name: String, _ arguments: KeyValuePairs<String, Domain>, on support: Support,
    ofElements logDensity: @escaping @Sendable (_ graph: inout Graph, _ x: [Node], _ arguments: [[Node]]) -> Node
  ) {
    self.name = name
    self.arguments = arguments.map(\.key)
    domains = arguments.map(\.value)
    self.support = support
    self.logDensity = logDensity
    cumulative = nil
    shape = nil
  }

  private static func written(
    _ formula: @escaping @Sendable (_ x: Term, _ arguments: [Term]) -> Term
  ) -> @Sendable (inout Graph, Node, [Node]) -> Node {
    { graph, x, arguments in
      Term.write(&graph, [x] + arguments) { terms in formula(terms[0], Array(terms.dropFirst())) }
    }
  }
}

/// The distributions that models are written with.
package enum DistributionCatalogue {
  /// All of them.
  package static let all: [Distribution] =
    Distribution.onTheLine + Distribution.positive + Distribution.onTheInterval + Distribution.discrete
    + Distribution.categories + Distribution.ofVectors

  /// The distribution of a name.
  package static func named(_ name: String) -> Distribution? { byName[name] }

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}

/// The way back from the values of a model's parameters to its unconstrained position.
struct ModelInverse: Sendable {
  /// A parameter, in the order of the position's coordinates.
  private struct Parameter: Sendable {
    let constraint: Constraint
    /// Where its elements are among the reported values.
    let values: Range<Int>
    /// Where its coordinates are.
    let coordinates: Range<Int>
    let bounds: [Bound]
  }

  private enum Bound: Sendable {
    case known([Double])
    /// One that depends on earlier parameters: where it is among what ``computed`` writes.
    case computed(Range<Int>)
  }

  private var parameters: [Parameter] = []
  private let names: [String]
  private let dimension: Int
  /// Writes the bounds that depend on parameters.
  private let computed: Program?

  /// The number of values that are parameters.
  var definingCount: Int { names.count }

  /// - Parameters:
  ///   - model: A model as it was read: its first reported quantities are its parameters.
  ///   - constraints: The parameters' constraints, with nodes of the model's graph.
  init(_ model: ModelGraph, _ constraints: [Constraint]) {
    let reported = model.reported.prefix(constraints.count)
    var bounds: [Node] = []
    var (boundCount, value, coordinate) = (0, 0, 0)
    for (constraint, quantity) in zip(constraints, reported) {
      let own = constraint.bounds.map { node in
        if let known = model.graph.knownNumbers(node) { return Bound.known(known) }
        bounds.append(node)
        let first = boundCount
        boundCount += model.graph.size(model.graph.extent(node))
        return .computed(first..<boundCount)
      }
      let count = quantity.names.count
      let coordinateCount = constraint.coordinateCount(of: count)
      parameters.append(
        Parameter(
          constraint: constraint, values: value..<value + count, coordinates: coordinate..<coordinate + coordinateCount,
          bounds: own))
      (value, coordinate) = (value + count, coordinate + coordinateCount)
    }
    names = reported.flatMap(\.names)
    dimension = model.dimension
    var graph = model.graph
    let zero = graph.constant(0)
    computed =
      bounds.isEmpty
      ? nil
      : Program(
        ModelGraph(
          graph: graph, dimension: model.dimension, prior: zero, likelihood: nil,
          reported: bounds.map { .init(names: [], node: $0) }))
  }

  /// The position at which the parameters have given values.
  ///
  /// A bound is known as soon as the parameters before it are.
  func position(reporting values: [Double]) throws(ReportError) -> [Double] {
    var position = [Double](repeating: 0, count: dimension)
    for parameter in parameters {
      let elements = Array(values[parameter.values])
      let bounds = numbers(of: parameter.bounds, at: position)
      do throws(OutsideConstraint) {
        let coordinates = try parameter.constraint.coordinates(of: elements, bounds: bounds)
        position.replaceSubrange(parameter.coordinates, with: coordinates)
      } catch {
        let place = parameter.values.lowerBound + error.element
        throw ReportError(names[place], "is \(values[place]), and \(error.requirement)")
      }
    }
    return position
  }

  private func numbers(of bounds: [Bound], at position: [Double]) -> [[Double]] {
    var written: [Double]?
    return bounds.map { bound in
      switch bound {
      case .known(let numbers): return numbers
      case .computed(let places):
        let all = written ?? computed?.reported(at: position) ?? []
        written = all
        return Array(all[places])
      }
    }
  }
}

extension Program {
  /// What a draw reports.
  fileprivate func reported(at position: [Double]) -> [Double] {
    var values = [Double](repeating: 0, count: reportedCount)
    var span = values.mutableSpan
    writeReported(at: position.span, to: &span)
    return values
  }
}

extension Graph {
  /// The numbers of a node that no parameter changes, where they stand in the graph as they are.
  fileprivate func knownNumbers(_ node: Node) -> [Double]? {
    switch operation(node) {
    case .constant(let value): [value]
    case .knownVector(let place): vectors[place]
    case .repeated(let value): knownNumbers(value)
    default: nil
    }
  }
}

@testable import PosteriorModels

/// The values of a graph's nodes at a position, found plainly: node by node, number by number.
struct GraphEvaluator {
  let graph: Graph
  let position: [Double]
  private var values: [[Double]] = []

  init(_ graph: Graph, at position: [Double]) {
    self.graph = graph
    self.position = position
    for node in graph.nodes { values.append(values(of: graph.operation(node), graph.extent(node))) }
  }

  /// The values of a node: one, one an element, or one an example.
  func callAsFunction(_ node: Node) -> [Double] { values[node.index] }

  /// The value of a node that has one.
  func number(_ node: Node) -> Double { values[node.index][0] }

  private func count(_ extent: Extent) -> Int {
    switch extent {
    case .one: 1
    case .vector(let count): count
    case .rows: graph.rowCount
    }
  }

  private func values(of operation: Operation, _ extent: Extent) -> [Double] {
    let count = count(extent)
    func element(_ node: Node, _ place: Int) -> Double {
      let all = values[node.index]
      return all[graph.extent(node) == .one ? 0 : place]
    }
    switch operation {
    case .constant(let number): return [number]
    case .column(let place): return graph.columns[place]
    case .knownVector(let place): return graph.vectors[place]
    case .parameter(let first): return Array(position[first..<first + count])
    case .unary(let function, let x): return (0..<count).map { function(element(x, $0)) }
    case .binary(let function, let x, let y): return (0..<count).map { function(element(x, $0), element(y, $0)) }
    case .repeated(let x): return [Double](repeating: values[x.index][0], count: count)
    case .select(let condition, let x, let y):
      return (0..<count).map { element(condition, $0) != 0 ? element(x, $0) : element(y, $0) }
    case .gather(let x, let map): return graph.maps[map].places.map { values[x.index][Int($0)] }
    case .scatter(let x, let map):
      var sums = [Double](repeating: 0, count: count)
      for (value, place) in zip(values[x.index], graph.maps[map].places) { sums[Int(place)] += value }
      return sums
    case .element(let x, let place): return [values[x.index][place]]
    case .slice(let x, let first): return Array(values[x.index][first..<first + count])
    case .embed(let x, let first):
      var whole = [Double](repeating: 0, count: count)
      whole.replaceSubrange(first..<first + values[x.index].count, with: values[x.index])
      return whole
    case .concatenate(let parts): return parts.flatMap { values[$0.index] }
    case .sum(let x): return [values[x.index].reduce(0, +)]
    case .cumulativeSum(let x, let fromBack): return cumulativeSums(values[x.index], fromBack: fromBack)
    case .product(let columns, let x):
      let factors = values[x.index]
      return (0..<count).map { row in
        zip(columns, factors).reduce(0) { $0 + graph.columns[$1.0][row] * $1.1 }
      }
    case .productSum(let columns, let x):
      return columns.map { column in zip(graph.columns[column], values[x.index]).reduce(0) { $0 + $1.0 * $1.1 } }
    }
  }

  private func cumulativeSums(_ values: [Double], fromBack: Bool) -> [Double] {
    var sum = 0.0
    let sums = (fromBack ? values.reversed() : values).map { value in
      sum += value
      return sum
    }
    return fromBack ? sums.reversed() : sums
  }
}

extension ModelGraph {
  /// ln prior + ln likelihood of all examples at a position, by the plain evaluator.
  func plainLogDensity(at position: [Double]) -> Double {
    let evaluate = GraphEvaluator(graph, at: position)
    let likelihood = likelihood.map { evaluate($0).reduce(0, +) } ?? 0
    return evaluate.number(prior) + likelihood
  }

  /// The reported values by their names, by the plain evaluator.
  func plainReport(at position: [Double]) -> [String: Double] {
    let evaluate = GraphEvaluator(graph, at: position)
    var result: [String: Double] = [:]
    for quantity in reported {
      for (name, value) in zip(quantity.names, evaluate(quantity.node)) { result[name] = value }
    }
    return result
  }
}

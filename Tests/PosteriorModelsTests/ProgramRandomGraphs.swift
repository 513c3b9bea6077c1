@testable import PosteriorModels

/// Random models of every operation, whose values stay where functions are defined and smooth.
struct RandomModel {
  var generator: SplitMix
  var graph: Graph
  private var singles: [Node] = []
  private var vectors: [Node] = []
  private var rows: [Node] = []
  private let levelCount: Int
  private let mapToLevels: Int
  private let mapOfVectors: Int
  private let columns: [Int]
  let dimension: Int

  init(seed: UInt64) {
    var generator = SplitMix(state: seed)
    let rowCount = 1 + generator.below(150)
    var graph = Graph(rowCount: rowCount)
    let levelCount = 1 + generator.below(19)
    self.levelCount = levelCount
    let isSorted = generator.below(2) == 0
    var codes = (0..<rowCount).map { _ in Int32(generator.below(levelCount)) }
    if isSorted { codes.sort() }
    mapToLevels = graph.map(.rows, places: codes, count: levelCount)
    mapOfVectors = graph.map(
      .vector(levelCount), places: (0..<levelCount).map { _ in Int32(generator.below(levelCount)) }, count: levelCount)
    let columnCount = 1 + generator.below(generator.below(4) == 0 ? 40 : 7)
    columns = (0..<columnCount).map { _ in
      graph.place(ofColumn: (0..<rowCount).map { _ in generator.uniform(-1, 1) })
    }
    rows = columns.map { graph.column(graph.columns[$0]) }
    vectors = [
      graph.parameter(first: 2, count: levelCount),
      graph.knownVector((0..<levelCount).map { _ in generator.uniform(-1, 1) }),
    ]
    singles = [graph.parameter(first: 0), graph.parameter(first: 1), graph.constant(generator.uniform(-2, 2))]
    let factors = graph.parameter(first: 2 + levelCount, count: columnCount)
    rows.append(graph.product(columns: columns, factors))
    dimension = 2 + levelCount + columnCount
    self.graph = graph
    self.generator = generator
  }

  /// A model of about `size` operations.
  mutating func model(size: Int) -> ModelGraph {
    for _ in 0..<size { grow() }
    var likelihood = rows[rows.count - 1]
    for _ in 0..<3 { likelihood = graph.add(likelihood, graph.repeated(pick(rows), as: .rows)) }
    var prior = graph.sum(pick(vectors))
    for _ in 0..<3 { prior = graph.add(prior, pick(singles)) }
    likelihood = graph.repeated(likelihood, as: .rows)
    let reported = [singles[singles.count - 1], vectors[vectors.count - 1]]
    return ModelGraph(
      graph: graph, dimension: dimension, prior: prior, likelihood: likelihood,
      reported: reported.map { .init(names: [], node: $0) })
  }

  private mutating func pick(_ nodes: [Node]) -> Node {
    // Late ones more often, so that expressions become deep.
    nodes[max(generator.below(nodes.count), generator.below(nodes.count))]
  }

  private mutating func keep(_ node: Node) {
    switch graph.extent(node) {
    case .one: singles.append(node)
    case .vector(levelCount): vectors.append(node)
    case .vector: break
    case .rows: rows.append(node)
    }
  }

  private mutating func positive(_ x: Node) -> Node {
    graph.add(graph.constant(0.1), generator.below(2) == 0 ? graph.apply(.square, x) : graph.apply(.softplus, x))
  }

  private mutating func bounded(_ x: Node) -> Node { graph.multiply(graph.constant(3), graph.apply(.tanh, x)) }

  private mutating func grow() {
    let kinds = [rows, vectors, singles]
    let kind = [0, 0, 0, 1, 1, 2][generator.below(6)]
    let x = pick(kinds[kind])
    let other = generator.below(2) == 0 ? pick(kinds[kind]) : pick(singles)
    switch generator.below(4) {
    case 0: keep(unary(x))
    case 1, 2: keep(binary(x, other))
    default: keep(shaped(x))
    }
  }

  private mutating func unary(_ x: Node) -> Node {
    let function = UnaryFunction.allCases[generator.below(UnaryFunction.allCases.count)]
    switch function {
    case .log, .sqrt, .logGamma, .reciprocal: return graph.apply(function, positive(x))
    case .log1p: return graph.apply(function, graph.apply(.square, x))
    case .exp, .expm1: return graph.apply(function, bounded(x))
    // It has no derivative in the graph.
    case .digamma: return graph.apply(.logGamma, graph.apply(.negate, positive(x)))
    case .square: return graph.apply(.square, bounded(x))
    default: return graph.apply(function, x)
    }
  }

  private mutating func binary(_ x: Node, _ y: Node) -> Node {
    let all: [BinaryFunction] = [
      .add, .subtract, .multiply, .divide, .power, .minimum, .maximum, .logAddExp, .less, .lessOrEqual, .equal,
    ]
    let function = all[generator.below(all.count)]
    let (a, b) = generator.below(2) == 0 ? (x, y) : (y, x)
    switch function {
    case .multiply: return graph.multiply(bounded(a), b)
    case .divide: return graph.divide(a, positive(b))
    case .power: return graph.power(positive(bounded(a)), bounded(b))
    case .less, .lessOrEqual, .equal:
      let wanted = graph.extent(a) == .one ? b : a
      return graph.select(graph.apply(function, a, b), bounded(wanted), graph.negate(wanted))
    default: return graph.apply(function, a, b)
    }
  }

  private mutating func shaped(_ x: Node) -> Node {
    switch graph.extent(x) {
    case .rows: return graph.gather(pick(vectors), map: mapToLevels)
    case .one:
      if generator.below(3) == 0 { return graph.repeated(x, as: .rows) }
      return graph.repeated(x, as: .vector(levelCount))
    case .vector:
      switch generator.below(7) {
      case 0: return graph.gather(x, map: mapOfVectors)
      case 1: return graph.scatter(x, map: mapOfVectors)
      case 2: return graph.element(x, generator.below(levelCount))
      case 3: return graph.cumulativeSum(x, fromBack: generator.below(2) == 0)
      case 4: return graph.sum(x)
      case 5:
        let first = generator.below(levelCount)
        let count = 1 + generator.below(levelCount - first)
        return graph.embed(graph.slice(x, first: first, count: count), first: first, count: levelCount)
      default:
        let parts = (0..<levelCount).map { place in
          place % 2 == 0 ? graph.element(x, place) : singles[place % singles.count]
        }
        return graph.concatenate(parts)
      }
    }
  }
}

import Testing

@testable import PosteriorModels

/// Normal distributions of vectors against densities of 60 digits (mpmath 1.3).
@Suite struct MultiNormalTests {
  struct Case: Sendable {
    let distribution: String
    let x: [Double]
    let mean: [Double]
    let matrix: [Double]
    let value: Double
  }

  static let cases: [Case] = [
    Case(
      distribution: "multi_normal", x: [0.3, -1], mean: [0, 0.5], matrix: [2, 0.3, 0.3, 0.5], value: -4.43632612227812),
    Case(
      distribution: "multi_normal", x: [1.5, -2, 40], mean: [1, 1, 1],
      matrix: [4, 1.2, -0.5, 1.2, 3, 0.25, -0.5, 0.25, 100], value: -15.974435945342437),
    Case(
      distribution: "multi_normal", x: [0.1, 0.2, 0.3, 0.4], mean: [0, 0, 0, 0],
      matrix: [1, 0.9, 0.81, 0.729, 0.9, 1, 0.9, 0.81, 0.81, 0.9, 1, 0.9, 0.729, 0.81, 0.9, 1],
      value: -1.3038678489020037),
    Case(
      distribution: "multi_normal_cholesky", x: [0.3, -1], mean: [0, 0.5], matrix: [1.5, 0, -0.25, 0.75],
      value: -3.844548990954618),
    Case(
      distribution: "multi_normal_cholesky", x: [1.5, -2, 4], mean: [1, 1, 1],
      matrix: [2, 0, 0, 0.5, 1.25, 0, -0.5, 0.25, 0.1], value: -707.651771238494),
  ]

  /// A density's graph, with x, the mean and perhaps the matrix as coordinates.
  private func density(_ known: Case, matrixIsKnown: Bool, byRow: Bool) throws -> (Graph, Node, [Double]) {
    let distribution = try #require(DistributionCatalogue.named(known.distribution))
    var graph = Graph(rowCount: 1)
    let count = known.x.count
    var position = known.x + known.mean
    let mean = graph.parameter(first: count, count: count)
    let matrix: Node
    if matrixIsKnown {
      matrix = graph.knownVector(known.matrix)
    } else {
      matrix = graph.parameter(first: position.count, count: known.matrix.count)
      position += known.matrix
    }
    let x = graph.parameter(first: 0, count: count)
    let elements = byRow ? graph.elements(of: [x]).map { graph.repeated($0, as: .rows) } : [x]
    let node = distribution.logDensity(&graph, elements, [[mean], [matrix]])
    return (graph, node, position)
  }

  @Test(arguments: cases, [(true, false), (true, true), (false, false), (false, true)])
  func valuesAndDerivatives(_ known: Case, _ manner: (matrixIsKnown: Bool, byRow: Bool)) throws {
    let (made, node, position) = try density(known, matrixIsKnown: manner.matrixIsKnown, byRow: manner.byRow)
    var graph = made
    func value(_ position: [Double]) -> Double { GraphEvaluator(graph, at: position)(node)[0] }
    #expect(abs(value(position) - known.value) <= 1e-12 * max(1, abs(known.value)), "\(value(position))")
    let gradient = graph.gradient(of: node, dimension: position.count)
    let derivatives = GraphEvaluator(graph, at: position)(gradient)
    for j in position.indices {
      let (difference, step) = sixthOrderDifference(along: j, at: position, of: value)
      let rounding = 1e-13 * max(1, abs(known.value)) / step
      #expect(
        abs(derivatives[j] - difference) <= 1e-8 * abs(difference) + 10 * rounding,
        "by \(j): \(derivatives[j]) and \(difference)")
    }
  }

  @Test func largeMatrices() throws {
    // Autoregressive covariances 0.9^|i − j|: the density is a product of normal ones.
    let count = 60
    let matrix = (0..<count).flatMap { i in (0..<count).map { j in power(0.9, abs(i - j)) } }
    let x = (0..<count).map { 0.1 * Double($0 % 7) - 0.2 }
    let table = ModelTable(
      file: "t.csv", rowCount: 1, columns: [.init(name: "y", cells: .numbers([0]))],
      constants: [.init(name: "S", sizes: [count, count], numbers: matrix)])
    let model = try ModelReading(text: "x ~ multi_normal(0, S)", file: "m.model", table: table).model
    #expect(model.dimension == count)
    let normal = try #require(DistributionCatalogue.named("normal"))
    var expected = 0.0
    for place in x.indices {
      var graph = Graph(rowCount: 1)
      let mean = graph.constant(place == 0 ? 0 : 0.9 * x[place - 1])
      let sd = graph.constant(place == 0 ? 1 : 0.19.squareRoot())
      let density = normal.logDensity(&graph, graph.constant(x[place]), [mean, sd])
      expected += GraphEvaluator(graph, at: []).number(density)
    }
    #expect(abs(model.plainLogDensity(at: x) - expected) < 1e-10)
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { result, _ in result * base }
  }
}

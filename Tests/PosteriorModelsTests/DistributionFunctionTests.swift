import Foundation
import Testing

@testable import PosteriorModels

/// Distribution functions that truncation divides by, against values of 50 digits (mpmath 1.3), and their derivatives
/// against differences of sixth order.
struct DistributionFunctionTests {
  @Test(arguments: known) func values(_ known: KnownValue) throws {
    let (graph, node, position) = try known.written()
    let value = GraphEvaluator(graph, at: position).number(node)
    #expect(abs(value - known.value) <= 1e-12 * known.value, "\(known): \(value)")
  }

  @Test(arguments: known) func derivatives(_ known: KnownValue) throws {
    var (graph, node, position) = try known.written()
    let gradient = graph.gradient(of: node, dimension: position.count)
    let derivatives = GraphEvaluator(graph, at: position)(gradient)
    for j in position.indices {
      let (difference, step) = sixthOrderDifference(along: j, at: position) {
        GraphEvaluator(graph, at: $0).number(node)
      }
      let rounding = 1e-13 * known.value / step
      #expect(
        abs(derivatives[j] - difference) <= 1e-8 * abs(difference) + 10 * rounding,
        "\(known) by \(j): \(derivatives[j]) and \(difference)")
    }
  }

  /// A truncated statement as a model has it, with a parameter for the scale.
  @Test func truncatedStatement() throws {
    let text = "s ~ exponential(1)\nx ~ gamma(2, s) in (0.25, 3)"
    let table = ModelTable(
      file: "data", rowCount: 2, columns: [.init(name: "x", cells: .numbers([0.5, 2]))])
    let model = try WrittenModel(text, data: table)
    let (s, position) = (exp(0.3), [0.3])
    // P(2, z) = 1 − (1 + z) e^−z.
    func below(_ x: Double) -> Double { 1 - (1 + s * x) * exp(-s * x) }
    var expected = 0.3 - s
    for x in [0.5, 2] { expected += 2 * log(s) + log(x) - s * x - log(below(3) - below(0.25)) }
    #expect(abs(model.logDensity(at: position.span) - expected) < 1e-12)
    let own = filled([0]) { model.addLogDensityGradient(at: position.span, to: &$0) }
    func density(_ u: Double) -> Double {
      let moved = [u]
      return model.logDensity(at: moved.span)
    }
    let difference = (density(0.3 + 1e-4) - density(0.3 - 1e-4)) / 2e-4
    #expect(abs(own[0] - difference) < 1e-6)
  }

  static let known: [KnownValue] = [
    .init("cauchy", 0.3, [0.0, 1.0], 0.5927735790777423),
    .init("cauchy", -4.0, [1.5, 0.2], 0.011569807109616026),
    .init("cauchy", 1000000.0, [0.0, 7.0], 0.9999977718307967),
    .init("cauchy", -100000000.0, [0.0, 2.0], 6.366197723675812e-09),
    .init("cauchy", 1.4, [1.5, 0.2], 0.3524163823495666),
    .init("half_cauchy", 0.3, [1.0], 0.18554715815548467),
    .init("half_cauchy", 5.0, [0.2], 0.9745487773040163),
    .init("half_cauchy", 100000.0, [2.5], 0.9999840845056941),
    .init("student_t", 0.3, [3.0, 0.0, 1.0], 0.6081183539800404),
    .init("student_t", -4.0, [0.5, 1.0, 2.0], 0.20048526452664658),
    .init("student_t", -60.0, [30.0, 0.0, 7.0], 7.283471651447962e-10),
    .init("student_t", 2.0, [1.0, 2.0, 0.1], 0.5),
    .init("student_t", 0.25, [1000.0, 1.0, 1.0], 0.22671555859683687),
    .init("student_t", 9.0, [4.5, 1.0, 0.7], 0.9999146694347358),
    .init("half_student_t", 0.3, [3.0, 1.0], 0.21623670796008096),
    .init("half_student_t", 5.0, [0.5, 0.2], 0.8717349974977501),
    .init("half_student_t", 4.0, [30.0, 2.5], 0.8799215324740628),
    .init("gamma", 0.3, [0.5, 2.0], 0.7266783217077019),
    .init("gamma", 0.001, [3.0, 1.0], 1.6654171665278076e-10),
    .init("gamma", 25.0, [20.0, 1.0], 0.8664251659143496),
    .init("gamma", 4.0, [1.0, 3.0], 0.9999938557876467),
    .init("gamma", 90.0, [100.0, 1.0], 0.15822098918643016),
    .init("gamma", 40.0, [2.5, 0.5], 0.99999985066321),
    .init("inv_gamma", 0.3, [0.5, 2.0], 0.0002607296328553166),
    .init("inv_gamma", 0.05, [3.0, 1.0], 4.555149505589217e-07),
    .init("inv_gamma", 4.0, [1.0, 3.0], 0.4723665527410147),
    .init("inv_gamma", 0.01, [100.0, 1.0], 0.4867012017208514),
    .init("inv_gamma", 100.0, [2.5, 0.5], 0.9999994699729957),
    .init("chi_square", 0.3, [1.0], 0.4161175792296348),
    .init("chi_square", 9.0, [4.0], 0.9389005190396673),
    .init("chi_square", 90.0, [100.0], 0.24680203440017026),
    .init("chi_square", 0.01, [3.5], 5.82683726436487e-05),
  ]
}

extension KnownValue {
  /// The probability as a graph: x and the arguments are coordinates, but for a shape.
  func written() throws -> (graph: Graph, node: Node, position: [Double]) {
    let distribution = try #require(DistributionCatalogue.named(distribution))
    let cumulative = try #require(distribution.cumulative)
    var (graph, position) = (Graph(rowCount: 1), [x])
    let point = graph.parameter(first: 0)
    var nodes: [Node] = []
    for (place, argument) in arguments.enumerated() {
      if place == distribution.shape {
        nodes.append(graph.constant(argument))
      } else {
        nodes.append(graph.parameter(first: position.count))
        position.append(argument)
      }
    }
    let node = cumulative(&graph, point, nodes)
    return (graph, node, position)
  }
}

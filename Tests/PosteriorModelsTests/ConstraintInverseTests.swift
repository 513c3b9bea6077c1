import Foundation
@testable import PosteriorModels
import Testing

/// Constraints' transforms backwards.
struct ConstraintInverseTests {
  /// A number that is in every constraint's tests a bound.
  private static let bounds: [String: [Double]] = ["above": [2], "below": [-3e5], "between": [-1, 3]]
  private static let names = ["real", "above", "below", "between", "ordered", "positiveOrdered", "simplex"]

  private static func constraint(_ name: String, _ graph: inout Graph) -> Constraint {
    let nodes = (bounds[name] ?? []).map { graph.constant($0) }
    return switch name {
    case "above": .above(nodes[0])
    case "below": .below(nodes[0])
    case "between": .between(nodes[0], nodes[1])
    case "ordered": .ordered
    case "positiveOrdered": .positiveOrdered
    case "simplex": .simplex
    default: .real
    }
  }

  /// Values, and the values of the coordinates that are found for them, agree to the last digits. Near a bound it is
  /// the distance from it that does, as far as the value's last digit tells it.
  @Test(arguments: names)
  func valuesComeBack(_ name: String) throws {
    var graph = Graph(rowCount: 1)
    let constraint = Self.constraint(name, &graph)
    let numbers = Self.bounds[name] ?? []
    let value = constraint.transform(&graph, graph.parameter(first: 0, count: 3)).value
    var random = GSLRandom(seed: 4)
    for step in 0..<3000 {
      // Up to 60 from 0: 1e-26 of the way from a bound.
      let scale = 60 * Double(step) / 3000
      let position = (0..<3).map { _ in scale * (2 * random.uniform() - 1) }
      let values = GraphEvaluator(graph, at: position)(value)
      let found = try constraint.coordinates(of: values, bounds: numbers.map { [$0] })
      let again = GraphEvaluator(graph, at: found)(value)
      for (j, (x, y)) in zip(values, again).enumerated() {
        let size = (numbers + (numbers.isEmpty ? values[...j] : [x])).map(abs).max() ?? 0
        let distance = name == "simplex" ? x : numbers.map { abs(x - $0) }.min() ?? abs(x)
        let room = name == "simplex" ? 0 : 4 * size.ulp
        #expect(abs(x - y) <= 4e-14 * distance + room, "\(name) at \(position): \(x) and \(y)")
      }
      if scale < 5 {
        for (a, b) in zip(position, found) { #expect(abs(a - b) < 1e-8, "\(name): \(a) and \(b)") }
      }
    }
  }

  /// What rounding has put on its bound is there again.
  @Test func boundsComeBack() throws {
    var graph = Graph(rowCount: 1)
    for (name, values) in [
      ("above", [2.0, 2, 2]), ("below", [-3e5, -3e5, -3e5]), ("between", [-1, 3, -1]), ("ordered", [1, 1, 1]),
      ("positiveOrdered", [0.5, 0.5, 0.5]),
    ] {
      let constraint = Self.constraint(name, &graph)
      let found = try constraint.coordinates(of: values, bounds: (Self.bounds[name] ?? []).map { [$0] })
      let value = constraint.transform(&graph, graph.parameter(first: 0, count: 3)).value
      let again = GraphEvaluator(graph, at: found)(value)
      #expect(again == values, "\(name): \(again)")
    }
    let corner = try Constraint.simplex.coordinates(of: [1, 0, 0, 0], bounds: [])
    let value = Constraint.simplex.transform(&graph, graph.parameter(first: 0, count: 3)).value
    let again = GraphEvaluator(graph, at: corner)(value)
    #expect(again[0] == 1 && again[1...].allSatisfy { $0 < 1e-300 }, "\(again)")
  }

  @Test func whatIsOutsideIsNamed() {
    func problem(_ name: String, _ values: [Double]) -> String {
      var graph = Graph(rowCount: 1)
      let constraint = Self.constraint(name, &graph)
      do throws(OutsideConstraint) {
        let found = try constraint.coordinates(of: values, bounds: (Self.bounds[name] ?? []).map { [$0] })
        return "\(found)"
      } catch { return "\(error.element) \(error.requirement)" }
    }
    #expect(problem("above", [3, 1.9, 5]) == "1 must be above 2.0")
    #expect(problem("below", [-4e5, -4e5, -2e5]) == "2 must be below -300000.0")
    #expect(problem("between", [-1.1, 0, 0]) == "0 must be above -1.0")
    #expect(problem("between", [0, 0, 3.1]) == "2 must be below 3.0")
    #expect(problem("ordered", [-5, -4, -4.5]) == "2 must be above -4.0")
    #expect(problem("positiveOrdered", [-1, 2, 3]) == "0 must be above 0.0")
    #expect(problem("simplex", [0.5, 0.75, -0.25, 0]) == "2 must be above 0.0")
    #expect(problem("simplex", [0.5, 0.25, 0.25, 0.125]).hasSuffix("must have the sum 1, which is 1.125"))
    #expect(problem("real", [0, .nan, 1]) == "1 must be finite")
    #expect(problem("above", [.infinity, 3, 3]) == "0 must be finite")
  }
}

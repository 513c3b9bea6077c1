import Foundation
@testable import PosteriorModels
import Testing

/// Transforms against the determinants of their Jacobians, found by differences.
struct ConstraintTests {
  private static let position = [0.3, -1.2, 0.8]

  @Test(arguments: ["real", "above", "below", "between", "ordered", "positiveOrdered", "simplex"])
  func logJacobianIsThatOfDifferences(_ name: String) throws {
    var graph = Graph(rowCount: 1)
    let constraint: Constraint =
      switch name {
      case "above": .above(graph.constant(2))
      case "below": .below(graph.constant(2))
      case "between": .between(graph.constant(-1), graph.constant(3))
      case "ordered": .ordered
      case "positiveOrdered": .positiveOrdered
      case "simplex": .simplex
      default: .real
      }
    let u = graph.parameter(first: 0, count: 3)
    let (value, logJacobian) = constraint.transform(&graph, u)
    func parameter(_ position: [Double]) -> [Double] { GraphEvaluator(graph, at: position)(value) }
    let step = 1e-5
    let jacobian = (0..<3).map { j in
      var (up, down) = (Self.position, Self.position)
      up[j] += step
      down[j] -= step
      return zip(parameter(up), parameter(down)).prefix(3).map { ($0 - $1) / (2 * step) }
    }
    let determinant = abs(determinant(jacobian))
    let found = GraphEvaluator(graph, at: Self.position).number(logJacobian)
    #expect(abs(found - log(determinant)) < 1e-8, "\(name): \(found) and \(log(determinant))")
  }

  @Test(arguments: [Constraint.ordered, .positiveOrdered, .simplex])
  func derivativesAreThoseOfDifferences(_ constraint: Constraint) {
    var graph = Graph(rowCount: 1)
    let u = graph.parameter(first: 0, count: 3)
    let (value, logJacobian) = constraint.transform(&graph, u)
    let quantity = graph.add(graph.sum(graph.apply(.square, graph.add(value, graph.constant(0.3)))), logJacobian)
    let gradient = graph.gradient(of: quantity, dimension: 3)
    let derivatives = GraphEvaluator(graph, at: Self.position)(gradient)
    for j in 0..<3 {
      func shifted(_ step: Double) -> Double {
        var position = Self.position
        position[j] += step
        return GraphEvaluator(graph, at: position).number(quantity)
      }
      let difference = (8 * (shifted(1e-3) - shifted(-1e-3)) - shifted(2e-3) + shifted(-2e-3)) / 12e-3
      #expect(abs(derivatives[j] - difference) < 1e-9, "\(constraint) by \(j): \(derivatives[j]) and \(difference)")
    }
  }

  @Test func parametersAreWhatTheyMustBe() {
    var graph = Graph(rowCount: 1)
    let u = graph.parameter(first: 0, count: 3)
    func value(_ constraint: Constraint) -> [Double] {
      let value = constraint.transform(&graph, u).value
      return GraphEvaluator(graph, at: Self.position)(value)
    }
    let simplex = value(.simplex)
    #expect(simplex.count == 4 && simplex.allSatisfy { $0 > 0 } && abs(simplex.reduce(0, +) - 1) < 1e-14)
    let ordered = value(.ordered), positive = value(.positiveOrdered)
    #expect(ordered[0] == 0.3 && ordered[0] < ordered[1] && ordered[1] < ordered[2])
    #expect(0 < positive[0] && positive[0] < positive[1] && positive[1] < positive[2])
    #expect(value(.between(graph.constant(-1), graph.constant(3))).allSatisfy { $0 > -1 && $0 < 3 })
  }

  private func determinant(_ rows: [[Double]]) -> Double {
    let (a, b, c) = (rows[0], rows[1], rows[2])
    return a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0])
  }
}

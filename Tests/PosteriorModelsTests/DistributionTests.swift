import Foundation
@testable import PosteriorModels
import Testing

/// Distributions against densities of 60 digits, and their derivatives against differences of sixth order.
struct DistributionTests {
  /// A density's graph: x and every argument that may be one are coordinates.
  private struct Case {
    var graph = Graph(rowCount: 1)
    let density: Node
    let position: [Double]

    init(_ known: KnownValue) throws {
      let distribution = try #require(DistributionCatalogue.named(known.distribution))
      var position: [Double] = []
      let x: Node
      if distribution.support.isDiscrete {
        x = graph.column([known.x])
      } else {
        x = graph.parameter(first: 0)
        position.append(known.x)
      }
      var arguments: [Node] = []
      for (place, domain) in distribution.domains.enumerated() {
        switch domain {
        case .count: arguments.append(graph.column([known.arguments[place]]))
        case _ where domain.isVector:
          let rest = Array(known.arguments[place...])
          arguments.append(graph.parameter(first: position.count, count: rest.count))
          position += rest
        default:
          arguments.append(graph.parameter(first: position.count))
          position.append(known.arguments[place])
        }
      }
      density = distribution.logDensity(&graph, x, arguments)
      self.position = position
    }

    func value(at position: [Double]) -> Double { GraphEvaluator(graph, at: position)(density)[0] }
  }

  @Test func everyDistributionHasKnownValues() {
    let tested = Set(KnownValue.logDensities.map(\.distribution))
    let untested = Set(DistributionCatalogue.all.map(\.name)).subtracting(tested)
    // These have tests of their own.
    #expect(untested == ["dirichlet", "multi_normal", "multi_normal_cholesky"])
  }

  @Test func valuesAreThoseOfSixtyDigits() throws {
    for known in KnownValue.logDensities {
      let made = try Case(known)
      let value = made.value(at: made.position)
      #expect(abs(value - known.value) <= 1e-12 * max(1, abs(known.value)), "\(known): \(value)")
    }
  }

  @Test func derivativesAreThoseOfDifferences() throws {
    for known in KnownValue.logDensities {
      var made = try Case(known)
      let gradient = made.graph.gradient(of: made.density, dimension: made.position.count)
      let derivatives = GraphEvaluator(made.graph, at: made.position)(gradient)
      for j in made.position.indices {
        // A density that is not smooth at 0 is not looked at there.
        if made.position[j] == 0, ["half_normal", "half_cauchy", "half_student_t"].contains(known.distribution) {
          continue
        }
        let (difference, step) = sixthOrderDifference(along: j, at: made.position, of: made.value(at:))
        let rounding = 1e-13 * max(1, abs(known.value)) / step
        #expect(
          abs(derivatives[j] - difference) <= 1e-8 * abs(difference) + 10 * rounding,
          "\(known) by \(j): \(derivatives[j]) and \(difference)")
      }
    }
  }

  @Test func documentationListsEveryDistribution() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Docs/ModelLanguage.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    for distribution in DistributionCatalogue.all {
      let name = "| `\(distribution.name)(\(distribution.arguments.joined(separator: ", ")))` |"
      let line = try #require(text.split(separator: "\n").first { $0.hasPrefix(name) }, "\(name)")
      #expect(line.contains("`cdf`") == (distribution.cumulative != nil))
    }
  }

  /// Dirichlet(2, 3, 4) at (0.2, 0.3, 0.5): ln Γ(9) − ln Γ(2)Γ(3)Γ(4) + ln 0.2 + 2 ln 0.3 + 3 ln 0.5.
  @Test func dirichletIsThatOfItsFormula() throws {
    let distribution = try #require(DistributionCatalogue.named("dirichlet"))
    var graph = Graph(rowCount: 1)
    let x = graph.knownVector([0.2, 0.3, 0.5])
    let density = distribution.logDensity(&graph, x, [graph.knownVector([2, 3, 4])])
    let expected = log(40320.0) - log(12.0) + log(0.2) + 2 * log(0.3) + 3 * log(0.5)
    #expect(abs(GraphEvaluator(graph, at: []).number(density) - expected) < 1e-13)
  }

  @Test func distributionFunctionsAreIntegralsOfTheirDensities() throws {
    for distribution in DistributionCatalogue.all {
      guard let cumulative = distribution.cumulative else { continue }
      let count = distribution.arguments.count
      let arguments = distribution.name == "uniform" ? [-0.5, 3] : [2.5, 0.7, 1.3].suffix(count)
      var graph = Graph(rowCount: 1)
      let x = graph.parameter(first: 0)
      let nodes = arguments.map { graph.constant($0) }
      let (density, probability) = (distribution.logDensity(&graph, x, nodes), cumulative(&graph, x, nodes))
      func value(_ node: Node, _ x: Double) -> Double { GraphEvaluator(graph, at: [x])(node)[0] }
      let (low, high, steps) = (0.75, 1.25, 200)
      let step = (high - low) / Double(steps)
      // Simpson's rule.
      let integral = (0...steps).reduce(0.0) { sum, place in
        let weight = place == 0 || place == steps ? 1.0 : place.isMultiple(of: 2) ? 2 : 4
        return sum + weight * exp(value(density, low + Double(place) * step)) * step / 3
      }
      let difference = value(probability, high) - value(probability, low)
      #expect(abs(integral - difference) < 1e-10, "\(distribution.name): \(integral) and \(difference)")
    }
  }
}

import Foundation
import TestSupport
import Testing

@testable import PosteriorNumerics

@Suite struct ElementaryFunctionTests {
  struct Function: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let apply: @Sendable (inout MutableSpan<Double>) -> Void
    /// The C library's, which is within a unit in the last place of the truth.
    let plain: @Sendable (Double) -> Double
    let tolerance: Double

    func callAsFunction(_ values: [Double]) -> [Double] {
      var values = values
      var span = values.mutableSpan
      apply(&span)
      return values
    }

    static let all = [
      Function(testDescription: "exp", apply: { $0.formExponentials() }, plain: { exp($0) }, tolerance: 1.9),
      Function(testDescription: "tanh", apply: { $0.formHyperbolicTangents() }, plain: { tanh($0) }, tolerance: 4),
      Function(testDescription: "logistic", apply: { $0.formLogistics() }, plain: plainLogistic, tolerance: 4.5),
    ]
  }

  static func plainLogistic(_ x: Double) -> Double { x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x)) }

  /// Over the ordinary range, over the whole one, and close to 0 on a logarithmic scale.
  @Test(arguments: Function.all) func isTheLibrarysOwn(_ function: Function) {
    var random = GSLRandom(seed: 71)
    for scale in [0.2, 1, 5, 30, 800] {
      check((0..<200_000).map { _ in scale * (2 * random.uniform() - 1) })
    }
    check((0..<200_000).map { _ in copysign(exp(-700 * random.uniform()), random.uniform() - 0.5) })

    func check(_ arguments: [Double]) {
      var (worst, place) = (0.0, 0.0)
      for (x, value) in zip(arguments, function(arguments)) {
        let expected = function.plain(x)
        let distance = value == expected ? 0 : abs(value - expected) / max(expected.ulp, .leastNonzeroMagnitude)
        if !(distance <= worst) { (worst, place) = (distance, x) }
      }
      #expect(worst <= function.tolerance, "at \(place)")
    }
  }

  /// Infinities, NaN, both zeros, subnormal numbers, and the edges of overflow and underflow.
  @Test(arguments: Function.all) func atTheEdges(_ function: Function) {
    let edges: [Double] = [
      .infinity, -.infinity, 0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude / 64,
      .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
      709.782712893384, 709.7827128933841, -708.3964185322641, -745.1332191019411, -745.1332191019412, 19.0615, 22,
    ]
    for (x, value) in zip(edges, function(edges)) {
      let expected = function.plain(x)
      #expect(value == expected || abs(value - expected) <= function.tolerance * expected.ulp, "at \(x)")
      #expect(value.sign == expected.sign, "at \(x)")
    }
    #expect(function([.nan, 1])[0].isNaN && !function([.nan, 1])[1].isNaN)
  }

  @Test(arguments: Function.all) func sameBitsOnEveryInstructionSet(_ function: Function) {
    var random = GSLRandom(seed: 72)
    var arguments: [Double] = [.infinity, .leastNonzeroMagnitude]
    arguments += random.normals(1000).map { 10 * $0 }
    arguments += random.normals(1000).map { 700 * $0 }
    onEveryInstructionSet { function(arguments) }
  }

  /// A value does not depend on its place.
  @Test(arguments: Function.all, 0...17) func anyNumberOfValues(_ function: Function, _ count: Int) {
    let arguments = (0..<count).map { 0.3 * Double($0) - 2 }
    #expect(function(arguments) == arguments.map { function([$0])[0] })
  }
}

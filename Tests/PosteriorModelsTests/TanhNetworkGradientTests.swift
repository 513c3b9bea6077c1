import TestSupport
import Testing

@testable import PosteriorModels

@Suite struct TanhNetworkGradientTests {
  /// D = 2, H = 3 and K = 2, or 1 for the regression.
  @Test(arguments: [0, 1, 8, 10, 37]) func sameBitsOnEveryInstructionSet(_ count: Int) {
    var random = GSLRandom(seed: 96)
    let design = Matrix(columnCount: 2, elements: random.normals(40))
    let (responses, weights) = (random.normals(20), random.normals(17))
    let examples = (0..<count).map { _ in Int32.random(in: 0..<20, using: &random) }
    onEveryInstructionSet {
      var (first, second) = ([Double](repeating: 0.5, count: 13), [Double](repeating: 0.5, count: 17))
      var firstSpan = first.mutableSpan
      firstSpan.addTanhRegressionGradient(
        design: design, hiddenCount: 3, responses: responses, examples: examples.span,
        at: weights.span.extracting(first: 13), scaledBy: 1.5)
      var secondSpan = second.mutableSpan
      secondSpan.addTanhClassifierGradient(
        design: design, counts: (3, 2), labels: (0..<20).map { $0 % 3 }, examples: examples.span,
        at: weights.span, scaledBy: 1.5)
      return first + second
    }
  }

  @Test func indicesAreChecked() async {
    await #expect(processExitsWith: .failure) {
      var gradient = [0.0, 0, 0, 0]
      var span = gradient.mutableSpan
      span.addTanhRegressionGradient(
        design: Matrix(columnCount: 1, elements: [1, 2]), hiddenCount: 1, responses: [1, 2],
        examples: [2 as Int32].span, at: [1, 1, 1, 1].span, scaledBy: 1)
    }
  }
}

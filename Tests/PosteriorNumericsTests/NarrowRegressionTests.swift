import CPosteriorKernels
import Testing

@testable import PosteriorNumerics

@Suite struct NarrowRegressionTests {
  private struct Case {
    let design: Matrix, responses: [Double], position: [Double], values: [Double], offset: [Double]
    let examples: [Int32]

    init(columns: Int, batchSize: Int) {
      var random = GSLRandom(seed: 63, stream: columns)
      design = Matrix(columnCount: columns, elements: random.normals(50 * columns))
      responses = random.normals(50)
      position = random.normals(columns)
      values = random.normals(50)
      offset = random.normals(columns)
      var indices = [Int32](repeating: 0, count: batchSize)
      var span = indices.mutableSpan
      random.fillIndices(&span, first: batchSize, below: 50)
      examples = indices
    }

    /// precision · θ − offset − scale · Σ xᵢ(vᵢ − xᵢᵀθ), as it is written.
    func plainGradient(_ values: [Double], _ offset: [Double]) -> [Double] {
      var gradient = (0..<position.count).map { 1.5 * position[$0] - offset[$0] }
      for example in examples.map(Int.init) {
        let row = design.row(example)
        let residual = values[example] - zip(row, position).reduce(0) { $0 + $1.0 * $1.1 }
        for j in 0..<position.count { gradient[j] -= 2.5 * row[j] * residual }
      }
      return gradient
    }

    func gradients() -> [[Double]] {
      let regression = NarrowRegression(design, responses: responses)
      var own = [Double](repeating: .nan, count: position.count)
      var shifted = own
      var span = own.mutableSpan
      regression.setGradient(&span, ofMinibatch: examples.span, at: position.span, precision: 1.5, scale: 2.5)
      var shiftedSpan = shifted.mutableSpan
      regression.setGradient(
        &shiftedSpan, ofMinibatch: examples.span, values: values, offset: offset, at: position.span, precision: 1.5,
        scale: 2.5)
      return [own, shifted]
    }
  }

  @Test(arguments: 1...7, [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 13, 64]) func gradientIsThePlainSum(
    _ columns: Int, _ batchSize: Int
  ) {
    let plain = Case(columns: columns, batchSize: batchSize)
    let gradients = plain.gradients()
    let zero = [Double](repeating: 0, count: columns)
    expectClose(gradients[0], plain.plainGradient(plain.responses, zero), 1e-12)
    expectClose(gradients[1], plain.plainGradient(plain.values, plain.offset), 1e-12)
  }

  /// The same bits on every instruction set: gradients, and traces of steps.
  @Test(arguments: 1...7) func instructionSetsAgree(_ columns: Int) {
    var results: [[Double]] = []
    for most in 0...2 {
      cpk_use_instructions(Int32(most))
      let gradients = [3, 10, 13].flatMap { Case(columns: columns, batchSize: $0).gradients() }
      results.append(gradients.flatMap { $0 } + trace(columns))
    }
    cpk_use_instructions(2)
    #expect(results[1] == results[0] && results[2] == results[0])
    #expect(results[0].allSatisfy { $0.isFinite })
  }

  private func trace(_ columns: Int) -> [Double] {
    let data = Case(columns: columns, batchSize: 0)
    let regression = NarrowRegression(data.design, responses: data.responses)
    var random = GSLRandom(seed: 64)
    var examples = (0..<Int32(50)).map { $0 }
    var noise = [Double](repeating: 0, count: 7 * columns)
    var position = data.position
    var place = noise.count - columns
    var trace: [Double] = []
    for order in [MinibatchOrder.withReplacement, .freshSubsets, .reshuffledEpochs] {
      for shift in [nil, NarrowRegression.Shift(values: data.values, offset: data.offset)] {
        var steps = [Double](repeating: .nan, count: 10 * columns)
        var span = steps.mutableSpan
        let taken = regression.take(
          NarrowSteps(order: order, batchSize: 5, next: 0, rate: 1e-3, temperature: 1), most: 10, shift: shift,
          precision: 1, scale: 10, examples: &examples, noise: &noise, place: &place, position: &position, trace: &span,
          using: &random)
        #expect(taken == 10)
        trace += steps
      }
    }
    return trace
  }
}

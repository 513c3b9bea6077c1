import Foundation
import TestSupport
import Testing

@testable import PosteriorModels

/// Regressions on sparse designs against those on the same designs with their zeros.
@Suite struct SparseRegressionTests {
  enum Family: CaseIterable { case normal, bernoulli, poisson }

  /// Rows of up to four elements, some of them empty, some naming a column twice.
  static func design(rows: Int, columns: Int) throws -> SparseMatrix {
    var random = GSLRandom(seed: 151, stream: rows)
    var (starts, places, values) = ([0], [Int32](), [Double]())
    for row in 0..<rows {
      for _ in 0..<row % 5 {
        places.append(Int32(random.uniform() * Double(columns)))
        values.append(random.normal())
      }
      if row % 7 == 3, let last = places.last {
        places.append(last)
        values.append(0.5)
      }
      starts.append(values.count)
    }
    return try SparseMatrix(columnCount: columns, rowStarts: starts, columns: places, values: values)
  }

  /// The sparse model and the dense one.
  static func models(_ family: Family, rows: Int, columns: Int) throws -> (
    sparse: SparseRegression, dense: any Posterior
  ) {
    let design = try design(rows: rows, columns: columns)
    var random = GSLRandom(seed: 152)
    let (numbers, prior) = (random.normals(rows), Prior.normal(standardDeviation: 2))
    switch family {
    case .normal:
      return (
        SparseRegression(
          .linear(noiseStandardDeviation: 0.7), design: design, responses: numbers, prior: prior),
        LinearRegression(
          design: design.dense, responses: numbers, noiseStandardDeviation: 0.7, prior: .normal(standardDeviation: 2))
      )
    case .bernoulli:
      let labels = numbers.map { $0 > 0 ? 1 : 0 }
      return (
        SparseRegression(.logistic, design: design, responses: labels.map { Double($0) }, prior: prior),
        LogisticRegression(design: design.dense, labels: labels, prior: prior)
      )
    case .poisson:
      let counts = numbers.map { Int(abs(3 * $0)) }
      return (
        SparseRegression(.poisson, design: design, responses: counts.map { Double($0) }, prior: prior),
        PoissonRegression(design: design.dense, counts: counts, prior: prior)
      )
    }
  }

  @Test(arguments: Family.allCases, [1, 63, 64, 65, 300]) func isTheDenseModel(_ family: Family, _ rows: Int) throws {
    let (sparse, dense) = try Self.models(family, rows: rows, columns: 9)
    var random = GSLRandom(seed: 153)
    let position = random.normals(9)
    let likelihoods = [sparse, dense].map { $0.logDensity(at: position.span) - $0.logPrior(at: position.span) }
    expectClose([likelihoods[0]], [likelihoods[1]], 1e-12)
    expectClose(sparse.potentialGradient(at: position), dense.potentialGradient(at: position), 1e-12)
    let both = sparse.potentialAndGradient(at: position)
    #expect(both.potential == sparse.potential(at: position))
    #expect(both.gradient == sparse.potentialGradient(at: position))
    for example in [0, rows / 2, rows - 1] {
      expectClose(
        [sparse.logLikelihood(of: example, at: position.span)], [dense.logLikelihood(of: example, at: position.span)],
        1e-12)
      expectClose(
        sparse.exampleGradient(of: example, at: position), dense.exampleGradient(of: example, at: position), 1e-12)
    }
  }

  /// Minibatches with an example twice, with and without an anchor.
  @Test(arguments: Family.allCases) func hasTheGradientsOfMinibatches(_ family: Family) throws {
    let (sparse, dense) = try Self.models(family, rows: 90, columns: 9)
    var random = GSLRandom(seed: 154)
    let (position, there) = (random.normals(9), random.normals(9))
    let examples = [3, 17, 3, 89, 0].map(Int32.init)
    func gradient(_ model: some Posterior, isAnchored: Bool) -> [Double] {
      var gradient = [Double](repeating: 0.1, count: 9)
      var span = gradient.mutableSpan
      model.addLogLikelihoodGradient(
        ofExamples: examples.span, at: position.span, relativeTo: isAnchored ? Anchor(model, at: there) : nil,
        scaledBy: 1.5, to: &span)
      return gradient
    }
    for isAnchored in [false, true] {
      expectClose(gradient(sparse, isAnchored: isAnchored), gradient(dense, isAnchored: isAnchored), 1e-12)
    }
    func estimate(_ model: some Posterior) -> [Double] {
      let estimator = MinibatchGradient(model, ReshuffledEpochs(), batchSize: 7)
      var (random, estimates) = (GSLRandom(seed: 155), [Double]())
      var state = estimator.start(at: position, using: &random)
      for _ in 0..<13 {
        var gradient = [Double](repeating: .nan, count: 9)
        _ = estimator.estimate(&gradient, at: position, state: &state, using: &random)
        estimates += gradient
      }
      return estimates
    }
    expectClose(estimate(sparse), estimate(AnyPosterior(dense)), 1e-12)
    expectClose(estimate(sparse.anchored(at: there)), estimate(AnyPosterior(dense).anchored(at: there)), 1e-11)
  }

  @Test func refusesWhatIsNoMatrix() throws {
    func problem(_ columns: Int, _ starts: [Int], _ places: [Int32], _ values: [Double]) -> String? {
      do {
        _ = try SparseMatrix(columnCount: columns, rowStarts: starts, columns: places, values: values)
        return nil
      } catch { return "\(error)" }
    }
    #expect(problem(2, [0, 1, 2], [0, 1], [1, 2]) == nil)
    #expect(problem(2, [0, 0, 0], [], []) == nil)
    #expect(problem(2, [0, 1, 2], [0, 2], [1, 2]) == "row 2: the column 2 is not from 0 to 1")
    #expect(problem(2, [0, 1, 2], [-1, 1], [1, 2]) == "row 1: the column -1 is not from 0 to 1")
    #expect(problem(2, [0, 2, 1, 2], [0, 1], [1, 2]) == "row 2: the row ends before it begins")
    #expect(problem(2, [0, .max, 2], [0, 1], [1, 2]) == "row 2: the row ends before it begins")
    #expect(problem(2, [0, .min, 2], [0, 1], [1, 2]) == "row 1: the row ends before it begins")
    #expect(problem(2, [0, 1, 2], [0, 1], [1, .nan]) == "row 2: the element in column 1 is not finite")
    #expect(problem(2, [1, 1, 2], [0, 1], [1, 2])?.hasPrefix("2 elements and 2 columns do not fill") == true)
    #expect(problem(2, [0, 1, 3], [0, 1], [1, 2])?.hasPrefix("2 elements and 2 columns do not fill") == true)
    #expect(problem(0, [0, 0], [], [])?.hasPrefix("1 rows of 0 columns") == true)
    #expect(problem(1, [], [], [])?.hasPrefix("-1 rows of 1 columns") == true)
    let ones = try Self.design(rows: 11, columns: 4).withOnes()
    #expect((0..<11).allSatisfy { ones.dense[$0, 0] == 1 })
    #expect(
      try (0..<11).allSatisfy { row in
        try (0..<4).allSatisfy { column in
          try ones.dense[row, column + 1] == Self.design(rows: 11, columns: 4).dense[row, column]
        }
      })
  }

  /// With more parameters than d × d matrices are made of, the mode is found by gradients alone.
  @Test(arguments: Family.allCases) func hasAModeWithoutMatrices(_ family: Family) throws {
    let (sparse, _) = try Self.modelsOfManyColumns(family)
    #expect(throws: SamplingError.self) { try sparse.mode() }
    let mode = try sparse.modePosition()
    let gradient = sparse.potentialGradient(at: mode)
    // Of curvatures of at least the prior's, 1/4, twice a squared length bounds how far the value is from the least.
    #expect(2 * gradient.dot(gradient) < 1e-4)
  }

  static func modelsOfManyColumns(_ family: Family) throws -> (SparseRegression, Int) {
    let design = try design(rows: 4000, columns: 5001)
    let (prior, rows) = (Prior.normal(standardDeviation: 2), 0..<4000)
    let (regression, responses): (RegressionFamily, [Int]) =
      switch family {
      case .normal: (.linear(noiseStandardDeviation: 0.7), rows.map { $0 % 11 })
      case .bernoulli: (.logistic, rows.map { $0 % 3 % 2 })
      case .poisson: (.poisson, rows.map { $0 % 4 })
      }
    return (
      SparseRegression(regression, design: design, responses: responses.map { Double($0) }, prior: prior), 5001
    )
  }
}

import Foundation
import PosteriorModels
import Testing

/// What every sampler promises, over a table of all that take a ``Posterior``.
@Suite struct ConformanceTests {
  /// 60 observations of a mean in two dimensions; the batch size 8 does not divide 60.
  static let model: GaussianMean = {
    var random = GSLRandom(seed: 81)
    let z = random.normals(120)
    let observations = (0..<60).flatMap { (i: Int) -> [Double] in
      let (first, second) = (z[2 * i], z[2 * i + 1])
      return [2 + first, -1 + 0.3 * first + 1.4 * second]
    }
    guard
      let model = try? GaussianMean(
        observations: Matrix(columnCount: 2, elements: observations),
        noiseCovariance: Matrix(columnCount: 2, elements: [1, 0.3, 0.3, 2]))
    else { preconditionFailure("the covariance is positive definite") }
    return model
  }()

  static let rows = SamplerRow.all(model, learningRate: 5e-4, preconditionedRate: 0.01, batchSize: 8)

  private static func isFinite(_ position: [Double]) -> Bool { position.allSatisfy(\.isFinite) }

  @Test(arguments: rows.indices) func startAndStep(_ index: Int) throws {
    func check(_ sampler: some PosteriorSampler) throws {
      #expect(sampler.dimension == 2 && sampler.stepsPerDraw > 0)
      var random = GSLRandom(seed: 1)
      var state = try sampler.start(at: [0.25, -0.5], using: &random)
      #expect(state.position == [0.25, -0.5])
      try sampler.step(&state, using: &random)
      #expect(state.position.count == 2 && state.position[0] != 0.25 && state.position[1] != -0.5)
    }
    try check(Self.rows[index].sampler)
  }

  @Test(arguments: rows.indices) func theSeedDecides(_ index: Int) throws {
    func chain(_ sampler: some PosteriorSampler, seed: UInt64) throws -> [[Double]] {
      var random = GSLRandom(seed: seed)
      var state = try sampler.start(at: [0, 0], using: &random)
      return try (0..<100).map { _ in
        try sampler.step(&state, using: &random)
        return state.position
      }
    }
    let sampler = Self.rows[index].sampler
    let first = try chain(sampler, seed: 5)
    #expect(try chain(sampler, seed: 5) == first)
    #expect(try chain(sampler, seed: 6) != first)
  }

  /// A copy of the state and the random source goes on as the original does, whatever became of the original meanwhile.
  @Test(arguments: rows.indices) func aCopyIsACheckpoint(_ index: Int) throws {
    func check(_ sampler: some PosteriorSampler) throws {
      var random = GSLRandom(seed: 7)
      var state = try sampler.start(at: [0, 0], using: &random)
      try sampler.advance(&state, steps: 37, using: &random)
      var (copy, copiedRandom) = (state, random)
      try sampler.advance(&state, steps: 100, using: &random)
      try sampler.advance(&copy, steps: 100, using: &copiedRandom)
      #expect(copy.position == state.position)
    }
    try check(Self.rows[index].sampler)
  }

  @Test(arguments: rows.indices) func theDimensionIsChecked(_ index: Int) async {
    await #expect(processExitsWith: .failure) { [index] in try startInThreeDimensions(ofRow: index) }
  }

  /// On curvatures up to a = 66, h = ηa ≤ 0.033 and M = 8: the samplers' own formulas give at most 13 % more standard
  /// deviation than the posterior's (fresh subsets), and no shift of the mean. The thermostat is one for both parameters, whose
  /// curvatures differ: over 40 chains of this length the flatter one had 0.830 and 0.826 (± 0.002) of its standard deviation, with
  /// 0.01 between chains.
  @Test(arguments: rows.indices) func approachesThePosterior(_ index: Int) throws {
    func check(_ name: String, _ sampler: some PosteriorSampler) throws {
      let exact = try Self.model.exactPosterior()
      var random = GSLRandom(seed: 9)
      var state = try sampler.start(at: [0, 0], using: &random)
      try sampler.advance(&state, steps: 6000, using: &random)
      var (sum, squares) = ([0.0, 0.0], [0.0, 0.0])
      let draws = 60_000
      for _ in 0..<draws {
        try sampler.step(&state, using: &random)
        for j in 0..<2 {
          let deviation = state.position[j] - exact.mean[j]
          sum[j] += deviation / Double(draws)
          squares[j] += deviation * deviation / Double(draws)
        }
      }
      for j in 0..<2 {
        // About 60000·h/2 ≥ 400 effective draws: standard errors of 0.05 sd for the mean and 3.5 % for the sd.
        let sd = exact.standardDeviations[j]
        #expect(abs(sum[j]) < 4 * 0.05 * sd, "\(name): the mean is off by \(sum[j] / sd) sd")
        let ratio = (squares[j] - sum[j] * sum[j]).squareRoot() / sd
        let least = name.hasPrefix("SGNHT") ? 0.826 - 4 * 0.01 : 0.94 - 0.12
        #expect(ratio > least && ratio < 1.13 + 0.12, "\(name): \(ratio) of the sd")
      }
    }
    try check(Self.rows[index].name, Self.rows[index].sampler)
  }

  /// Overflows, and says so: the preconditioned samplers normalise the gradient, so that only its square overflows.
  static let absurd = SamplerRow.all(model, learningRate: 1e30, preconditionedRate: 1e200, batchSize: 8)

  @Test(arguments: absurd.indices) func divergesClearly(_ index: Int) {
    func check(_ name: String, _ sampler: some PosteriorSampler) {
      var random = GSLRandom(seed: 1)
      let error = #expect(throws: SamplingError.self) {
        var state = try sampler.start(at: [0, 0], using: &random)
        for _ in 0..<1000 {
          try sampler.step(&state, using: &random)
          #expect(Self.isFinite(state.position), "\(name): not finite without an error")
        }
      }
      guard case .diverged(let step, _, let parameter) = error else {
        Issue.record("\(name): \(String(describing: error))")
        return
      }
      #expect(step >= 1 && step <= 1000 && (0..<2).contains(parameter))
      #expect(error?.description.contains("try a smaller learning rate") == true)
    }
    check(Self.absurd[index].name, Self.absurd[index].sampler)
  }

  /// Posteriors that do not exist: a chain goes on through finite numbers, or ends with an error.
  static let separable = SamplerRow.all(
    LogisticRegression(
      design: Matrix(columnCount: 2, elements: (0..<20).flatMap { [1, Double($0) - 9.5] }),
      labels: (0..<20).map { $0 < 10 ? 0 : 1 }),
    learningRate: 0.05, preconditionedRate: 0.05, batchSize: 6)
  static let zeroDesign = SamplerRow.all(
    LinearRegression(
      design: Matrix(rowCount: 20, columnCount: 2), responses: [Double](repeating: 1, count: 20),
      noiseStandardDeviation: 1),
    learningRate: 0.05, preconditionedRate: 0.05, batchSize: 6)
  static let improper = separable + zeroDesign

  @Test(arguments: improper.indices) func improperPosteriors(_ index: Int) throws {
    func check(_ name: String, _ sampler: some PosteriorSampler) throws {
      var random = GSLRandom(seed: 1)
      var state = try sampler.start(at: [0, 0], using: &random)
      do {
        for _ in 0..<5000 {
          try sampler.step(&state, using: &random)
          #expect(Self.isFinite(state.position), "\(name): not finite without an error")
        }
      } catch {
        guard case .diverged(let step, _, _) = error else { throw error }
        #expect(step <= 5000 && "\(error)".contains("diverged at step \(step)"))
      }
    }
    try check(Self.improper[index].name, Self.improper[index].sampler)
  }
}

private func startInThreeDimensions(ofRow index: Int) throws {
  func start(_ sampler: some PosteriorSampler) throws {
    var random = GSLRandom(seed: 1)
    _ = try sampler.start(at: [0, 0, 0], using: &random)
  }
  try start(ConformanceTests.rows[index].sampler)
}

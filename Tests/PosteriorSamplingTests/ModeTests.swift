import Foundation
import PosteriorModels
import Testing

/// The mode finder and the Hessians under it.
@Suite struct ModeTests {

  /// On a normal posterior the mode is the mean, and the Hessian the inverse covariance.
  @Test func ofANormalIsItsMean() throws {
    var random = GSLRandom(seed: 3)
    let model = LinearRegression(
      design: Matrix(columnCount: 3, elements: random.normals(150)), responses: random.normals(50),
      noiseStandardDeviation: 0.3, prior: .normal(standardDeviation: 2))
    let exact = try model.exactPosterior()
    let mode = try model.mode(from: [30, -20, 7])
    for (a, b) in zip(mode.position, exact.mean) { #expect(abs(a - b) < 1e-12) }
    let unit = mode.hessian * exact.covariance
    for i in 0..<3 { for j in 0..<3 { #expect(abs(unit[i, j] - (i == j ? 1 : 0)) < 1e-8) } }
  }

  /// With many parameters a search by gradients finds the position of a normal's mode, whatever their units.
  @Test(arguments: [1, 1e5]) func ofManyParameters(_ unit: Double) throws {
    var random = GSLRandom(seed: 9)
    let rows = (0..<300).flatMap { _ in random.normals(210).enumerated().map { $0 % 2 == 0 ? $1 : unit * $1 } }
    let model = LinearRegression(
      design: Matrix(columnCount: 210, elements: rows), responses: random.normals(300), noiseStandardDeviation: 1,
      prior: .normal(standardDeviation: 3))
    let exact = try model.exactPosterior()
    let position = try model.modePosition()
    for j in 0..<210 {
      #expect(abs(position[j] - exact.mean[j]) < 1e-3 * exact.covariance[j, j].squareRoot(), "\(j)")
    }
  }

  /// Closed-form Hessians against differences of gradients, of the whole model and of one example.
  @Test func closedFormsAgreeWithDifferences() {
    var random = GSLRandom(seed: 4)
    let design = Matrix(columnCount: 2, elements: random.normals(60))
    let counts = (0..<30).map { $0 % 5 }
    let position = [0.4, -0.7]
    func check(_ model: some GeneralizedLinearModel) {
      let differences = hessianByDifferences(at: position, of: model.potentialGradient)
      let closed = model.hessian(at: position)
      let sum = (0..<30).reduce(Matrix(rowCount: 2, columnCount: 2)) {
        $0 + model.exampleHessian(of: $1, at: position)
      }
      let prior = hessianByDifferences(at: position, of: model.priorGradient)
      for i in 0..<2 {
        for j in 0..<2 {
          #expect(abs(closed[i, j] - differences[i, j]) < 1e-7)
          #expect(abs(closed[i, j] - sum[i, j] - prior[i, j]) < 1e-9)
        }
      }
    }
    check(LogisticRegression(design: design, labels: counts.map { $0 % 2 }, prior: .normal(standardDeviation: 2)))
    check(PoissonRegression(design: design, counts: counts, prior: .studentT(degrees: 4, scale: 2)))
    check(LinearRegression(design: design, responses: counts.map(Double.init), noiseStandardDeviation: 1.3))
  }

  /// Far starts, and a landscape that is not convex: the search goes down and comes to rest.
  @Test func findsTheModeFromFarAway() throws {
    var random = GSLRandom(seed: 5)
    let design = Matrix(columnCount: 2, elements: random.normals(200))
    let labels = (0..<100).map { random.uniform() < 1 / (1 + exp(-2 * design[$0, 0])) ? 1 : 0 }
    let model = LogisticRegression(design: design, labels: labels, prior: .normal(standardDeviation: 10))
    let near = try model.mode()
    let far = try model.mode(from: [40, -60])
    for (a, b) in zip(near.position, far.position) { #expect(abs(a - b) < 1e-10) }
    #expect(model.potentialGradient(at: near.position).allSatisfy { abs($0) < 1e-10 })
    let network = TanhNetworkRegression(
      inputs: Matrix(columnCount: 1, elements: (0..<40).map { Double($0) / 10 - 2 }),
      responses: (0..<40).map { sin(Double($0) / 10) }, hiddenCount: 2, noiseStandardDeviation: 0.2,
      prior: .normal(standardDeviation: 1))
    let start = random.normals(network.dimension)
    let mode = try network.mode(from: start)
    #expect(network.potential(at: mode.position) < network.potential(at: start))
    #expect(network.potentialGradient(at: mode.position).allSatisfy { abs($0) < 1e-6 })
  }

  /// U = ½a² + ½b² + 4(a + b² − 3)² is symmetric in b. The search starts on the ridge between its two minima, where
  /// no slope leads away.
  @Test func leavesASaddle() throws {
    let banana = Custom(
      dimension: 2,
      value: { -0.5 * ($0[0] * $0[0] + $0[1] * $0[1]) - 4 * pow($0[0] + $0[1] * $0[1] - 3, 2) },
      gradient: { x in
        let rest = x[0] + x[1] * x[1] - 3
        return [-x[0] - 8 * rest, -x[1] - 16 * x[1] * rest]
      })
    let mode = try banana.mode()
    #expect(abs(mode.position[0] - 0.5) < 1e-6 && abs(abs(mode.position[1]) - 2.4375.squareRoot()) < 1e-6)
  }

  @Test func noModeIsAClearReport() {
    let separable = LogisticRegression(
      design: Matrix(columnCount: 1, elements: [-2, -1, 1, 2]), labels: [0, 0, 1, 1])
    let flat = LinearRegression(
      design: Matrix(columnCount: 2, elements: [1, 0, 1, 0, 1, 0]), responses: [1, 2, 3], noiseStandardDeviation: 1,
      parameterNames: ["level", "unseen"])
    #expect(throws: SamplingError.self) { try separable.mode() }
    let error = #expect(throws: SamplingError.self) { try flat.mode() }
    #expect(error?.description.contains("'unseen'") == true)
  }
}

import Foundation
import PosteriorDiagnostics
import PosteriorModels
import Testing

/// Warm-up says of an improper posterior that it is one, and of no proper one.
@Suite struct HamiltonianImproperTests {
  /// What a warm-up says; nil when it goes through.
  private func report(
    _ target: some LogDensity, from start: [Double], metric: Metric.Shape = .diagonal, seed: UInt64, hmc: Bool = false
  ) throws -> String? {
    var random = GSLRandom(seed: 4_700 + seed)
    let warmUp = WarmUp(steps: 500, metric: metric)
    do throws(SamplingError) {
      if hmc {
        _ = try HMC(target, stepSize: 1, path: .steps(10)).warmedUp(warmUp, from: start, using: &random)
      } else {
        _ = try NUTS(target, stepSize: 1).warmedUp(warmUp, from: start, using: &random)
      }
      return nil
    } catch {
      guard case .improperPosterior(let reason) = error else { throw error }
      return reason
    }
  }

  /// A model that forgot a parameter.
  @Test(arguments: Metric.Shape.allCases) func aParameterThatNothingDetermines(_ metric: Metric.Shape) throws {
    let ridge = Custom(dimension: 3, value: { -0.5 * ($0[0] * $0[0] + $0[2] * $0[2]) }) { [-$0[0], 0, -$0[2]] }
    // One that matters on one side only, and one that matters near 0 only.
    let halfOpen = Custom(dimension: 2, value: { -0.5 * $0[0] * $0[0] - exp(-$0[1]) }) { [-$0[0], exp(-$0[1])] }
    let dip = Custom(dimension: 2, value: { -0.5 * $0[0] * $0[0] - 1 / (1 + $0[1] * $0[1]) }) {
      [-$0[0], 2 * $0[1] / pow(1 + $0[1] * $0[1], 2)]
    }
    for hmc in [false, true] {
      for target in [ridge, halfOpen, dip] {
        for seed in 0..<3 {
          let start = [Double](repeating: 1, count: target.dimension)
          let reason = try report(target, from: start, metric: metric, seed: UInt64(seed), hmc: hmc)
          #expect(reason?.contains("'θ[2]'") == true, "\(reason ?? "nothing")")
        }
      }
    }
  }

  /// Separable classes under a flat prior, in directions that are no parameters'.
  @Test func separableClasses() throws {
    for seed in 0..<5 {
      var random = GSLRandom(seed: UInt64(4_800 + seed))
      let normals = random.normals(60)
      var design = Matrix(rowCount: 30, columnCount: 3, repeating: 1)
      for i in 0..<30 {
        design[i, 1] = 4 + normals[2 * i]
        design[i, 2] = 7 + 3 * normals[2 * i + 1]
      }
      let labels = (0..<30).map { design[$0, 1] - 0.4 * design[$0, 2] > 1.1 ? 1 : 0 }
      let start = [0.1, 0.1, 0.1]
      let reason = try report(LogisticRegression(design: design, labels: labels), from: start, seed: UInt64(seed))
      #expect(reason?.contains("give a proper prior") == true, "seed \(seed): \(reason ?? "nothing")")
      // With a prior, and with a flat prior on classes that overlap, there is nothing to report.
      for prior in [Prior.normal(standardDeviation: 1e4), .cauchy(scale: 2.5), .laplace(scale: 10)] {
        let model = LogisticRegression(design: design, labels: labels, prior: prior)
        #expect(try report(model, from: start, seed: UInt64(seed)) == nil)
      }
      let overlapping = labels.enumerated().map { $0 % 3 == 0 ? 1 - $1 : $1 }
      let mixed = LogisticRegression(design: design, labels: overlapping)
      #expect(try report(mixed, from: start, seed: UInt64(seed)) == nil)
    }
  }

  @Test func modelsUnderAFlatPrior() throws {
    let design = TestData.design
    let noCounts = PoissonRegression(design: design, counts: [Int](repeating: 0, count: 24))
    let unseen = SoftmaxRegression(design: design, labels: TestData.classes, classCount: 4)
    let network = TanhNetworkRegression(
      inputs: design, responses: TestData.responses, hiddenCount: 1, noiseStandardDeviation: 1, prior: .flat)
    let models: [any Posterior] = [noCounts, unseen, network]
    for (number, model) in models.enumerated() {
      let start = (0..<model.dimension).map { 0.1 * cos(Double($0)) }
      #expect(try report(AnyPosterior(model), from: start, seed: 1) != nil, "model \(number)")
    }
    let proper: [any Posterior] = [
      LogisticRegression(design: design, labels: TestData.labels),
      SoftmaxRegression(design: design, labels: TestData.classes, classCount: 3),
      PoissonRegression(design: design, counts: TestData.counts),
      LinearRegressionUnknownNoise(design: design, responses: TestData.responses),
    ]
    for (number, model) in proper.enumerated() {
      let start = [Double](repeating: 0.1, count: model.dimension)
      #expect(try report(AnyPosterior(model), from: start, seed: 2) == nil, "model \(number)")
    }
  }

  /// Keeps the position and the tree's depth.
  private struct DrawsAndDepths: ChainObserver {
    var buffer = DrawBuffer()
    var wantsReports: Bool { true }
    mutating func observe(_ draw: Span<Double>, report: Span<Double>) {
      buffer.append(draw)
      buffer.append(report.extracting(3..<4))
    }
  }

  /// A flat direction between the parameters is not reported, but R-hat and the depth of the trees show it.
  @Test func aFlatDirectionThatMixesParameters() async throws {
    let ridge = Custom(dimension: 2, value: { -0.5 * pow($0[0] + $0[1], 2) }) { x in x.map { _ in -x[0] - x[1] } }
    let sampler = NUTS(ridge, stepSize: 1).selfTuning(WarmUp(steps: 150))
    let chains = try await sampler.run(
      from: [[0, 0], [3, -3], [1, 1], [-3, 3]], ChainSchedule(count: 100, threads: 2)
    ) { _ in DrawsAndDepths() }
    let draws = Draws(parameterNames: ["x", "y", "depth"], chainCount: 4, values: chains.flatMap(\.buffer.values))
    let summary = await draws.summary().parameters
    #expect(summary[0].rHat > 1.2 && summary[1].rHat > 1.2 && summary[2].median == 10, "\(summary)")
  }

  /// Proper posteriors with heavy tails, kinks, edges and scales far apart are not accused.
  @Test(arguments: Metric.Shape.allCases) func properPosteriorsPass(_ metric: Metric.Shape) throws {
    func studentT(_ degrees: Double, _ dimension: Int) -> Custom {
      Custom(
        dimension: dimension, value: { $0.reduce(0) { $0 - 0.5 * (degrees + 1) * log1p($1 * $1 / degrees) } }
      ) { $0.map { -(degrees + 1) * $0 / (degrees + $0 * $0) } }
    }
    func normal(_ deviations: [Double]) -> Custom {
      Custom(
        dimension: deviations.count, value: { zip($0, deviations).reduce(0) { $0 - 0.5 * pow($1.0 / $1.1, 2) } }
      ) { zip($0, deviations).map { -$0 / ($1 * $1) } }
    }
    // exp(−y²(1 + x²)²): along y = 0 it does not fall at all.
    let cross = Custom(dimension: 2, value: { -pow($0[1] * (1 + $0[0] * $0[0]), 2) }) {
      let w = 1 + $0[0] * $0[0]
      return [-4 * $0[1] * $0[1] * w * $0[0], -2 * $0[1] * w * w]
    }
    let box = Custom(dimension: 2, value: { abs($0[1]) < 1 ? -0.5 * $0[0] * $0[0] : -.infinity }) { [-$0[0], 0] }
    let targets: [(Custom, [Double])] = [
      (studentT(1, 1), [1]), (studentT(1, 3), [1, -1, 0]), (studentT(0.5, 1), [1]), (studentT(1, 1), [1000]),
      (normal([1e6]), [0]), (normal([1e6, 1]), [3e6, 0]), (normal([1e-6, 1e6, 1]), [0, 1e6, 0]),
      (normal([1e12, 1e12]), [1, 1]), (cross, [0.3, 0.2]), (Custom.funnel, [0, 0.5]), (box, [0.1, 0.1]),
    ]
    for (number, (target, start)) in targets.enumerated() {
      for seed in 0..<2 {
        let reason = try report(target, from: start, metric: metric, seed: UInt64(seed))
        #expect(reason == nil, "target \(number): \(reason ?? "")")
      }
    }
  }
}

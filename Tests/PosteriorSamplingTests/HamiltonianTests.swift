import AllocationCounter
import Foundation
import Testing

@testable import PosteriorSampling

@Suite struct HamiltonianTests {
  private static let covariance = Matrix(columnCount: 3, elements: [2, 0.5, 0.1, 0.5, 1, -0.3, 0.1, -0.3, 0.5])
  /// Two directions that are orthonormal in units of the scales.
  private static let lowRank = LowRankMetric(
    scales: [0.5, 1, 0.5], directions: Matrix(columnCount: 3, elements: [0.6, 0, 0.8, 0.8, 0, -0.6]),
    variances: [2, 0.2])
  static let metrics: [Metric] =
    [.unit, .diagonal([0.5, 2, 3])] + ((try? [.dense(Cholesky(covariance))]) ?? [])
    + (lowRank.map { [.lowRank($0)] } ?? [])

  private func matrix(_ metric: Metric) -> Matrix {
    switch metric {
    case .unit: .identity(3)
    case .diagonal(let variances): Matrix(diagonal: variances)
    case .dense: Self.covariance
    // S(I + uuᵀ − 0.8wwᵀ)S by hand.
    case .lowRank:
      Matrix(columnCount: 3, elements: [0.212, 0, 0.216, 0, 1, 0, 0.216, 0, 0.338])
    }
  }

  @Test func fourMetrics() { #expect(Self.metrics.count == 4) }

  /// Velocities are Cp, momenta have the covariance C⁻¹ and increments C.
  @Test(arguments: metrics) func metric(_ metric: Metric) throws {
    var random = GSLRandom(seed: 4_200)
    let c = matrix(metric)
    var velocity = [9.0, 9, 9]
    metric.velocity(&velocity, of: [1, -2, 3])
    for (a, b) in zip(velocity, c * [1, -2, 3]) { #expect(abs(a - b) < 1e-14) }
    let count = 40_000
    var (momenta, increments): ([Double], [Double]) = ([], [])
    for _ in 0..<count {
      metric.drawMomentum(&velocity, using: &random)
      momenta += velocity
      metric.drawIncrement(&velocity, using: &random)
      increments += velocity
    }
    for (draws, truth) in [(momenta, try Cholesky(c).inverse), (increments, c)] {
      let sample = (1 / Double(count)) * Matrix(columnCount: 3, elements: draws).gram
      for i in 0..<3 {
        for j in 0..<3 {
          let error = ((truth[i, i] * truth[j, j] + truth[i, j] * truth[i, j]) / Double(count)).squareRoot()
          #expect(abs(sample[i, j] - truth[i, j]) < 4.5 * error)
        }
      }
    }
  }

  /// −Σx⁴/4 − (x₁ − x₂)²: three parameters, no harmonic oscillator.
  private let anharmonic = Custom(
    dimension: 3, value: { x in -0.25 * x.reduce(0) { $0 + pow($1, 4) } - pow(x[0] - x[1], 2) },
    gradient: { x in
      let pull = 2 * (x[0] - x[1])
      return [-pow(x[0], 3) - pull, -pow(x[1], 3) + pull, -pow(x[2], 3)]
    })

  private func point(_ metric: Metric) throws -> PhasePoint {
    var point = try PhasePoint(anharmonic, at: [0.6, -0.9, 1.1])
    point.momentum = [0.4, 0.7, -0.5]
    point.measureEnergy(metric)
    return point
  }

  @Test(arguments: metrics) func leapfrogIsReversible(_ metric: Metric) throws {
    let start = try point(metric)
    var moved = start
    for _ in 0..<25 { moved.leapfrog(anharmonic, metric: metric, stepSize: 0.07) }
    #expect(zip(moved.position, start.position).contains { abs($0 - $1) > 0.3 })
    for _ in 0..<25 { moved.leapfrog(anharmonic, metric: metric, stepSize: -0.07) }
    for (a, b) in zip(moved.position + moved.momentum, start.position + start.momentum) { #expect(abs(a - b) < 1e-13) }
  }

  /// Over a fixed time the energy's error falls fourfold when steps are halved.
  @Test(arguments: metrics) func energyErrorIsOfSecondOrder(_ metric: Metric) throws {
    func error(_ steps: Int) throws -> Double {
      var point = try point(metric)
      let energy = point.energy
      for _ in 0..<steps { point.leapfrog(anharmonic, metric: metric, stepSize: 0.9 / Double(steps)) }
      return point.energy - energy
    }
    let (coarse, fine) = (try error(64), try error(128))
    #expect(abs(coarse / fine - 4) < 0.05 && abs(fine) > 1e-9)
  }

  /// |∂(q′, p′)/∂(q, p)| = 1, by differences, in one dimension.
  @Test func leapfrogPreservesVolume() throws {
    func move(_ q: Double, _ p: Double) throws -> (Double, Double) {
      var point = try PhasePoint(Custom.quartic, at: [q])
      point.momentum = [p]
      for _ in 0..<3 { point.leapfrog(Custom.quartic, metric: .diagonal([1.7]), stepSize: 0.4) }
      return (point.position[0], point.momentum[0])
    }
    let h = 1e-5
    let (a, b) = (try move(0.8 + h, 0.3), try move(0.8 - h, 0.3))
    let (c, d) = (try move(0.8, 0.3 + h), try move(0.8, 0.3 - h))
    let determinant = ((a.0 - b.0) * (c.1 - d.1) - (a.1 - b.1) * (c.0 - d.0)) / (4 * h * h)
    #expect(abs(determinant - 1) < 1e-8)
  }

  /// For a normal target the leapfrog is linear: (q, p) after one step by hand.
  @Test func leapfrogByHand() throws {
    let target = try Gaussian(mean: [0], covariance: Matrix(diagonal: [4]))
    var point = try PhasePoint(target, at: [2])
    point.momentum = [1]
    point.leapfrog(target, metric: .diagonal([3]), stepSize: 0.5)
    // p½ = 1 − ¼·½ = 0.875, q = 2 + 0.5·3·0.875 = 3.3125, p = 0.875 − ¼·3.3125/4.
    #expect(point.position == [3.3125] && abs(point.momentum[0] - 0.66796875) < 1e-15)
    #expect(abs(point.energy - (3.3125 * 3.3125 / 8 + 1.5 * 0.66796875 * 0.66796875)) < 1e-14)
  }

  @Test(arguments: [HMC<Gaussian>.Path.steps(6), .time(2.0)]) func moments(_ path: HMC<Gaussian>.Path) throws {
    var random = GSLRandom(seed: 4_201)
    let target = try Gaussian(mean: [1, -2], covariance: Matrix(columnCount: 2, elements: [1, 0.8, 0.8, 1.5]))
    for metric in [Metric.unit, .dense(target.exact.cholesky)] {
      let sampler = HMC(target, stepSize: 0.35, path: path, jitter: 0.3, metric: metric)
      let state = try sampler.start(at: [1, -2], using: &random)
      let size = try expectMoments(of: sampler, from: state, agreeWith: target.exact, draws: 20_000, using: &random)
      #expect(size > 4000)
    }
  }

  @Test func infoOfHMC() throws {
    var random = GSLRandom(seed: 4_202)
    let sampler = HMC(Custom.quartic, stepSize: 0.3, path: .time(1), jitter: 0.5)
    var state = try sampler.start(at: [0.4], using: &random)
    for _ in 0..<100 {
      let info = try sampler.step(&state, using: &random)
      #expect(info.leapfrogCount == 4 && !info.isDivergent && info.stepSize > 0.15 && info.stepSize < 0.45)
      #expect(info.energy >= -state.logDensity && (0...1).contains(info.acceptanceStatistic))
    }
    let wild = HMC(Custom.quartic, stepSize: 50, path: .steps(20))
    let info = try wild.step(&state, using: &random)
    #expect(info.isDivergent && !info.isAccepted && info.acceptanceStatistic == 0 && state.position[0].isFinite)
    #expect(HMC(Custom.quartic, stepSize: 1e-9, path: .time(1)).path.leapfrogCount(stepSize: 1e-9) == 1024)
  }

  /// No step allocates, from the first on. Another chain goes before, for what the runtime sets up once.
  @Test(.enabled(if: allocation_counter_is_available())) func stepsAllocateNothing() throws {
    let data = CalibrationCase.model(responses: [0.3, -0.5, 0.9, 0.2, 1.4, 0.7, 2.2, 1.9])
    func allocations(of sampler: some PosteriorSampler) throws -> Int64 {
      var random = GSLRandom(seed: 1)
      var state = try sampler.start(at: [0, 0, 0], using: &random)
      for _ in 0..<50 { try sampler.step(&state, using: &random) }
      state = try sampler.start(at: [0, 0, 0], using: &random)
      let before = allocation_count()
      for _ in 0..<200 { try sampler.step(&state, using: &random) }
      return allocation_count() - before
    }
    for metric in Self.metrics {
      #expect(try allocations(of: RandomWalkMetropolis(data, scale: 0.1, metric: metric)) == 0)
      #expect(try allocations(of: MALA(data, learningRate: 0.01, metric: metric)) == 0)
      #expect(try allocations(of: HMC(data, stepSize: 0.1, path: .steps(5), metric: metric)) == 0)
      #expect(try allocations(of: NUTS(data, stepSize: 0.1, metric: metric)) == 0)
    }
  }
}

import Foundation
import StochasticThermodynamics
import Testing

/// Simulations of a linear regression, where theory is exact but for what is of higher order in η.
@Suite struct MeasurementTests {
  static let model = Toy.line(60)
  static let rate = 1e-3

  static func measure(
    _ batching: some Minibatching, rate: Double = rate, temperature: Double = 0, ticks: Int, seed: UInt64 = 1,
    segments: [Int] = [1, 3, 30, 300]
  ) async throws -> StationaryMeasurement {
    let minimum = try model.mode(from: [0, 0]).position
    let state = try StationaryState(
      of: model, batching, mode: minimum, learningRate: rate, batchSize: 6, temperature: temperature)
    let sampler = SGD(model, batching, learningRate: .constant(rate), batchSize: 6, temperature: temperature)
    return try await StationaryMeasurement.run(
      sampler, .init(state, segmentLengths: segments, plane: (0, 1)),
      settings: .init(ticks: ticks, seed: seed))
  }

  /// Fresh subsets: every quantity within its own error, and theory's: tλ is 0.1 here.
  @Test func freshSubsetsDoWhatTheoryPredicts() async throws {
    let seen = try await Self.measure(FreshSubset(), ticks: 2_000_000)
    let state = seen.state
    #expect(seen.isLongEnough && seen.tickCount == 2_000_000)
    for j in 0..<2 {
      #expect(abs(seen.mean[j].measured - state.mode[j]) < 5 * seen.mean[j].standardError)
    }
    let discrete = try #require(state.discreteCovariance)
    for i in 0..<2 {
      for j in 0..<2 {
        let scale = (discrete[i, i] * discrete[j, j]).squareRoot()
        let error = seen.covariance.standardError[i, j] / scale
        // The minibatches' own Hessians fluctuate: a part of order tλ that neither equation holds.
        #expect(
          abs(seen.covariance.measured[i, j] - discrete[i, j]) / scale < 5 * error + 0.5 * state.expansionParameter)
      }
    }
    let (area, error) = (seen.circulation.measured[0, 1], seen.circulation.standardError[0, 1])
    #expect(abs(area / state.circulation[0, 1] - 1) < 5 * abs(error / state.circulation[0, 1]) + 0.1)
    #expect(abs(area) > 10 * error)
    #expect(Toy.distance(seen.diffusion.measured, state.diffusion) < 0.15)
    let entropy = try #require(seen.meanEntropyProduction)
    #expect(abs(entropy.measured / state.meanEntropyProduction - 1) < 0.2)
    #expect(try #require(seen.current).verdict == .outOfEquilibrium)
  }

  /// Theory's own process: normal noise of covariance 2D around a linear drift, so that the theorems hold to their error alone.
  @Test func fluctuationTheoremsHoldOnALinearProcess() async throws {
    let state = try StationaryState(
      mode: [1, -2, 0], hessian: Matrix(columnCount: 3, elements: [2, 1.2, 0, 1.2, 1, 0.5, 0, 0.5, 3]),
      diffusion: Matrix(diagonal: [1e-3, 4e-3, 2e-4]), time: 0.005)
    let process = LinearProcess(state: state)
    let seen = try await StationaryMeasurement.run(
      process, .init(state, segmentLengths: [1, 2, 10, 100, 1000]), settings: .init(ticks: 1_000_000))
    let entropy = try #require(seen.meanEntropyProduction)
    #expect(abs(entropy.measured - state.meanEntropyProduction) < 4 * entropy.standardError)
    #expect(entropy.standardError < 0.05 * entropy.measured)
    for theorem in seen.integralFluctuations where theorem.isResolved {
      #expect(abs(theorem.excess.measured) < 4 * theorem.excess.standardError, "\(theorem.segmentLength)")
      #expect(theorem.segmentCount == 1_000_000 / theorem.segmentLength)
    }
    #expect(seen.integralFluctuations.filter(\.isResolved).count == 3)
    for theorem in seen.detailedFluctuations {
      #expect(abs(theorem.slope.measured - 1) < 4 * theorem.slope.standardError + 0.01, "\(theorem.segmentLength)")
      #expect(theorem.slope.standardError < 0.2)
    }
    let (found, expected) = (seen.covariance.measured, try #require(state.discreteCovariance))
    for j in 0..<3 {
      #expect(abs(found[j, j] - expected[j, j]) < 5 * seen.covariance.standardError[j, j])
      let noise = seen.diffusion.measured[j, j] / state.diffusion[j, j]
      #expect(abs(noise - 1) < 0.01)
    }
  }

  /// In equilibrium the test stays silent: 40 runs, of which each passes three standard deviations with probability 0.00135.
  @Test func equilibriumShowsNoCurrent() async throws {
    let state = try StationaryState(
      mode: [0, 0, 0], hessian: Matrix(diagonal: [1, 2, 4]), diffusion: Matrix(diagonal: [1e-3, 1e-3, 1e-3]),
      time: 0.02)
    var scores: [Double] = []
    for seed in 1...40 {
      let seen = try await StationaryMeasurement.run(
        LinearProcess(state: state), .init(state, segmentLengths: []),
        settings: .init(ticks: 20_000, seed: UInt64(seed)))
      scores.append(try #require(seen.current).significance)
    }
    #expect(scores.filter { $0 > 3 }.isEmpty)
    // The scores are standard normal: their mean has error 0.16, their standard deviation 0.11.
    let (mean, spread) = (scores.reduce(0, +) / 40, Toy.moments(scores.map { [$0] }).covariance[0, 0].squareRoot())
    #expect(abs(mean) < 0.65 && abs(spread - 1) < 0.5)
  }

  /// 95 % intervals of the mean hold the truth in 95 % of the runs, less what batches of five relaxation times miss of the memory
  /// between them: a tenth of the standard error, and so two per cent of the runs. Batches of two made it 87 %.
  @Test func intervalsOfTheMeanOutlastTheMemory() async throws {
    let state = try StationaryState(
      mode: [0, 0, 0, 0], hessian: .identity(4), diffusion: 1e-3 * Matrix.identity(4), time: 0.2)
    var held = 0
    for seed in 1...250 {
      // 32 batches of two relaxation times a chain, before they are joined.
      let seen = try await StationaryMeasurement.run(
        LinearProcess(state: state), .init(state, segmentLengths: []), settings: .init(ticks: 640, seed: UInt64(seed)))
      held += seen.mean.filter { $0.contains(0) }.count
    }
    // Of a thousand, less three binomial standard deviations.
    #expect(held > 930 - 24, "\(held) of 1000")
  }

  /// One parameter has no plane for a current: nothing is produced, and everything else is measured.
  @Test func oneParameterHasNoCurrent() async throws {
    let state = try StationaryState(
      mode: [1], hessian: Matrix(diagonal: [2]), diffusion: Matrix(diagonal: [1e-3]), time: 0.02)
    let seen = try await StationaryMeasurement.run(
      LinearProcess(state: state), .init(state), settings: .init(ticks: 40_000))
    #expect(seen.current == nil && seen.detailedFluctuations.isEmpty)
    #expect(seen.integralFluctuations.allSatisfy { abs($0.excess.measured) < 1e-12 })
    for (value, truth) in [(seen.relativeDiffusion, 1.0), (seen.mean[0], 1.0)] {
      #expect(abs(value.measured - truth) < 4 * value.standardError)
    }
  }

  /// Gradient noise far above the injected noise: SGLD circulates, SGWORLD at the same rate and temperature does not.
  @Test func reshufflingStopsTheCurrent() async throws {
    let sgld = try await Self.measure(FreshSubset(), temperature: 0.02, ticks: 1_000_000, segments: [1])
    let sgworld = try await Self.measure(ReshuffledEpochs(), temperature: 0.02, ticks: 100_000, segments: [1])
    #expect(try #require(sgld.current).verdict == .outOfEquilibrium)
    #expect(try #require(sgworld.current).verdict == .noCurrentSeen)
  }

  @Test func threadsAndLoadChangeNothing() async throws {
    let minimum = try Self.model.mode(from: [0, 0]).position
    let state = try StationaryState(of: Self.model, FreshSubset(), mode: minimum, learningRate: 1e-3, batchSize: 6)
    let sampler = SGD(Self.model, FreshSubset(), learningRate: 1e-3, batchSize: 6)
    let runs = try await [1, 2].asyncMap {
      try await StationaryMeasurement.run(sampler, .init(state), settings: .init(ticks: 20_000, chains: 3), threads: $0)
    }
    #expect(runs[0].covariance == runs[1].covariance)
    #expect(runs[0].integralFluctuations.map(\.mean) == runs[1].integralFluctuations.map(\.mean))
  }

  /// The density sums to the ticks inside the window, and the measured current turns as predicted.
  @Test func planeShowsDensityAndCurrent() async throws {
    let seen = try await Self.measure(FreshSubset(), ticks: 1_000_000, segments: [])
    let plane = try #require(seen.plane)
    #expect(plane.tickCount == 1_000_000)
    #expect(plane.counts.reduce(0, +) > 0.995 * plane.tickCount)
    var turn = 0.0
    for (cell, flow) in plane.flows.enumerated() {
      let n = PlaneRecord.coarse
      let x = plane.reach.0 * (2 * (Double(cell % n) + 0.5) / Double(n) - 1)
      let y = plane.reach.1 * (2 * (Double(cell / n) + 0.5) / Double(n) - 1)
      turn += 0.5 * (x * flow.y - y * flow.x) / plane.tickCount
    }
    #expect(abs(turn / seen.state.circulation[0, 1] - 1) < 0.2)
  }
}

/// x ← x − tHx + √2 D^½ ξ around a state's center: what ``StationaryState`` describes, exactly.
struct LinearProcess: PosteriorSampler {
  let state: StationaryState
  private let noise: Cholesky

  init(state: StationaryState) {
    self.state = state
    guard let noise = try? Cholesky(2 * state.diffusion) else { preconditionFailure("D must be positive definite") }
    self.noise = noise
  }

  struct State: SamplerState {
    var position: [Double]
  }

  var dimension: Int { state.dimension }

  func start(at position: [Double], using random: inout some RandomSource) -> State { State(position: position) }

  func step(_ chain: inout State, using random: inout some RandomSource) {
    let x = zip(chain.position, state.mode).map(-)
    let drift = state.hessian * x
    let kick = noise.multiply(random.normals(dimension))
    for j in x.indices { chain.position[j] += kick[j] - state.time * drift[j] }
  }
}

extension Sequence where Element: Sendable {
  fileprivate func asyncMap<T>(_ transform: (Element) async throws -> T) async throws -> [T] {
    var results: [T] = []
    for element in self { results.append(try await transform(element)) }
    return results
  }
}

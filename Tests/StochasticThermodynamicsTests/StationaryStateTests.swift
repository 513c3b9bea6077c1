import Foundation
import PosteriorModels
import StochasticThermodynamics
import Testing

@Suite struct StationaryStateTests {
  static let hessian = Matrix(columnCount: 2, elements: [3, 1, 1, 1])
  static let noise = Matrix(columnCount: 2, elements: [2, -0.5, -0.5, 1])

  @Test func lyapunovSolutionsSolve() throws {
    let (h, q) = (Self.hessian, Self.noise)
    let continuous = try Lyapunov.continuous(h, q)
    #expect(Toy.distance(h * continuous + continuous * h, q) < 1e-14)
    let a = Matrix.identity(2) - 0.3 * h
    let discrete = try Lyapunov.discrete(h, time: 0.3, q)
    #expect(Toy.distance(a * discrete * a.transposed + q, discrete) < 1e-14)
  }

  /// The identities that make σ an entropy production.
  @Test func currentAndEntropyAreConsistent() throws {
    let state = try StationaryState(mode: [1, 2], hessian: Self.hessian, diffusion: 1e-3 * Self.noise, time: 0.01)
    let (d, c, sigma) = (state.diffusion, state.circulation, state.covariance)
    // The drift is the current's velocity and the diffusion down the density's slope: −tH = V − DΣ⁻¹.
    let inverse = try Cholesky(sigma).inverse
    #expect(Toy.distance(state.velocity - d * inverse, -0.01 * Self.hessian) < 1e-12)
    #expect(
      Toy.distance(c + c.transposed, c) == 2 * c.squaredNorm.squareRoot() || (c + c.transposed).squaredNorm < 1e-30)
    // ⟨σ⟩ = ⟨vᵀD⁻¹v⟩.
    let dissipation = (state.velocity.transposed * (try Cholesky(d).inverse) * state.velocity * sigma).trace
    #expect(abs(state.meanEntropyProduction - dissipation) < 1e-12 * dissipation)
    #expect(dissipation > 1e-4)
  }

  /// Given x, σ is normal with a variance of twice its mean: e^{−σ} has mean 1 whatever x.
  @Test func theIntegralTheoremIsExactTickByTick() throws {
    let state = try StationaryState(mode: [0, 0], hessian: Self.hessian, diffusion: 1e-3 * Self.noise, time: 0.01)
    for x in [[0.3, -0.1], [-1, 2]] {
      let slope = state.entropyForm.transposed * x
      let mean = slope.dot((-0.01 * Self.hessian) * x)
      let variance = 2 * slope.dot(state.diffusion * slope)
      #expect(abs(variance - 2 * mean) < 1e-12 * variance)
    }
  }

  @Test func noiseThatCommutesWithTheHessianIsInEquilibrium() throws {
    let state = try StationaryState(
      mode: [0, 0], hessian: Self.hessian, diffusion: 1e-3 * (Self.hessian * Self.hessian), time: 0.01)
    #expect(abs(state.meanEntropyProduction) < 1e-18)
    #expect(state.circulation.squaredNorm < 1e-30)
  }

  @Test func whatHasNoStationaryStateSaysWhy() throws {
    // The second column is the first one twice over.
    let design = Matrix(columnCount: 2, elements: [1, 2, -1, -2, 0.5, 1, 3, 6])
    let flat = LinearRegression(design: design, responses: [1, -2, 0.5, 2], noiseStandardDeviation: 1)
    #expect {
      try StationaryState(of: flat, FreshSubset(), mode: [0.3, 0.3], learningRate: 0.001, batchSize: 1)
    } throws: { error in
      if case StationaryStateError.flatDirection = error { true } else { false }
    }
    let model = Toy.line(12)
    let minimum = try model.mode(from: [0, 0]).position
    let limit = 2 / (try #require(try SymmetricEigen(model.hessian(at: minimum)).values.last))
    func state(_ batching: some Minibatching, _ rate: Double, _ size: Int, _ temperature: Double = 0) throws {
      _ = try StationaryState(
        of: model, batching, mode: minimum, learningRate: rate, batchSize: size, temperature: temperature)
    }
    #expect(throws: StationaryStateError.unstable(learningRate: 1.01 * limit, limit: limit)) {
      try state(FreshSubset(), 1.01 * limit, 2)
    }
    #expect {
      try state(ReshuffledEpochs(), 0.4 * limit, 2)
    } throws: { error in
      if case StationaryStateError.beyondExpansion = error { true } else { false }
    }
    #expect(throws: StationaryStateError.noNoise(batchSize: 12)) { try state(FreshSubset(), 0.1 * limit, 12) }
    try state(FreshSubset(), 0.1 * limit, 12, 1)
    try state(WithReplacement(), 0.1 * limit, 12)
    #expect(throws: StationaryStateError.unequalMinibatches(exampleCount: 12, batchSize: 5)) {
      try state(ReshuffledEpochs(), 0.01 * limit, 5)
    }
  }

  /// SGWORLD at temperature 1 has the posterior's covariance and no current; SGLD at the same rate has neither.
  @Test func reshufflingEngineersEquilibrium() throws {
    let model = Toy.line(100)
    let exact = try model.exactPosterior()
    let minimum = try model.mode(from: [0, 0]).position
    func state(_ batching: some Minibatching) throws -> StationaryState {
      try StationaryState(of: model, batching, mode: minimum, learningRate: 2e-4, batchSize: 5, temperature: 1)
    }
    let (sgld, sgworld) = (try state(FreshSubset()), try state(ReshuffledEpochs()))
    #expect(Toy.distance(try #require(sgworld.discreteCovariance), exact.covariance) < 0.05)
    #expect(Toy.distance(try #require(sgld.discreteCovariance), exact.covariance) > 0.2)
    // Per unit of time.
    let (busy, still) = (sgld.meanEntropyProduction / sgld.time, sgworld.meanEntropyProduction / sgworld.time)
    #expect(still < 1e-3 * busy)
  }
}

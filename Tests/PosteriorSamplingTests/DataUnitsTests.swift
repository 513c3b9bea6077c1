import Foundation
import PosteriorDiagnostics
import PosteriorModels
import Testing

@testable import PosteriorSampling

/// A kind of regression: made on a design, with as many copies of the design's units as it has parameters.
struct RegressionKind: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let make: @Sendable (Matrix) -> any Posterior
  /// The parameters' units, of the columns' and of what else there is.
  var units: @Sendable ([Double]) -> [Double] = { $0 }

  static let all: [RegressionKind] = [
    RegressionKind(testDescription: "linear") {
      LinearRegression(design: $0, responses: DataUnitsTests.noisy, noiseStandardDeviation: 0.8)
    },
    RegressionKind(testDescription: "unknown noise") {
      LinearRegressionUnknownNoise(design: $0, responses: DataUnitsTests.noisy)
    } units: {
      $0 + [1]
    },
    RegressionKind(testDescription: "unknown noise, not conjugate") {
      NonconjugateLinearRegression(
        design: $0, responses: DataUnitsTests.noisy, prior: .flat, noisePrior: .half(.cauchy(scale: 2)))
    } units: {
      $0 + [1]
    },
    RegressionKind(testDescription: "logistic") {
      LogisticRegression(design: $0, labels: DataUnitsTests.noisy.map { $0 > 0.3 ? 1 : 0 })
    },
    RegressionKind(testDescription: "softmax") {
      SoftmaxRegression(design: $0, labels: DataUnitsTests.noisy.map { $0 > 0.8 ? 2 : $0 > 0 ? 1 : 0 }, classCount: 3)
    } units: {
      $0 + $0
    },
    RegressionKind(testDescription: "Poisson") {
      PoissonRegression(design: $0, counts: DataUnitsTests.noisy.map { Int(exp($0)) })
    },
  ]
}

/// The units of the data change nothing: neither where chains start, nor how they go, nor what is found.
@Suite struct DataUnitsTests {
  static let plain = Matrix(
    columnCount: 3,
    elements: zip(normals(60, 1), normals(60, 2)).flatMap { [1, $0, 0.5 * $0 + $1] })
  static let noisy = zip((0..<60), normals(60, 3)).map { 0.4 + 0.5 * plain[$0, 1] - 0.3 * plain[$0, 2] + 0.8 * $1 }

  private static func normals(_ count: Int, _ seed: Int) -> [Double] {
    var random = GSLRandom(seed: 7_300 + UInt64(seed))
    return random.normals(count)
  }

  private func draws(_ model: any Posterior, hmc: Bool = false, chains: Int, count: Int) async throws -> Draws {
    let density = AnyPosterior(model)
    let starts = try density.chainStarts(chains, seed: 5)
    let warmUp = WarmUp(steps: 300)
    return hmc
      ? try await HMC(density, stepSize: 1, path: .steps(16)).selfTuning(warmUp)
        .draws(from: starts, count: count, seed: 6)
      : try await NUTS(density, stepSize: 1).selfTuning(warmUp).draws(from: starts, count: count, seed: 6)
  }

  /// Powers of two change no digit of a number: every draw is the same, in other units.
  @Test(arguments: RegressionKind.all) func anotherUnitChangesNoDraw(_ kind: RegressionKind) async throws {
    let columns = [1, 0x1p30, 0x1p-30]
    let scaled = Self.plain * Matrix(diagonal: columns)
    let (plain, other) = (
      try await draws(kind.make(Self.plain), chains: 2, count: 50),
      try await draws(kind.make(scaled), chains: 2, count: 50)
    )
    let units = kind.units(columns)
    for (place, (a, b)) in zip(plain.values, other.values).enumerated() {
      #expect(abs(a - b * units[place % units.count]) <= 1e-9 * abs(a))
    }
  }

  /// Years, prices and shares, as they stand in a table, against the same columns with mean 0 and sd 1.
  @Test(arguments: RegressionKind.all, [false, true])
  func columnsAsTheyComeAreSampled(_ kind: RegressionKind, _ hmc: Bool) async throws {
    let (offsets, columns) = ([0, 2005, 5e-5], [1, 8, 2e-5])
    let raw = Matrix(
      columnCount: 3,
      elements: (0..<60).flatMap { i in (0..<3).map { offsets[$0] + columns[$0] * Self.plain[i, $0] } })
    let plain = try await draws(kind.make(Self.plain), hmc: hmc, chains: 4, count: 500).summary().parameters
    let found = try await draws(kind.make(raw), hmc: hmc, chains: 4, count: 500).summary().parameters
    let units = kind.units(columns)
    for (j, (a, b)) in zip(plain, found).enumerated() {
      #expect(b.rHat < 1.03, "\(kind.testDescription) \(j): \(b.rHat)")
      // The intercept is where all columns are 0, and so another one.
      guard j % 3 != 0 || j == 3 && units.count == 4 else { continue }
      let error = (a.mcseMean * a.mcseMean + pow(units[j] * b.mcseMean, 2)).squareRoot()
      #expect(abs(a.mean - units[j] * b.mean) < 5 * error)
      #expect(abs(units[j] * b.sd / a.sd - 1) < 0.15)
    }
  }

  /// Where a chain can start depends on the units as the coefficients do.
  @Test(arguments: RegressionKind.all) func startsAreInTheUnitsOfTheData(_ kind: RegressionKind) throws {
    let columns = [1, 1e7, 1e-7]
    let starts = try AnyPosterior(kind.make(Self.plain)).chainStarts(20, seed: 8)
    let scaled = try AnyPosterior(kind.make(Self.plain * Matrix(diagonal: columns))).chainStarts(20, seed: 8)
    let units = kind.units(columns)
    for (a, b) in zip(starts, scaled) {
      for j in a.indices { #expect(abs(a[j] - units[j] * b[j]) < 1e-6 * max(1, abs(a[j]))) }
    }
    // They are apart, for R-hat to say something.
    for j in units.indices { #expect(Set(starts.map { $0[j] }).count == 20) }
  }

  /// Where the density is 0 at a start others are tried, nearer and nearer to 0; where it is 0 everywhere that is said.
  @Test func startsAreTriedNearer() throws {
    let narrow = Custom(dimension: 2, value: { max(abs($0[0]), abs($0[1])) < 0.05 ? 0 : -.infinity }) { _ in [0, 0] }
    let starts = try narrow.chainStarts(20, seed: 9)
    #expect(starts.allSatisfy { $0.allSatisfy { abs($0) < 0.05 } } && Set(starts).count == 20)
    // A chain's start does not depend on how many there are.
    #expect(try narrow.chainStarts(3, seed: 9) == Array(starts.prefix(3)))
    for value in [-Double.infinity, .nan] {
      let nowhere = Custom(value: { _ in value }) { _ in [0] }
      let error = #expect(throws: SamplingError.self) { try nowhere.chainStarts(1, seed: 9) }
      #expect("\(try #require(error))".contains("at a hundred points within 2.0 of 0"))
    }
  }

  /// Hessians in closed form against differences of gradients, which find steps of their own.
  @Test(arguments: RegressionKind.all, [1, 1e6, 1e-6])
  func hessiansAreDifferences(_ kind: RegressionKind, _ unit: Double) throws {
    let columns = [1, unit, 1 / unit]
    let model = kind.make(Self.plain * Matrix(diagonal: columns))
    let position = zip(Self.normals(model.dimension, 4), kind.units(columns)).map { 0.5 * $0 / $1 }
    let (closed, differences) = (
      model.hessian(at: position), hessianByDifferences(at: position, of: model.potentialGradient)
    )
    let terms = try #require(model.capabilities.hessian)
    let likelihood = terms.likelihoodHessian(at: position)
    for i in position.indices {
      for j in position.indices {
        let size = (closed[i, i] * closed[j, j]).squareRoot()
        #expect(abs(closed[i, j] - differences[i, j]) < 1e-6 * size)
        let sum = (0..<60).reduce(0) { $0 + terms.exampleHessian(of: $1, at: position)[i, j] }
        #expect(abs(likelihood[i, j] - sum) < 1e-12 * size)
      }
    }
  }
}

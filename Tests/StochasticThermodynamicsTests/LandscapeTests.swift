import Foundation
import PosteriorModels
import StochasticThermodynamics
import Testing

@Suite struct LandscapeTests {
  static let position = [0.3, -0.4]

  /// The closed forms are what differences of gradients give.
  @Test func hessiansAreTheGradientsDerivatives() {
    func check(_ model: some Posterior, _ position: [Double]) {
      let hessian = model.hessian(at: position)
      let all = (0..<Int32(model.exampleCount)).map { $0 }
      for j in position.indices {
        var (ahead, behind) = (position, position)
        ahead[j] += 1e-5
        behind[j] -= 1e-5
        let slope = zip(Toy.gradient(model, all, ahead), Toy.gradient(model, all, behind)).map { ($0 - $1) / 2e-5 }
        #expect(Toy.distance(slope, hessian.column(j)) < 1e-7)
      }
    }
    check(Toy.line(20), Self.position)
    check(Toy.logistic(20), Self.position)
    check(TanhNetworkRegression.bump(), [-1, 1.2, 0.5, 0.5, 1, 0.9, 0])
  }

  /// A network's Hessian by differences, against differences of longer and shorter steps extrapolated much further.
  @Test func networkHessianIsAccurateToTenDigits() throws {
    let model = TanhNetworkRegression.bump()
    let minimum = try model.mode(starts: 10).position
    let hessian = model.hessian(at: minimum)
    let all = (0..<Int32(model.exampleCount)).map { $0 }
    for j in minimum.indices {
      func slope(_ h: Double) -> [Double] {
        var (ahead, behind) = (minimum, minimum)
        ahead[j] += h
        behind[j] -= h
        return zip(Toy.gradient(model, all, ahead), Toy.gradient(model, all, behind)).map { ($0 - $1) / (2 * h) }
      }
      // Three levels of Richardson: error h⁶.
      let (a, b, c) = (slope(4e-3), slope(2e-3), slope(1e-3))
      let exact = minimum.indices.map { i in
        let (first, second) = ((4 * b[i] - a[i]) / 3, (4 * c[i] - b[i]) / 3)
        return (16 * second - first) / 15
      }
      #expect(Toy.distance(hessian.column(j), exact) < 1e-8)
    }
  }

  @Test func minimumOfALinearRegressionIsItsPosteriorMean() throws {
    let model = Toy.line(40)
    let minimum = try model.mode(from: [10, -7]).position
    #expect(Toy.distance(minimum, try model.exactPosterior().mean) < 1e-12)
  }

  @Test func minimumOfTheNetworkHasNoSlopeAndIsReachedFromManyStarts() throws {
    let model = TanhNetworkRegression.bump()
    let all = (0..<Int32(model.exampleCount)).map { $0 }
    let minima = try [1, 2, 3].map { try model.mode(starts: 15, seed: $0).position }
    for minimum in minima {
      #expect(Toy.gradient(model, all, minimum).map(abs).max() ?? 1 < 1e-6)
      #expect(abs(Toy.potential(model, minimum) - Toy.potential(model, minima[0])) < 1e-6)
    }
  }

  @Test func aSeparableLogisticRegressionWithAFlatPriorHasNoMinimum() {
    let design = Matrix(columnCount: 1, elements: [-2, -1, 1, 2])
    let model = LogisticRegression(design: design, labels: [0, 0, 1, 1])
    #expect {
      try model.mode(from: [0]).position
    } throws: { error in
      if case SamplingError.noMode = error { true } else { false }
    }
  }

  /// U_eff's value and gradient belong together, with and without a short last minibatch.
  @Test(arguments: [1, 2, 3, 4]) func effectiveGradientIsTheValuesDerivative(_ batchSize: Int) {
    let landscape = EffectiveLandscape(Toy.logistic(6), learningRate: 0.2, batchSize: batchSize)
    let gradient = landscape.gradient(at: Self.position)
    for j in 0..<2 {
      var (ahead, behind) = (Self.position, Self.position)
      ahead[j] += 1e-4
      behind[j] -= 1e-4
      let slope = (landscape.value(at: ahead) - landscape.value(at: behind)) / 2e-4
      #expect(abs(slope - gradient[j]) < 1e-6 * abs(gradient[j]))
    }
  }

  /// The formula of the source, with the average over all subsets counted out.
  @Test(arguments: [1, 2, 3]) func effectiveValueIsThePapers(_ batchSize: Int) {
    let (model, eta) = (Toy.logistic(6), 0.2)
    let landscape = EffectiveLandscape(model, learningRate: eta, batchSize: batchSize)
    let full = Toy.gradient(model, [0, 1, 2, 3, 4, 5], Self.position)
    let squares = Toy.subsets(batchSize, of: 6).map { subset in
      let gradient = Toy.gradient(model, subset, Self.position)
      return gradient.dot(gradient)
    }
    let mean = squares.reduce(0, +) / Double(squares.count)
    let expected = Toy.potential(model, Self.position) - eta / 4 * (Double(6 / batchSize) * full.dot(full) - mean)
    #expect(abs(landscape.value(at: Self.position) - expected) < 1e-10)
  }

  /// The drift of an epoch over all N! orders is −η(N/B)∇U_eff, with an error of third order in η.
  @Test(arguments: [1, 2, 3, 4]) func epochDriftDescendsTheEffectiveLandscape(_ batchSize: Int) {
    let model = Toy.logistic(6)
    let orders = Toy.permutations(6)
    func error(_ eta: Double) -> Double {
      let drift = Toy.moments(
        orders.map { Toy.epoch(model, $0, from: Self.position, learningRate: eta, batchSize: batchSize) }
      ).mean
      let effective = EffectiveLandscape(model, learningRate: eta, batchSize: batchSize).gradient(at: Self.position)
      let difference = zip(drift, effective).map { $0 + eta * 6 / Double(batchSize) * $1 }
      return difference.dot(difference).squareRoot()
    }
    let (coarse, fine) = (error(4e-3), error(1e-3))
    #expect(abs(log(coarse / fine) / log(4) - 3) < 0.1)
  }

  @Test func effectiveMinimumHasNoEffectiveSlope() throws {
    let model = TanhNetworkRegression.bump()
    let minimum = try model.mode(starts: 10).position
    let landscape = EffectiveLandscape(model, learningRate: 1e-7, batchSize: 10)
    let effective = try landscape.mode(near: minimum)
    #expect(landscape.gradient(at: effective).map(abs).max() ?? 1 < 1e-6)
    #expect(landscape.gradient(at: minimum).map(abs).max() ?? 0 > 1e-3)
  }
}

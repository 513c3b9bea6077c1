@testable import PosteriorModels
import Testing

/// Models whose likelihood over all examples is that of few.
struct ReducedModelTests {
  private static let table: ModelTable = {
    func spread(_ factor: Int, _ modulus: Int, _ scale: Double) -> [Double] {
      (0..<100).map { Double(($0 * factor) % modulus) / scale }
    }
    let x = spread(37, 101, 20)
    let z = spread(53, 89, 30)
    let noise = spread(71, 17, 10)
    var y: [Double] = []
    for i in 0..<100 { y.append(3 + 2 * x[i] - z[i] + noise[i]) }
    return ModelTable(
      file: "t.csv", rowCount: 100,
      columns: [
        .init(name: "x", cells: .numbers(x)), .init(name: "z", cells: .numbers(z)),
        .init(name: "y", cells: .numbers(y)),
      ])
  }()

  @Test(arguments: [
    "a: real\nb: real[2]\ns: positive\ny ~ normal(a + b[1] * x + b[2] * x * z, s)",
    "a ~ normal(0, 1)\nb: real[2]\ns ~ half_cauchy(1)\ny ~ normal(a + columns(x, z) * b, 2 * s)",
    "a ~ normal(0, 1)\ny - x ~ normal(a * z, 0.7)",
    // Priors that know a vector of their own.
    "p: simplex[3]\na ~ normal(0, 1)\ny ~ normal(a * x + p[1], 2)", "p: simplex[3]\ns ~ gamma(2, 1)\ny ~ normal(x, s)",
  ])
  func sumsAreThoseOfAllExamples(_ text: String) throws {
    let model = try ModelReading(text: text, file: "m", table: Self.table).model
    let reduced = try #require(model.folded().reduced())
    #expect(reduced.graph.rowCount < 8)
    for position in [[0.3, -0.8, 0.4, 0.2], [-2, 1.5, 3, -1]] {
      let position = Array(position.prefix(model.dimension))
      let (all, few) = (model.plainLogDensity(at: position), reduced.plainLogDensity(at: position))
      #expect((all - few).magnitude < 1e-12 * all.magnitude)
      // The program takes the few: its gradient is that of all.
      let program = Program(model)
      var gradient = [Double](repeating: 0, count: model.dimension)
      var span = gradient.mutableSpan
      program.setPotentialGradient(at: position.span, to: &span)
      for j in gradient.indices {
        let step = 1e-4
        func density(_ shift: Double) -> Double {
          var moved = position
          moved[j] += shift
          return model.plainLogDensity(at: moved)
        }
        let difference = (8 * (density(step) - density(-step)) - density(2 * step) + density(-2 * step)) / (12 * step)
        #expect((gradient[j] + difference).magnitude < 1e-7 * (1 + difference.magnitude), "\(j)")
      }
      let found = program.logLikelihood(at: position.span) + program.logPrior(at: position.span)
      #expect((found - all).magnitude < 1e-11 * all.magnitude)
      let both = filled(gradient) { density in
        #expect(
          (program.logDensity(at: position.span, addingGradientTo: &density) - all).magnitude < 1e-11 * all.magnitude)
      }
      #expect(both.allSatisfy { $0.magnitude < 1e-13 * (gradient.map(\.magnitude).max() ?? 0) })
    }
  }

  @Test(arguments: [
    "a: real\ns: positive\ny ~ normal(a, s * exp(x))", "a: real\ny ~ student_t(3, a * x, 1)",
    "a: real\ny ~ normal(exp(a * x), 1)",
  ])
  func othersStayAsTheyAre(_ text: String) throws {
    #expect(try ModelReading(text: text, file: "m", table: Self.table).model.folded().reduced() == nil)
  }
}

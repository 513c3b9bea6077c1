import Fuzzing
import PosteriorDiagnostics
import Testing

@testable import PosteriorModels

/// From what a written model reports back to where it is.
struct ModelInverseTests {
  private static let text = """
    mu ~ normal(0, 5)
    tau ~ half_cauchy(5)
    p: unit
    low: interval(-inf, 3)
    width: interval(0, tau)
    inside: interval(mu - width, mu + tau)
    theta[school] ~ normal(mu, tau)
    scale: positive[school]
    cut: ordered[3]
    step: positive_ordered[2]
    share: simplex[4]
    twice = 2 * tau
    y ~ normal(theta[school], sigma)
    """

  private static func model() throws -> WrittenModel { try WrittenModel(text, data: LanguageTables.schools) }

  private static func draws(_ model: WrittenModel, _ count: Int) -> (positions: [[Double]], reported: Draws) {
    var random = GSLRandom(seed: 8)
    let positions = (0..<count).map { _ in (0..<model.dimension).map { _ in 3 * random.normal() } }
    let draws = Draws(parameterNames: model.parameterNames, chainCount: 2, values: positions.flatMap(\.self))
    return (positions, draws.reported(by: model))
  }

  @Test func positionsComeBack() throws {
    let model = try Self.model()
    let (positions, reported) = Self.draws(model, 200)
    let found = try DrawPositions(reported, of: model)
    for (row, position) in positions.enumerated() {
      let back = try found.position(row)
      for (j, (a, b)) in zip(position, back).enumerated() {
        #expect(abs(a - b) < 1e-7 * max(1, abs(a)), "\(model.parameterNames[j]): \(a) and \(b)")
      }
      let again = model.reported(at: back)
      for (j, (a, b)) in zip(reported.draw(row % 100, chain: row / 100), again).enumerated() {
        #expect(abs(a - b) <= 1e-13 * max(1, abs(a)), "\(model.reportedNames[j]): \(a) and \(b)")
      }
    }
    #expect(try found.all().parameterNames == model.parameterNames)
    // A wrapper knows the way back too, and the draws' own order does not matter.
    let names = Array(reported.parameterNames.reversed())
    let turned = Draws(
      parameterNames: names, chainCount: 2,
      values: (0..<2).flatMap { chain in (0..<100).flatMap { reported.draw($0, chain: chain).reversed() } })
    #expect(try DrawPositions(turned, of: AnyPosterior(model)).position(117) == found.position(117))
  }

  @Test func whatIsWrongIsNamedWithItsDraw() throws {
    let model = try Self.model()
    let reported = Self.draws(model, 6).reported
    func problem(_ name: String, _ value: Double) throws -> String {
      let column = try #require(reported.parameter(named: name))
      var values = reported.values
      values[4 * reported.dimension + column] = value
      let draws = Draws(parameterNames: reported.parameterNames, chainCount: 2, values: values)
      do throws(ReportError) { return "\(try DrawPositions(draws, of: model).all().dimension)" } catch {
        return error.description
      }
    }
    #expect(try problem("tau", -0.5) == "chain 2, draw 2: 'tau' is -0.5, and must be above 0.0")
    #expect(try problem("p", 1.5) == "chain 2, draw 2: 'p' is 1.5, and must be below 1.0")
    #expect(try problem("scale[Hotchkiss]", -2) == "chain 2, draw 2: 'scale[Hotchkiss]' is -2.0, and must be above 0.0")
    #expect(try problem("width", 1e9).hasPrefix("chain 2, draw 2: 'width' is 1000000000.0, and must be below "))
    #expect(try problem("mu", .nan) == "chain 2, draw 2: 'mu' is nan, and must be finite")
    // What follows from the parameters is not asked for.
    #expect(try problem("twice", -7) == "\(model.dimension)")
    let few = Draws(parameterNames: ["mu"], chainCount: 1, values: [0])
    #expect(throws: ReportError("tau", "is not among the draws")) { try DrawPositions(few, of: model) }
  }

  @Test func otherModelsReportTheirParameters() throws {
    let model = LinearRegression(
      design: Matrix(columnCount: 1, elements: [1, 1]), responses: [1, 2], noiseStandardDeviation: 1)
    let draws = Draws(parameterNames: model.parameterNames, chainCount: 1, values: [3, 4])
    #expect(try DrawPositions(draws, of: model).position(1) == [4])
  }
}

/// The likelihoods of all examples in one pass against those one by one.
struct PointwiseTests {
  @Test(arguments: [
    "b: real[2]\ns ~ half_cauchy(2)\ny ~ normal(b[1] + b[2] * x, s)",
    "a[group] ~ normal(0, 1)\ny ~ poisson(exp(a[group] + 0.1 * x))",
    "p ~ beta(2, 2)\nm ~ normal(0, 1)\ny ~ poisson(2)\nx ~ mix(p, normal(m, 1), normal(0, 3))",
    "m ~ normal(0, 1)\nx ~ normal(m + 0.5 * lag(x, 1), 1)",
  ])
  func onePassIsEachExample(_ text: String) throws {
    // Rows enough for levels to stand together, and for chunks.
    let count = 3000
    var random = GSLRandom(seed: 3)
    let table = ModelTable(
      file: "t.csv", rowCount: count,
      columns: [
        .init(name: "y", cells: .numbers((0..<count).map { Double($0 * 7 % 5) })),
        .init(name: "x", cells: .numbers((0..<count).map { _ in random.normal() })),
        .init(name: "group", cells: .numbers((0..<count).map { Double($0 * 13 % 6) })),
      ])
    let model = try WrittenModel(text, data: table)
    let position = (0..<model.dimension).map { _ in 0.5 * random.normal() }
    let values = AnyPosterior(model).logLikelihoods()(position)
    #expect(values.count == model.exampleCount && model.capabilities.pointwise != nil)
    for (example, value) in values.enumerated() {
      let one = model.logLikelihood(of: example, at: position.span)
      #expect(abs(value - one) <= 1e-13 * max(1, abs(one)), "\(example): \(value) and \(one)")
    }
    // What changes the likelihood does not have it.
    #expect(AnchoredPosterior(model, at: position).capabilities.pointwise == nil)
  }
}

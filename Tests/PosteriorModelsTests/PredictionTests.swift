import Foundation
import PosteriorModels
import TestSupport
import Testing

/// What models say of new rows, against what their parameters say by hand.
@Suite struct PredictionTests {
  private static func numbers(_ name: String, _ values: [Double]) -> ModelTable.Column {
    .init(name: name, cells: .numbers(values))
  }

  private static func text(_ name: String, _ values: [String?]) -> ModelTable.Column {
    .init(name: name, cells: .text(values))
  }

  private static func table(_ file: String, _ columns: [ModelTable.Column], constants: [ModelTable.Constant] = [])
    -> ModelTable
  {
    let count: Int
    switch columns[0].cells {
    case .numbers(let numbers, _): count = numbers.count
    case .text(let text): count = text.count
    }
    return ModelTable(file: file, rowCount: count, columns: columns, constants: constants)
  }

  private static let seen = table(
    "seen.csv",
    [numbers("x", [1, 2, 3, .nan, 6]), text("g", ["b", "a", "b", "c", "a"]), numbers("y", [1, 2, 4, 4, 9])])

  private static let groups = """
    a ~ normal(mean(y), 5)
    b ~ normal(0, 5)
    u[g] ~ normal(0, 1)
    s ~ half_normal(3)
    y ~ normal(a + b * standardize(x) + u[g], s)
    drop missing
    """

  /// Levels, means and standard deviations are those of the rows that the model was made of.
  @Test func levelsAndSummariesAreTheModelsOwn() throws {
    let model = try WrittenModel(Self.groups, data: Self.seen)
    let new = Self.table("new.csv", [Self.numbers("x", [0, 3, 10]), Self.text("g", ["a", "a", "b"])])
    let predictor = try model.predictor(for: new)
    #expect(predictor.names == ["y"] && predictor.rowCount == 3)
    let position = [0.5, -1, 0.3, -0.2, 0.7]
    let values = Dictionary(uniqueKeysWithValues: zip(model.reportedNames, model.reported(at: position)))
    func value(_ name: String) throws -> Double { try #require(values[name], "\(name)") }
    // Of 1, 2, 3 and 6, without the row that is dropped.
    let (mean, sd) = (3.0, (14.0 / 3).squareRoot())
    let expected = try zip([0.0, 3, 10], ["a", "a", "b"]).map { x, level in
      try value("a") + value("b") * (x - mean) / sd + value("u[\(level)]")
    }
    expectClose(predictor.means(at: position)[0], expected, 1e-13)
    var random = GSLRandom(seed: 5)
    let draws = (0..<4000).map { _ in predictor.draw(at: position, using: &random)[0] }
    for row in 0..<3 {
      let scaled = try draws.map { try ($0[row] - expected[row]) / value("s") }
      let mean = scaled.reduce(0, +) / 4000
      let variance = scaled.reduce(0) { $0 + $1 * $1 } / 4000
      #expect(abs(mean) < 5 / 4000.0.squareRoot() && abs(variance - 1) < 5 * (2 / 4000.0).squareRoot())
    }
  }

  @Test(arguments: [
    ([numbers("x", [1]), text("g", ["d"])], "new.csv row 1: g is d, a level that the run's data do not have"),
    ([numbers("x", [1, 2]), text("g", ["a", nil])], "new.csv row 2: g is missing"),
    ([text("g", ["a"])], "new.csv: there is no column x, used at model:5:1"),
    ([text("x", ["much"]), text("g", ["a"])], "new.csv: x is text"),
    ([numbers("x", [1]), numbers("g", [7])], "g is 7, a level"),
  ]) func saysWhatNewRowsLack(columns: [ModelTable.Column], words: String) throws {
    let model = try WrittenModel(Self.groups, data: Self.seen)
    let error = #expect(throws: ModelError.self) { try model.predictor(for: Self.table("new.csv", columns)) }
    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
  }

  @Test func refusesWhatHasNoNewRows() throws {
    let lagged = try WrittenModel(
      "b ~ normal(0, 1)\ny ~ normal(b * lag(y, 1), 1)",
      data: Self.table(
        "seen.csv", [Self.numbers("y", [1, 2, 3])]))
    let new = Self.table("new.csv", [Self.numbers("y", [1])])
    #expect(throws: ModelError.self) { try lagged.predictor(for: new) }
    // A response that explains another one must be there.
    let chain = try WrittenModel(
      "b ~ normal(0, 1)\nc ~ normal(0, 1)\ny ~ normal(b * x, 1)\nz ~ normal(c * y, 1)",
      data: Self.table("seen.csv", ["x", "y", "z"].map { Self.numbers($0, [1, 2, 3]) }))
    #expect(throws: ModelError.self) { try chain.predictor(for: Self.table("new.csv", [Self.numbers("x", [1])])) }
    let whole = try chain.predictor(for: Self.table("new.csv", [Self.numbers("x", [5]), Self.numbers("y", [7])]))
    #expect(whole.names == ["y", "z"])
    expectClose(whole.means(at: [2, 3]).flatMap(\.self), [10, 21], 1e-15)
  }

  @Test func drawsMixturesAndIntervals() throws {
    let seen = Self.table(
      "seen.csv", [Self.numbers("y", [0, 2, 1]), Self.numbers("z", [1, 2, 3]), Self.numbers("x", [1, 2, 3])])
    let model = try WrittenModel(
      """
      p: unit
      l ~ lognormal(0, 1)
      y ~ mix(p, point(0), poisson(l * x) in (1, inf))
      z ~ normal(l, 2) in (1, 4)
      """, data: seen)
    let predictor = try model.predictor(for: Self.table("new.csv", [Self.numbers("x", [2])]))
    let position = [0.4, 0.1]
    let values = model.reported(at: position)
    var random = GSLRandom(seed: 6)
    let draws = (0..<5000).map { _ in predictor.draw(at: position, using: &random).map { $0[0] } }
    let zeros = Double(draws.count { $0[0] == 0 }) / 5000
    #expect(abs(zeros - values[0]) < 5 * (0.25 / 5000).squareRoot())
    // Of counts from 1 on: λ/(1 − e^−λ).
    let λ = 2 * values[1]
    let positive = draws.map { $0[0] }.filter { $0 > 0 }
    let mean = positive.reduce(0, +) / Double(positive.count)
    #expect(abs(mean - λ / (1 - exp(-λ))) < 5 * (λ / Double(positive.count)).squareRoot())
    #expect(draws.allSatisfy { $0[1] >= 1 && $0[1] <= 4 })
    #expect(predictor.means(at: position).allSatisfy { $0[0].isNaN })
    let mixture = try WrittenModel("p: unit\ny ~ mix(p, normal(1, 1), normal(5, 2))", data: seen)
    expectClose(try mixture.predictor(for: seen).means(at: [0])[0], [3, 3, 3], 1e-15)
  }

  @Test func drawsVectorsAndCategories() throws {
    let seen = Self.table(
      "seen.csv", [Self.numbers("y", [1, 2, 3]), Self.numbers("z", [1, 2, 3]), Self.numbers("x", [1, 2, 3])])
    let model = try WrittenModel(
      "a ~ normal(0, 1)\ncolumns(y, z) ~ multi_normal([a, a * x], [[1, 0.5], [0.5, 2]])", data: seen)
    let new = Self.table("new.csv", [Self.numbers("x", [4, 5])])
    let both = try model.predictor(for: new)
    #expect(both.names == ["y", "z"])
    expectClose(both.means(at: [1.5]).flatMap(\.self), [1.5, 1.5, 6, 7.5], 1e-15)
    let ordered = try WrittenModel("c: ordered[2]\nb ~ normal(0, 1)\ny ~ ordered_logistic(b * x, c)", data: seen)
    let position = [-0.5, 0.2, 0.3]
    let values = ordered.reported(at: position)
    let predictor = try ordered.predictor(for: new)
    func below(_ cut: Double) -> Double { 1 / (1 + exp(values[2] * 4 - cut)) }
    let known = [below(values[0]), below(values[1]) - below(values[0]), 1 - below(values[1])]
    let law = predictor.laws[0]
    #expect(law.categoryCount == 3)
    expectClose(try #require(law.probabilities(0, predictor.columns(position))), known, 1e-13)
  }

  @Test func builtInModelsSayWhatTheirDesignsDo() throws {
    let design = Matrix(columnCount: 2, elements: [1, 0.5, 1, -1, 1, 2])
    let rows = Matrix(columnCount: 2, elements: [1, 3, 1, -2])
    let η = [0.2 + 3 * 0.7, 0.2 - 2 * 0.7]
    let β = [0.2, 0.7]
    func means(_ model: some PredictsRows, _ position: [Double]) -> [Double] {
      model.predictor(forRows: rows).means(at: position)[0]
    }
    expectClose(means(LinearRegression(design: design, responses: [1, 2, 3], noiseStandardDeviation: 1), β), η)
    expectClose(means(LinearRegressionUnknownNoise(design: design, responses: [1, 2, 3]), β + [0.1]), η)
    expectClose(means(LogisticRegression(design: design, labels: [0, 1, 0]), β), η.map { 1 / (1 + exp(-$0)) })
    expectClose(means(PoissonRegression(design: design, counts: [0, 1, 2]), β), η.map { exp($0) })
    let softmax = SoftmaxRegression(design: design, labels: [0, 1, 2], classCount: 3)
    let predictor = softmax.predictor(forRows: rows)
    let probabilities = try #require(predictor.laws[0].probabilities(1, predictor.columns(β + [1, 2])))
    let weights = [1, exp(η[1]), exp(1 - 4.0)]
    expectClose(probabilities, weights.map { $0 / weights.reduce(0, +) })
    let network = TanhNetworkRegression(
      inputs: design, responses: [1, 2, 3], hiddenCount: 2, noiseStandardDeviation: 1, prior: .flat)
    let weight = (0..<network.dimension).map { sin(Double($0)) }
    expectClose(means(network, weight), [[1, 3], [1, -2]].map { network.network.outputs(for: $0, at: weight)[0] })
  }
}

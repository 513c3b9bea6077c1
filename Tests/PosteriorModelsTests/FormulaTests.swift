import Foundation
import Fuzzing
import PosteriorSampling
import Testing

@testable import PosteriorModels

/// Models that are written in Swift are those of their texts.
@Suite struct FormulaTests {
  private func reading(
    _ data: ModelTable = LanguageTables.counts, _ statements: (inout ModelStatements) -> Void
  ) throws -> ModelReading {
    var model = ModelStatements(data)
    statements(&model)
    return try ModelReading(model, name: "m.model")
  }

  private func error(
    _ data: ModelTable = LanguageTables.counts, _ statements: (inout ModelStatements) -> Void
  ) -> String? {
    do {
      _ = try reading(data, statements)
      return nil
    } catch { return "\(error)" }
  }

  @Test(arguments: FormulaModels.all.indices) func graphsAreThoseOfTexts(_ place: Int) throws {
    let pair = FormulaModels.all[place]
    let text = try ModelReading(text: pair.text, file: "m.model", table: pair.table)
    let swift = try reading(pair.table, pair.statements)
    let (a, b) = (text.model, swift.model)
    #expect(a.dimension == b.dimension && a.prior == b.prior && a.likelihood == b.likelihood)
    #expect(a.reported.map(\.names) == b.reported.map(\.names) && a.reported.map(\.node) == b.reported.map(\.node))
    #expect(a.graph.nodes.map(a.graph.operation) == b.graph.nodes.map(b.graph.operation), "\(pair.name)")
    #expect(a.graph.columns == b.graph.columns && a.graph.vectors == b.graph.vectors && a.graph.maps == b.graph.maps)
    #expect(text.summary.parameters.map(\.constraint) == swift.summary.parameters.map(\.constraint))
  }

  @Test(arguments: FormulaModels.all.indices) func densitiesAreThoseOfTexts(_ place: Int) throws {
    let pair = FormulaModels.all[place]
    let text = try WrittenModel(pair.text, data: pair.table)
    let swift = try WrittenModel(data: pair.table, statements: pair.statements)
    let position = (0..<text.dimension).map { 0.1 * Double($0 % 7) - 0.3 }
    #expect(text.parameterNames == swift.parameterNames && text.reportedNames == swift.reportedNames)
    #expect(text.logDensity(at: position.span) == swift.logDensity(at: position.span))
    func gradient(_ model: WrittenModel) -> [Double] {
      filled([Double](repeating: 0, count: model.dimension)) { model.addLogDensityGradient(at: position.span, to: &$0) }
    }
    #expect(gradient(text) == gradient(swift))
  }

  @Test func drawsAreReportedAsWritten() throws {
    let model = try WrittenModel(data: LanguageTables.counts) { model in
      let (x, scale) = (model.column("x"), model.parameter("scale", .exponential(1)))
      model.observe(x, .normal(model.define("twice", 2 * scale), scale))
    }
    let draws = Draws(parameterNames: model.parameterNames, chainCount: 2, values: [0, 1, -1, 2])
    let reported = draws.reported(by: model)
    #expect(reported.parameterNames == ["scale", "twice"] && reported.drawsPerChain == 2)
    for (place, value) in [0.0, 1, -1, 2].enumerated() {
      let draw = reported.draw(place % 2, chain: place / 2)
      #expect(abs(draw[0] - exp(value)) < 1e-14 * exp(value) && draw[1] == 2 * draw[0])
    }
  }

  @Test func dataMayBeArrays() throws {
    let swift = try reading(ModelTable(file: "the data", rowCount: 0, columns: [])) { model in
      let y = model.column("y", [28.0, 8, -3, 7, -1, 1, 18, 12])
      let sigma = model.column("sigma", [15, 10, 16, 11, 9, 11, 10, 18])
      let school = model.column(
        "school",
        [
          "Choate", "Deerfield", "Phillips Andover", "Phillips Exeter", "Hotchkiss", "Lawrenceville", "St. Paul's",
          "Mt. Hermon",
        ])
      let scale = model.constant("scale", 5)
      let mu = model.parameter("mu", .normal(0, scale))
      let theta = model.parameter("theta", .normal(mu, 2.5), by: school)
      let design = model.columns("x", [[1, 2, 3, 4, 5, 6, 7, 8], [0, 0, 0, 0, 1, 1, 1, 1]])
      let beta = model.parameter("beta", .real, count: 2, .multiNormal(0, model.constant("S", [[2, 0], [0, 1]])))
      model.observe(y, .normal(theta[school] + design * beta, sigma))
    }
    #expect(swift.exampleCount == 8 && swift.model.dimension == 11)
    #expect(swift.summary.columns == ["school", "y", "x1", "x2", "sigma"])
  }

  /// Numbers are written so that they are read as the same ones.
  @Test(arguments: [0.1, -0.1, 1e-300, 2.3e-308, -1e300, 1.0 / 3, 1e15, 123456789, -0.0, 1e16])
  func numbersAreExact(_ number: Double) throws {
    let model = try reading { model in
      let a = model.parameter("a", .normal(0, 1))
      _ = model.define("b", a * 0 + number)
      _ = model.define("c", max(a, number.formula))
    }.model
    #expect(model.graph.nodes.contains { model.graph.value($0) == number })
  }

  @Test func parenthesesAreKeptWhereTheyMatter() {
    let (a, b, c) = (Formula(name: "a"), Formula(name: "b"), Formula(name: "c"))
    #expect((a - (b - c)).text == "a - (b - c)")
    #expect((a - b - c).text == "a - b - c")
    #expect((a / (b * c)).text == "a / (b * c)")
    #expect(((a + b) * c).text == "(a + b) * c")
    #expect((-(a + b) * -c).text == "-(a + b) * -c")
    #expect(pow(-a, pow(b, 2)).text == "(-a) ^ b ^ 2")
    #expect(pow(a, -b).text == "a ^ -b")
    #expect(((a < b) == (b < c)).text == "(a < b) == (b < c)")
    #expect((a * b)[2].text == "(a * b)[2]")
    #expect((2 - a).text == "2 - a")
    #expect(Formula(name: "a b").text == "`a b`")
  }

  /// Each distribution and function of the language is there.
  @Test func nothingOfTheLanguageIsMissing() {
    func camel(_ name: String) -> String {
      name.split(separator: "_").enumerated().map { $0 == 0 ? String($1) : $1.capitalized }.joined()
    }
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/PosteriorModels/Formulas")
    func text(_ file: String) -> String {
      (try? String(contentsOf: folder.appending(path: file), encoding: .utf8)) ?? ""
    }
    let distributions = text("Formula+Continuous.swift") + text("Formula+Discrete.swift")
    for distribution in DistributionCatalogue.all {
      #expect(distributions.contains("static func \(camel(distribution.name))("), "\(distribution.name)")
      #expect(distributions.contains("\"\(distribution.name)\""), "\(distribution.name)")
    }
    let functions = text("Formula+Functions.swift")
    for name in Lowering.functionNames where name != "mix" && name != "point" {
      #expect(functions.contains("public func \(name == "Phi" ? "phi" : camel(name))("), "\(name)")
    }
    let kinds = text("Formula+Kind.swift")
    for name in Kind.names { #expect(kinds.contains(" \(camel(name))"), "\(name)") }
  }

  /// Functions of numbers are what they were.
  @Test func numbersHaveTheirOwnFunctions() {
    let two = 2.0
    let values = [
      exp(2.0), log(10.0), sqrt(2.0), abs(-2.5), pow(2.0, 3), max(1.5, two), min(two, 3), tanh(two), log1p(0.5), sin(1),
    ]
    #expect(values[0] == 7.38905609893065 && values[4] == 8)
    let whole = [abs(-3), max(1, 2), min(1, 2)]
    #expect(type(of: whole) == [Int].self && type(of: values) == [Double].self)
    let (a, b, c) = (exp(2.0), abs(-1), max(1, 2))
    #expect(type(of: a) == Double.self && type(of: b) == Int.self && type(of: c) == Int.self)
    let mixed = 2 * 3.5 - 1
    #expect(type(of: mixed) == Double.self && (1 == 1) && 2 < 3)
  }

  private static let file = "PosteriorModelsTests/FormulaTests.swift"

  @Test func errorsHaveSwiftPlaces() {
    let line = #line
    let vector = error(LanguageTables.schools) { model in
      let mu = model.parameter("mu", .normal(0, 5))
      let theta = model.parameter("theta", .normal(mu, 1), by: model.column("school"))
      model.observe(model.column("y"), .normal(theta, model.column("sigma")))
    }
    #expect(
      vector == "\(Self.file):\(line + 4): theta has one value a school (8 levels); write theta[school]")
    let unknown = error { model in
      _ = model.parameter("mu", .normal(0, model.column("xx")))
    }
    #expect(unknown == "\(Self.file):\(line + 9): there is no xx; did you mean x?")
    let twice = error { model in
      _ = model.parameter("mu", .normal(0, 1))
      _ = model.parameter("mu", .positive)
    }
    #expect(twice?.hasPrefix("\(Self.file):\(line + 14): mu has a meaning already") == true, "\(twice ?? "")")
    let missing = error { model in
      let mu = model.parameter("mu", .normal(0, 1))
      model.observe(model.column("gap"), .normal(mu, 1))
    }
    #expect(missing == "counts.csv row 4: gap is missing, used at \(Self.file):\(line + 19)")
    let support = error { model in
      let rate = model.parameter("rate", .exponential(1))
      model.observe(model.column("z"), .poisson(rate))
    }
    #expect(support == "\(Self.file):\(line + 24): z = -1 at row 1 is outside poisson's support (0, 1, 2, …)")
  }

  @Test func errorsOfArrays() {
    let line = #line
    let short = error(ModelTable(file: "the data", rowCount: 0, columns: [])) { model in
      _ = model.column("y", [1.0, 2])
      _ = model.column("x", [1.0])
    }
    #expect(short == "\(Self.file):\(line + 3): x has 1 value for 2 rows")
    let ragged = error { model in _ = model.constant("Q", [[1, 2], [3]]) }
    #expect(ragged == "\(Self.file):\(line + 6): row 2 of Q has 1 number where the first has 2")
    let known = error { model in _ = model.constant("K", 2) }
    #expect(known == "\(Self.file):\(line + 8): there are data named K already; give these another name")
    let odd = error { model in _ = model.parameter("a`b\n", .normal(0, 1)) }
    #expect(odd?.hasPrefix("\(Self.file):\(line + 10): ") == true, "\(odd ?? "")")
    let endless = error { model in _ = model.parameter("a", .normal(Double.nan, 1)) }
    #expect(endless?.hasPrefix("\(Self.file):\(line + 12): ") == true, "\(endless ?? "")")
  }
}

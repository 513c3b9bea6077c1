import Foundation
import Fuzzing
import PosteriorSampling
import Testing

@testable import PosteriorModels

/// What statements mean.
@Suite struct LanguageTests {
  private func read(_ text: String, _ table: ModelTable = LanguageTables.counts) throws -> ModelReading {
    try ModelReading(text: text, file: "m.model", table: table)
  }

  @Test func describesTheModel() throws {
    let text = """
      mu ~ normal(0, 5)
      tau ~ half_cauchy(5)
      theta[school] ~ normal(mu, tau)   # by school
      shift: real
      effect = shift - mu
      y ~ normal(theta[school] + shift, sigma)
      """
    #expect(
      try read(text, LanguageTables.schools).description == """
        m.model with schools.csv: 11 coordinates, 8 examples
        parameters
          mu     real
          tau    positive
          theta  real[school], 8 levels
          shift  real
        made of them: effect
        prior
          mu ~ normal(0, 5)
          tau ~ half_cauchy(5)
          theta[school] ~ normal(mu, tau)
        likelihood, by example
          y ~ normal(theta[school] + shift, sigma)
        data: school, y, sigma
        note: shift has no distribution: its prior is flat; the data must make the posterior proper
        """)
  }

  /// Columns whose squares are no numbers have their mean and standard deviation: of 1, 2 and 6, 3 and √7.
  @Test(arguments: [1e-307, 1e-300, 1e-160, 1e160, 1e300]) func momentsOfAnySize(_ unit: Double) throws {
    let table = ModelTable(
      file: "t.csv", rowCount: 3, columns: [.init(name: "x", cells: .numbers([1, 2, 6].map { $0 * unit }))])
    for (text, value) in [
      ("sd(x) / \(unit)", 7.0.squareRoot()), ("mean(x) / \(unit)", 3), ("sum(standardize(x)^2)", 2),
      ("max(standardize(x))", 3 / 7.0.squareRoot()),
    ] {
      let model = try read("a ~ normal(0, 1)\nb = a + (\(text))\n", table).model
      #expect(abs((model.plainReport(at: [0])["b"] ?? .nan) - value) < 1e-13, "\(text)")
    }
  }

  @Test(arguments: [
    ("s ~ half_cauchy(1)", "positive"), ("s ~ beta(1, 1)", "unit"), ("s ~ uniform(-1, 2)", "interval(-1, 2)"),
    ("s ~ normal(0, 1)", "real"), ("s ~ normal(0, 1) in (0, inf)", "positive"),
    ("s ~ pareto(2, 1)", "interval(2, inf)"),
    ("s ~ normal(0, 1) in (-inf, 3)", "interval(-inf, 3)"), ("s ~ half_normal(1) in (-1, 3)", "interval(0, 3)"),
    ("s ~ dirichlet([1, 1])", "simplex"), ("s: interval(0, 1)", "unit"), ("s: positive_ordered[2]", "positive_ordered"),
    ("s ~ uniform(0, b)\nb ~ exponential(1)", "interval(0, b)"), ("s: simplex\ns ~ dirichlet([1, 1])", "simplex"),
    ("s ~ mix(0.3, half_normal(1), gamma(1, 1))", "positive"),
  ])
  func infersConstraints(_ text: String, _ constraint: String) throws {
    let summary = try read(text).summary
    #expect(summary.parameters.first { $0.name == "s" }?.constraint == constraint)
  }

  @Test(arguments: [
    ("-2 ^ 2", -4.0), ("2 ^ -1", 0.5), ("2 ^ 3 ^ 2", 512), ("1 - 2 - 3", -4), ("8 / 4 / 2", 1), ("2 + 3 * 4", 14),
    ("-(1 - 3) * 2", 4), ("sum(k in 1:5) k * 2 + 1", 31), ("mean(z)", 1.5), ("sd(z)", 3.5.squareRoot()), ("m[2]", 2),
    ("sum(m[2:3])", 5), ("max(z) - min(z)", 5), ("sum([1, 2] * [3, 4])", 11), ("sum(mean(columns(z, u)))", 21.5),
    ("sum(standardize(z) * center(z))", 17.5 / 3.5.squareRoot()), ("sum((cured == \"yes\"))", 3), ("1e-3 + .5", 0.501),
    ("sum(lag(z, 2))", 2), ("K > 2", 1), ("sum((x != 0) * (x <= 1))", 3), ("sum(columns(x, z)[2])", 9),
    ("sum(m[group])", 12), ("sum(S * [2, 4])", 7), ("logit(0.5) + Phi(0) + inv_logit(0)", 1), ("3 − 1", 2),
  ])
  func computesData(_ formula: String, _ value: Double) throws {
    let model = try read("a ~ normal(0, 1)\nb = a + (\(formula))\n").model
    #expect(abs((model.plainReport(at: [0])["b"] ?? .nan) - value) < 1e-14 * max(1, abs(value)))
  }

  /// Products with 0 and differences of the same keep their elements.
  @Test(arguments: ["0 * b", "b - b", "b ^ 0", "0 * b[group]", "(x > 9) * b[1]", "0 * (columns(x, z, u) * b)"])
  func nothingIsStillAVector(_ formula: String) throws {
    let isByRow = ["group", "[1]", "columns"].contains { formula.contains($0) }
    let vector = isByRow ? "w" : "w[2] + sum(w)"
    let text = "b: real[3]\nb ~ normal(0, 1)\nw = \(formula)\nv[group] = 0 * b[1]\nz ~ normal(\(vector) + v[group], 1)"
    let model = try read(text).model
    #expect(model.plainLogDensity(at: [0.1, 0.2, 0.3]).isFinite)
    var graph = model.graph
    let likelihood = try #require(model.likelihood)
    let gradient = graph.gradient(of: likelihood, dimension: 3)
    #expect(GraphEvaluator(graph, at: [0.1, 0.2, 0.3])(gradient).count == 3)
  }

  @Test func rowsHaveNumbersUnlessTheirNameIsTaken() throws {
    #expect(try read("a[row] ~ normal(0, 1)\ny ~ poisson_log(a[row])").model.dimension == 6)
    let own = try read("row ~ normal(0, 1)\nq ~ exponential(1)\nx ~ normal(row, q)").summary
    #expect(own.parameters.map(\.name) == ["row", "q"])
    #expect(own.columns == ["x"])
    #expect(try read("row: positive\nx ~ normal(0, row)").model.dimension == 1)
    #expect(try read("a ~ normal(0, 1)\nrow = a ^ 2\nx ~ normal(row, 1)").summary.derived == ["row"])
    #expect(
      try read("x ~ normal(0, 1)\ny ~ normal(x, sigma)", LanguageTables.schools).summary.columns == ["y", "sigma"])
  }

  @Test func constantsNeedNoTable() throws {
    let table = ModelTable(
      file: "no table", rowCount: 0, columns: [],
      constants: [.init(name: "y", sizes: [3], numbers: [1, 2, 6]), .init(name: "row", numbers: [2])])
    let reading = try read("mu ~ normal(0, 1)\ny ~ normal(mu, row)", table)
    #expect(reading.exampleCount == 0)
    #expect(reading.summary.notes == [])
    let phi = { (x: Double) in -0.5 * x * x - 0.5 * log(2 * Double.pi) }
    let expected = phi(0.5) + phi(0.25) + phi(0.75) + phi(2.75) - 3 * log(2)
    #expect(abs(reading.model.plainLogDensity(at: [0.5]) - expected) < 1e-13)
    let model = try WrittenModel("mu ~ normal(0, 1)\ny ~ normal(mu, row)", data: table)
    #expect(checkGradient(of: model, at: [0.5]).problems.isEmpty)
  }

  /// Below both bounds the mean of a truncated Laplace distribution does not matter: its derivatives cancel to rounding.
  @Test func aGradientOfRoundingIsNotAtFault() throws {
    let table = ModelTable(
      file: "t.csv", rowCount: 4, columns: [.init(name: "y", cells: .numbers([0.3, 1.7, 4.1, 0.9]))])
    let model = try WrittenModel("mu ~ normal(0, 2)\ny ~ laplace(mu, 0.7) in (0.05, 8)", data: table)
    #expect(checkGradient(of: model, at: [-1]).problems.isEmpty)
  }

  @Test func linesGoOnInBracketsAndAfterOperators() throws {
    let text = "mu ~ normal(\n  0, # mean\n  5\n)\nb = 1 +\n  mu\n\r\nx ~\n  normal(mu, 1)\r\nz ~ normal(b, 1)"
    #expect(try read(text).summary.statements.map(\.line) == [1, 8, 10])
  }

  @Test func rowsWithoutEarlierValuesAreLeftOut() throws {
    let text = "b ~ normal(0, 1)\nx ~ normal(b * lag(x, 2), 1)"
    let written = try read(text)
    #expect(written.exampleCount == 4)
    #expect(written.summary.notes == ["line 2: the first 2 rows have no earlier values; 4 of 6 rows count"])
    let x = [0.5, -1, 2, 1.5, 0, -0.5]
    var expected = -0.5 * 0.09 - 2.5 * log(2 * Double.pi)
    for row in 2..<6 { expected -= 0.5 * (x[row] - 0.3 * x[row - 2]) * (x[row] - 0.3 * x[row - 2]) }
    #expect(abs(written.model.plainLogDensity(at: [0.3]) - expected) < 1e-13)
    // Beside a statement that has all rows, the two rows count 0.
    let both = try read(text + "\nz ~ normal(0, 1)")
    #expect(both.exampleCount == 6)
    for value in [-1.0, 0, 1, 2, 3, 4] { expected -= 0.5 * value * value + 0.5 * log(2 * Double.pi) }
    #expect(abs(both.model.plainLogDensity(at: [0.3]) - expected) < 1e-13)
  }

  @Test func dropsRowsWithMissingCells() throws {
    let written = try read("drop missing\nb ~ normal(0, 1)\ngap ~ normal(b, 1)")
    #expect(written.exampleCount == 5)
    #expect(written.summary.notes == ["drop missing: 1 of 6 rows dropped"])
  }

  @Test func truncationIsNormalised() throws {
    let model = try read("s ~ half_normal(1)\nmu ~ normal(0, s) in (1, inf)\nx ~ normal(mu, 1)").model
    let position = [0.4, -0.2]
    let (s, mu) = (exp(0.4), 1 + exp(-0.2))
    let phi = { (x: Double) in -0.5 * x * x - 0.5 * log(2 * Double.pi) }
    var expected = 0.4 - 0.2 + phi(s) + log(2) + phi(mu / s) - log(s) - log(0.5 * erfc(1 / s / 2.0.squareRoot()))
    for x in [0.5, -1, 2, 1.5, 0, -0.5] { expected += phi(x - mu) }
    #expect(abs(model.plainLogDensity(at: position) - expected) < 1e-12)
  }

  @Test func zerosMayHaveTheirOwnProbability() throws {
    let model = try read("p ~ beta(1, 1)\nlam ~ exponential(1)\ny ~ mix(p, point(0), poisson(lam))").model
    let p = 1 / (1 + exp(-0.5))
    var expected = log(p) + log(1 - p) - 0.3 - exp(-0.3)
    for y in [2.0, 0, 5, 1, 3, 0] {
      let poisson = exp(y * -0.3 - exp(-0.3) - lgamma(y + 1))
      expected += log((1 - p) * poisson + (y == 0 ? p : 0))
    }
    #expect(abs(model.plainLogDensity(at: [0.5, -0.3]) - expected) < 1e-12)
  }
}

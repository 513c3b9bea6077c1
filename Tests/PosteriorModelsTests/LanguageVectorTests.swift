import Foundation
import Fuzzing
import Testing

@testable import PosteriorModels

/// Vectors for each row, and matrices.
@Suite struct LanguageVectorTests {
  private func model(_ text: String, _ table: ModelTable = LanguageTables.counts) throws -> ModelGraph {
    try ModelReading(text: text, file: "m.model", table: table).model
  }

  private let y: [Double] = [2, 0, 5, 1, 3, 0]
  private let x: [Double] = [0.5, -1, 2, 1.5, 0, -0.5]
  private let z: [Double] = [-1, 0, 1, 2, 3, 4]

  private func logNormal(_ x: Double, _ mean: Double, _ sd: Double) -> Double {
    -0.5 * ((x - mean) / sd) * ((x - mean) / sd) - log(sd) - 0.5 * log(2 * Double.pi)
  }
  private func expectEqual(_ a: Double, _ b: Double) { #expect(abs(a - b) <= 1e-12 * max(1, abs(b)), "\(a) \(b)") }

  @Test func logitsForEachRow() throws {
    let text = "a: real[2]\nb: real[2]\ngroup ~ categorical_logit([0, a[1] + b[1] * x, a[2] + b[2] * x])"
    let position = [0.3, -0.2, 0.7, -0.4]
    var expected = 0.0
    for (row, group) in [0, 0, 1, 1, 2, 2].enumerated() {
      let logits = [0, 0.3 + 0.7 * x[row], -0.2 - 0.4 * x[row]]
      expected += logits[group] - log(logits.map(exp).reduce(0, +))
    }
    expectEqual(try model(text).plainLogDensity(at: position), expected)
  }

  @Test func logitsForAll() throws {
    let logits = [0.3, -1, 2]
    let expected = 2 * logits.reduce(0, +) - 6 * log(logits.map(exp).reduce(0, +))
    expectEqual(try model("a: real[3]\ngroup ~ categorical_logit(a)").plainLogDensity(at: logits), expected)
  }

  @Test func probabilitiesOfCategories() throws {
    let model = try model("p ~ dirichlet([1, 1, 1])\ngroup ~ categorical(p)")
    let report = model.plainReport(at: [0.4, -0.3])
    let logs = (1...3).map { log(report["p[\($0)]"] ?? .nan) }
    // Γ(3), the Jacobian √3 Π p, and each category twice.
    expectEqual(
      model.plainLogDensity(at: [0.4, -0.3]), log(2.0) + 0.5 * log(3.0) + 3 * logs.reduce(0, +))
  }

  @Test func severalResponses() throws {
    let text = """
      b: real[2]
      s: positive[2]
      r: interval(-1, 1)
      C = [[s[1]^2, r * s[1] * s[2]], [r * s[1] * s[2], s[2]^2]]
      columns(x, z) ~ multi_normal([b[1], b[2] * y], C)
      """
    let u = [0.2, 0.4, 0.1, -0.3, 0.5]
    let (s1, s2, r) = (exp(0.1), exp(-0.3), 2 / (1 + exp(-0.5)) - 1)
    var expected = 0.1 - 0.3 + log(2.0) - 0.5 - 2 * log(1 + exp(-0.5))
    for row in x.indices {
      expected += logNormal(x[row], 0.2, s1)
      let mean = 0.4 * y[row] + r * s2 / s1 * (x[row] - 0.2)
      expected += logNormal(z[row], mean, s2 * (1 - r * r).squareRoot())
    }
    expectEqual(try model(text).plainLogDensity(at: u), expected)
  }

  @Test func knownFactors() throws {
    // S is [[1, 0], [0.5, 1]]: lower triangular.
    let text = "t ~ half_normal(1)\nv ~ multi_normal_cholesky(0, t * S)\ncolumns(x, z) ~ multi_normal_cholesky(v, S)"
    let (t, v) = (exp(0.3), [0.2, -0.4])
    var expected = 0.3 + logNormal(t, 0, 1) + log(2.0)
    expected += logNormal(0.2, 0, t) + logNormal(-0.4, 0.5 * 0.2, t)
    for row in x.indices {
      expected += logNormal(x[row], v[0], 1) + logNormal(z[row], v[1] + 0.5 * (x[row] - v[0]), 1)
    }
    expectEqual(try model(text).plainLogDensity(at: [0.3] + v), expected)
  }

  @Test func matricesOfParameters() throws {
    let model = try model(
      "a ~ normal(0, 1)\nw = [[a, 1], [2, a^2]] * [3, a]\nv = a * S * [1, 2]\nq = [x, a * x] * [2, a]\nx ~ normal(q, 1)"
    )
    let report = model.plainReport(at: [0.5])
    #expect(report["w[1]"] == 2 && report["w[2]"] == 6.125 && report["v[1]"] == 0.5 && report["v[2]"] == 1.25)
    expectEqual(
      model.plainLogDensity(at: [0.5]), logNormal(0.5, 0, 1) + x.reduce(0) { $0 + logNormal($1, 2.25 * $1, 1) })
  }

  /// A Gaussian process that is written by its factor, and by its density.
  @Test func processes() throws {
    let covariance = "C = a^2 * exp(-0.5 * squared_distances(z) / r^2) + 0.01 * (squared_distances(z) == 0)"
    let head = "r ~ gamma(2, 1)\na ~ half_normal(2)\n\(covariance)\n"
    let factored = try model(head + "e[row] ~ normal(0, 1)\nf = cholesky(C) * e\ny ~ poisson_log(f[row])")
    let whole = try model(head + "f: real[row]\nf[row] ~ multi_normal(0, C)\ny ~ poisson_log(f[row])")
    let scales = [0.3, -0.2]
    let e = [0.1, -0.3, 0.5, 0.2, -0.4, 0.3]
    let report = factored.plainReport(at: scales + e)
    let f = (1...6).map { report["f[\($0)]"] ?? .nan }
    // ln p(e) = ln p(f) + ln |det L|; the covariance is that of the text at these scales.
    let (r, a) = (exp(0.3), exp(-0.2))
    var matrix: [Double] = []
    for (i, p) in z.enumerated() {
      for (j, q) in z.enumerated() {
        let exponent: Double = -0.5 * (p - q) * (p - q) / (r * r)
        matrix.append(a * a * exp(exponent) + (i == j ? 0.01 : 0))
      }
    }
    let factor = try #require(choleskyFactor(matrix))
    let logDeterminant = (0..<6).reduce(0) { $0 + log(factor[$1 * 7]) }
    let difference = factored.plainLogDensity(at: scales + e) - whole.plainLogDensity(at: scales + f)
    #expect(abs(difference - logDeterminant) < 1e-10, "\(difference) and \(logDeterminant)")
  }

  @Test func programsAgree() throws {
    for text in LanguageFuzzData.vectorTexts {
      let model = try model(text)
      let program = Program(model)
      let position = (0..<model.dimension).map { 0.1 * Double($0 % 7) - 0.3 }
      var graph = model.graph
      let likelihood = try #require(model.likelihood)
      let sum = graph.add(graph.sum(likelihood), model.prior)
      let gradient = graph.gradient(of: sum, dimension: model.dimension)
      let plain = GraphEvaluator(graph, at: position)
      let own = program.logPrior(at: position.span) + program.logLikelihood(at: position.span)
      expectEqual(own, plain.number(sum))
      let derivatives = filled([Double](repeating: 0, count: model.dimension)) {
        program.addLogPriorGradient(at: position.span, to: &$0)
        program.addLogLikelihoodGradient(at: position.span, to: &$0)
      }
      for (a, b) in zip(derivatives, plain(gradient)) { #expect(abs(a - b) < 1e-10 * max(1, abs(b)), "\(text)") }
    }
  }
}

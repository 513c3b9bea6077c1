import Foundation
import TestSupport
import Testing

@testable import PosteriorModels

/// The pass over all examples of a regression against plain loops in the same order, and against the C library's
/// functions example by example.
@Suite struct LikelihoodPassTests {
  enum Family: CaseIterable { case normal, bernoulli, poisson }

  struct Case: CustomTestStringConvertible {
    let family: Family, design: Matrix, position: [Double], model: any OnePassRegression
    var testDescription: String { "\(family), \(design.rowCount) × \(design.columnCount)" }

    init(_ family: Family, _ rowCount: Int, _ columnCount: Int, scale: Double = 1, threads: Int = 1) {
      var random = GSLRandom(seed: 91, stream: 1000 * rowCount + columnCount)
      (self.family, position) = (family, random.normals(columnCount).map { scale * $0 })
      design = Matrix(columnCount: columnCount, elements: random.normals(rowCount * columnCount))
      switch family {
      case .normal:
        var model = LinearRegression(
          design: design, responses: random.normals(rowCount), noiseStandardDeviation: 0.7)
        model.threads = threads
        self.model = model
      case .bernoulli:
        var model = LogisticRegression(design: design, labels: (0..<rowCount).map { $0 * $0 % 5 % 2 })
        model.threads = threads
        self.model = model
      case .poisson:
        var model = PoissonRegression(
          design: design, counts: (0..<rowCount).map { $0 * $0 % 7 },
          exposures: (0..<rowCount).map { 0.5 + Double($0 % 4) })
        model.threads = threads
        self.model = model
      }
    }

    /// The gradient, then the log density.
    func both() -> [Double] {
      var density = 0.0
      let zeros = [Double](repeating: 0, count: design.columnCount)
      return filled(zeros) { density = model.logDensity(at: position.span, addingGradientTo: &$0) } + [density]
    }

    private func score(_ row: Int, _ predictor: Double) -> Double {
      func exponential(_ x: Double) -> Double {
        var value = [x]
        var span = value.mutableSpan
        span.formExponentials()
        return value[0]
      }
      switch model {
      case let model as LinearRegression: return model.responses[row] - predictor
      case let model as LogisticRegression:
        let sign = model.sign(of: row), margin = sign * predictor
        let power = exponential(-abs(margin))
        return sign * ((margin > 0 ? power : 1) / (1 + power))
      case let model as PoissonRegression:
        return Double(model.counts[row]) - exponential(predictor + model.offsets[row])
      default: return .nan
      }
    }

    /// Blocks of 16 kB, of at most 64 rows; chunks of 2048 rows, or four times as many as sums.
    func plainGradient() -> [Double] {
      let (rows, columns) = (design.rowCount, design.columnCount)
      let block = max(8, min(64, 2048 / columns / 8 * 8))
      let chunk = (max(2048, 4 * (columns + 1), (rows + 63) / 64) + 63) / 64 * 64
      let scale = family == .normal ? 1 / (0.7 * 0.7) : 1.0
      var gradient = [Double](repeating: 0, count: columns)
      for start in stride(from: 0, to: rows, by: chunk) {
        var sums = [Double](repeating: 0, count: columns)
        let end = min(start + chunk, rows)
        for first in stride(from: start, to: end, by: block) {
          var inner = [Double](repeating: 0, count: columns)
          for i in first..<min(first + block, end) {
            let row = design.row(i)
            var s = [Double](repeating: 0, count: 8)
            for j in row.indices { s[j % 8].addProduct(row[j], position[j]) }
            let score = score(i, ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7])))
            for j in row.indices { inner[j].addProduct(row[j], score) }
          }
          for j in inner.indices { sums[j] += inner[j] }
        }
        for j in sums.indices { gradient[j] += scale * sums[j] }
      }
      return gradient
    }
  }

  static let sizes = [
    (1, 1), (7, 3), (8, 8), (9, 5), (63, 20), (64, 17), (65, 40), (2047, 2), (2049, 9), (4500, 20), (70, 300),
    (4300, 1100),
  ]

  @Test(arguments: Family.allCases) func isThePlainLoop(_ family: Family) {
    for (rows, columns) in Self.sizes {
      let c = Case(family, rows, columns, scale: 1 / Double(columns).squareRoot())
      let both = onEveryInstructionSet { c.both() }
      #expect(Array(both.dropLast()) == c.plainGradient(), "\(c.testDescription)")
      // The C library's functions, example by example: every example rounds by some units of its own size.
      let terms = (0..<rows).map { c.model.logLikelihood(of: $0, at: c.position.span) }
      let size = terms.reduce(0) { $0 + 1 + abs($1) }
      #expect(abs(both[columns] - compensatedSum(terms)) <= 8 * 0x1p-53 * size, "\(c.testDescription)")
      #expect(c.model.logDensity(at: c.position.span) == both[columns])
      let zeros = [Double](repeating: 0, count: columns)
      let gradient = filled(zeros) { c.model.addLogDensityGradient(at: c.position.span, to: &$0) }
      #expect(gradient == Array(both.dropLast()))
    }
  }

  /// Neumaier's.
  private func compensatedSum(_ terms: [Double]) -> Double {
    var (sum, lost) = (0.0, 0.0)
    for term in terms {
      let next = sum + term
      lost += abs(sum) >= abs(term) ? (sum - next) + term : (term - next) + sum
      sum = next
    }
    return sum + lost
  }

  @Test(arguments: Family.allCases) func doesNotDependOnThreads(_ family: Family) {
    let one = Case(family, 20_001, 5, scale: 0.4)
    for threads in 2...4 {
      let c = Case(family, 20_001, 5, scale: 0.4, threads: threads)
      for _ in 0..<20 { #expect(c.both() == one.both()) }
    }
  }

  /// Far out logarithms are lines, of many factors too, and what has no number has none.
  @Test func farAway() {
    let design = Matrix(columnCount: 1, elements: [Double](repeating: 1, count: 5003))
    let model = LogisticRegression(design: design, labels: (0..<5003).map { $0 % 2 })
    #expect(model.logDensity(at: [1e4].span) == -1e4 * 2502)
    #expect(abs(model.logDensity(at: [1e-3].span) + 5003 * log(2) + 5e-4) < 1e-3)
    #expect(model.logDensity(at: [.infinity].span) == -.infinity && model.logDensity(at: [.nan].span).isNaN)
    let poisson = PoissonRegression(design: design, counts: [Int](repeating: 3, count: 5003))
    #expect(poisson.logDensity(at: [800].span) == -.infinity)
    let gradient = filled([0]) { _ = poisson.logDensity(at: [800].span, addingGradientTo: &$0) }
    #expect(gradient[0] < -1e303 && gradient[0].isFinite)
  }

  /// With ln σ among the parameters, against the sum example by example.
  @Test func unknownNoise() {
    var random = GSLRandom(seed: 92)
    let model = LinearRegressionUnknownNoise(
      design: Matrix(columnCount: 3, elements: random.normals(72)), responses: random.normals(24),
      prior: .normal(standardDeviation: 5))
    let position = [0.3, -0.8, 0.5, -0.4]
    let ones = [Double](repeating: 1, count: 4)
    var (density, sum) = (0.0, model.logPrior(at: position.span))
    let both = filled(ones) { density = model.logDensity(at: position.span, addingGradientTo: &$0) }
    let single = filled(ones) { gradient in
      model.addLogPriorGradient(at: position.span, to: &gradient)
      for i in 0..<24 {
        sum += model.logLikelihood(of: i, at: position.span)
        model.addLogLikelihoodGradient(of: i, at: position.span, scaledBy: 1, to: &gradient)
      }
    }
    #expect(abs(density - sum) < 1e-14 * abs(sum))
    expectClose(both, single)
  }
}

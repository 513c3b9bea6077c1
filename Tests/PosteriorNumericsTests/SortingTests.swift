import CPosteriorKernels
import TestSupport
import Testing

@testable import PosteriorNumerics

/// The sorts against Swift's own, on every instruction set.
@Suite struct SortingTests {
  enum Numbers: CaseIterable, Sendable {
    case normal, ascending, descending, equal, few, tails, magnitudes, subnormal, crowded, distant, huge, zeros

    func callAsFunction(_ count: Int, using random: inout GSLRandom) -> [Double] {
      (0..<count).map { i in
        let u = Double(random.next() >> 11) * 0x1p-53
        return switch self {
        case .normal: SpecialFunctions.normalQuantile(u)
        case .ascending: Double(i)
        case .descending: -Double(i)
        case .equal: 7
        case .few: (5 * u).rounded(.down) - 2
        case .tails: 1 / (u - 0.5)
        case .magnitudes:
          SpecialFunctions.normalQuantile(u)
            * Double(sign: .plus, exponent: Int(random.next() % 1800) - 900, significand: 1)
        case .subnormal: (u - 0.3) * 0x1p-1060
        case .crowded: 1e9 + 1e-6 * u * Double(i % 3)
        // Numbers that a key of a number and its place cannot tell apart, and one far away.
        case .distant: i % 1000 == 0 ? 1e300 * u : 1 + 1e-12 * u
        case .huge: (2 * u - 1) * 1.7e308
        case .zeros: i % 3 == 0 ? -0.0 : i % 3 == 1 ? 0.0 : u - 0.5
        }
      }
    }
  }

  static let counts = [0, 1, 2, 3, 7, 8, 9, 48, 49, 63, 64, 65, 127, 128, 129, 255, 256, 257, 1000, 5003, 40_000]

  private func onEveryInstructionSet(_ body: () -> Void) {
    for set in 0...2 {
      _ = cpk_use_instructions(Int32(set))
      body()
    }
  }

  @Test(arguments: Numbers.allCases) func sortsAsSwiftDoes(_ numbers: Numbers) {
    var random = GSLRandom(seed: 71)
    var (sorted, values): ([Double], [Double]) = ([], [])
    var places: [Int32] = []
    for count in Self.counts {
      let x = numbers(count, using: &random)
      let expected = x.map { ($0 + 0).bitPattern }.sorted { Double(bitPattern: $0) < Double(bitPattern: $1) }
      let expectedPlaces = x.indices.sorted { (x[$0], $0) < (x[$1], $1) }.map(Int32.init)
      onEveryInstructionSet {
        x.span.sort(into: &sorted)
        #expect(sorted.map(\.bitPattern) == expected, "\(count)")
        x.span.sort(into: &values, places: &places)
        #expect(values.map(\.bitPattern) == expected && places == expectedPlaces, "\(count)")
      }
    }
  }

  @Test func sortsInfinities() {
    var random = GSLRandom(seed: 72)
    let x = Numbers.normal(3000, using: &random).enumerated().map { i, x in
      i % 11 == 0 ? .infinity : i % 11 == 1 ? -.infinity : x
    }
    var sorted: [Double] = []
    onEveryInstructionSet {
      x.span.sort(into: &sorted)
      #expect(sorted == x.sorted())
    }
  }

  /// Quicksort's depth is limited: what exceeds it, as this order may, is sorted all the same.
  @Test func sortsOrganPipes() {
    let x = (0..<20_000).map { Double(min($0, 20_000 - $0)) * ($0 % 64 == 32 ? -1e200 : 1) }
    var sorted: [Double] = []
    onEveryInstructionSet {
      x.span.sort(into: &sorted)
      #expect(sorted == x.sorted())
    }
  }

  @Test func refusesNaN() async {
    await #expect(processExitsWith: .failure) {
      var sorted: [Double] = []
      ([Double](repeating: 1, count: 20) + [.nan]).span.sort(into: &sorted)
    }
  }

  /// Sums at all lags, some at a time, against the plain ones.
  @Test(arguments: [1, 31, 32, 33, 600]) func sumsLaggedProducts(_ count: Int) {
    var random = GSLRandom(seed: 73)
    let x = random.normals(count)
    // Rounding moves a sum of n products by at most n units in the last place of the sum of their sizes.
    let tolerance = 0x1p-52 * Double(count) * x.span.dot(x.span)
    let padded = x + [Double](repeating: 0, count: Span<Double>.lagsAtATime)
    var first: [Double]?
    onEveryInstructionSet {
      var sums: [Double] = []
      while sums.count < count {
        let lag = sums.count
        sums += [Double](repeating: 0, count: Span<Double>.lagsAtATime)
        padded.span.addLaggedProducts(count: count, lag: lag, to: &sums)
      }
      for lag in 0..<count {
        let plain = (0..<count - lag).reduce(0) { $0 + x[$1] * x[$1 + lag] }
        #expect(abs(sums[lag] - plain) <= tolerance)
      }
      if let first { #expect(sums == first) } else { first = sums }
    }
  }

  /// Each projection is the inner product, to the last bit.
  @Test(arguments: [1, 7, 8, 9, 100], [1, 3, 10]) func projectsAsTheInnerProductDoes(_ count: Int, _ dimension: Int) {
    var random = GSLRandom(seed: 74)
    let draws = Matrix(columnCount: dimension, elements: random.normals(count * dimension))
    let directions = (0..<5).map { _ in random.normals(dimension) }
    onEveryInstructionSet {
      var projections = Projections(draws)
      projections.project(on: directions[...])
      for (p, direction) in directions.enumerated() {
        projections(p) { projected in
          for i in 0..<count { #expect(projected[i] == draws.dot(row: i, direction.span)) }
        }
      }
    }
  }
}

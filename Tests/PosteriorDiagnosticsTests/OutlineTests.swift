import Foundation
import PosteriorModels
import Testing

@testable import PosteriorDiagnostics

/// What pictures show of draws is what the draws are.
@Suite struct OutlineTests {
  private static func normals(_ count: Int, seed: UInt64 = 1) -> [Double] {
    var random = GSLRandom(seed: seed)
    return (0..<count).map { _ in random.normal() }
  }

  private static func outline(_ chains: [[Double]], shown: Int = 8) async throws -> ParameterOutline {
    let draws = Draws(parameterNames: ["a"], chainCount: chains.count, values: chains.flatMap(\.self))
    return try #require(await draws.outlines(of: [0], chains: shown).first)
  }

  @Test func densitiesIntegrateToOne() throws {
    for draws in [Self.normals(10_000), Self.normals(7), Self.normals(500).map { abs($0) }, [0, 0, 0, 1]] {
      let density = try #require(DensityEstimate(draws))
      #expect(abs(density.values.reduce(0, +) * density.cellWidth - 1) < 1e-12)
    }
    let density = try #require(DensityEstimate(Self.normals(100_000)))
    for (cell, value) in density.values.enumerated() {
      let x = density.range.lowerBound + (Double(cell) + 0.5) * density.cellWidth
      let exact = exp(-0.5 * x * x) / (2 * Double.pi).squareRoot()
      #expect(abs(value - exact) < 0.015, "\(x)")
    }
  }

  /// A density that ends at a bound keeps its height there.
  @Test func densitiesEndAtBounds() throws {
    var random = GSLRandom(seed: 1)
    let density = try #require(DensityEstimate((0..<20_000).map { _ in random.uniform() }))
    #expect(density.values.allSatisfy { abs($0 - 1) < 0.15 }, "\(density.values[0])")
  }

  /// Of heavy tails, the draws beyond the grid are what its integral lacks.
  @Test func heavyTailsAreLeftOut() throws {
    let draws = zip(Self.normals(4000), Self.normals(4000, seed: 2)).map { $0 / $1 }
    let density = try #require(DensityEstimate(draws))
    let inside = Double(draws.count { density.range.contains($0) }) / 4000
    #expect(inside < 0.99 && abs(density.values.reduce(0, +) * density.cellWidth - inside) < 1e-12)
    #expect(density.range.upperBound - density.range.lowerBound < 25)
  }

  @Test func numbersWithoutADensity() {
    for draws in [[], [1], [2, 2, 2], [1, .nan], [1, .infinity], [-1e308, 1e308], [0, .leastNonzeroMagnitude]] {
      #expect(DensityEstimate(draws) == nil, "\(draws)")
    }
    #expect(EnergyOutline([[1, 1, 1]]) == nil && EnergyOutline([[1, .nan]]) == nil && EnergyOutline([[]]) == nil)
  }

  @Test func ranksAreCounted() async throws {
    let apart = try await Self.outline([(0..<100).map(Double.init), (100..<200).map(Double.init)])
    let half = [Int](repeating: 10, count: 10)
    let none = [Int](repeating: 0, count: 10)
    #expect(apart.ranks?.counts == [half + none, none + half] && apart.ranks?.expected == 5)
    // Equal draws have their middle rank, whichever chain they are of.
    let equal = try await Self.outline([[1, 1, 1, 1, 1], [1, 1, 1, 1, 1]].map { $0 + $0.map { _ in 2 } })
    #expect(equal.ranks?.counts == [[5, 5], [5, 5]])
    let most = try await Self.outline([[Double]](repeating: [1] + [Double](repeating: 2, count: 9), count: 2))
    #expect(most.ranks?.counts == [[1, 9], [1, 9]])
    let (a, b) = (Self.normals(1000), Self.normals(1000, seed: 2))
    let counts = try #require(try await Self.outline([a, b]).ranks?.counts)
    let sorted = (a + b).sorted()
    for bin in 0..<20 {
      let members = sorted[bin * 100..<bin * 100 + 100]
      #expect(counts[0][bin] == a.count { $0 >= members[bin * 100] && $0 <= members[bin * 100 + 99] })
    }
  }

  @Test func tracesKeepExtremes() {
    var draws = Self.normals(5000)
    (draws[1234], draws[4321], draws[77]) = (50, -60, .nan)
    let trace = ThinnedTrace(draws, stretches: 40)
    #expect(trace.places.count == 80 && trace.places == trace.places.sorted())
    #expect(trace.values == trace.places.map { draws[$0] })
    #expect(trace.places.contains(1234) && trace.places.contains(4321))
    for stretch in 0..<40 {
      let finite = draws[stretch * 125..<stretch * 125 + 125].filter(\.isFinite)
      #expect(trace.values.contains(finite.min() ?? 0) && trace.values.contains(finite.max() ?? 0))
    }
    #expect(ThinnedTrace([3, .nan, 5], stretches: 40).places == [0, 2])
    #expect(ThinnedTrace([Double](repeating: .nan, count: 200), stretches: 40).places == [])
  }

  @Test func autocorrelationsAreThose() async throws {
    var random = GSLRandom(seed: 3)
    var x = 0.0
    let slow = (0..<2000).map { _ in
      x = 0.95 * x + random.normal()
      return x
    }
    let chains = [slow, Self.normals(2000)]
    let found = try #require(try await Self.outline(chains).autocorrelation)
    #expect(found.lags.count <= 64 && found.lags.last ?? 0 > 31)
    for (chain, values) in zip(chains, found.chains) {
      let mean = chain.reduce(0, +) / 2000
      func covariance(_ lag: Int) -> Double {
        (0..<2000 - lag).reduce(0) { $0 + (chain[$1] - mean) * (chain[$1 + lag] - mean) }
      }
      for (lag, value) in zip(found.lags, values) { #expect(abs(value - covariance(lag) / covariance(0)) < 1e-9) }
    }
    #expect(try await Self.outline([[1, 1, 1, 1, 1]]).autocorrelation == nil)
    // Whatever the draws' size: their squares need be no numbers.
    let plain = try #require(try await Self.outline([[2, -2, 2, 0, 1]]).autocorrelation)
    for unit in [0x1p-1000, 0x1p1000] {
      #expect(try await Self.outline([[2, -2, 2, 0, 1].map { $0 * unit }]).autocorrelation == plain)
    }
    let still = try #require(try await Self.outline([[1, 1, 1, 1, 1], [1, 2, 1, 2, 1]]).autocorrelation)
    #expect(still.chains[0].allSatisfy(\.isNaN) && still.chains[1][0] == 1)
  }

  @Test func energiesAndTheirChanges() throws {
    let chains = [Self.normals(500), Self.normals(500, seed: 2).map { $0 + 3 }]
    let outline = try #require(EnergyOutline(chains))
    let changes = chains.flatMap { chain in (1..<500).map { chain[$0] - chain[$0 - 1] } }
    #expect(outline.transition == DensityEstimate(changes))
    let mean = chains.joined().reduce(0, +) / 1000
    let range = outline.marginal.range
    #expect(abs(range.lowerBound + mean - (chains.joined().min() ?? 0)) < 1e-9)
    let squares = (1..<500).map { chains[0][$0] - chains[0][$0 - 1] }.reduce(0) { $0 + $1 * $1 }
    let own = chains[0].reduce(0, +) / 500
    let spread = chains[0].reduce(0) { $0 + ($1 - own) * ($1 - own) }
    #expect(abs(energyFractionOfMissingInformation(chains[0]) - squares / spread) < 1e-12)
  }

  @Test func oddDrawsHaveAnOutline() async throws {
    let odd: [[[Double]]] = [
      [[1]], [[.nan], [1]], [[1, 2, 3], [1, 2, 3]], [[.infinity, 0, 0, 0, 0]], [[-1e308, 1e308, 0, 1, 2]],
    ]
    for chains in odd {
      let outline = try await Self.outline(chains, shown: 1)
      #expect(outline.traces.count == 1)
      #expect(outline.ranks == nil || outline.ranks?.counts.joined().reduce(0, +) == chains.joined().count)
    }
  }
}

import CGSL
import CPosteriorKernels
import Foundation
import PosteriorNumerics
import Testing

@Suite struct UniformTests {
  @Test(arguments: NamedSource.all) func kolmogorovSmirnovDistance(_ source: NamedSource) {
    func check(_ random: some RandomSource) {
      var random = random
      var draws = [Double](repeating: 0, count: min(source.drawCount, 400_000))
      var span = draws.mutableSpan
      random.fillUniform(&span)
      #expect(kolmogorovSmirnov(draws) { $0 } < 2.3)
    }
    check(source(11))
  }

  @Test(arguments: NamedSource.all) func oneAtATimeIsTheSameStream(_ source: NamedSource) {
    func check(_ random: some RandomSource) {
      var (one, many) = (random, random)
      var draws = [Double](repeating: 0, count: 1000)
      var span = draws.mutableSpan
      many.fillUniform(&span)
      #expect((0..<1000).map { _ in one.uniform() } == draws)
    }
    check(source(12))
  }

  /// A generator whose every word is the same.
  struct Stuck: RandomSource {
    let word: UInt64
    mutating func next() -> UInt64 { word }
  }

  /// The interval is open: the smallest and the largest word give 2⁻⁵³ and 1 − 2⁻⁵³.
  @Test(arguments: [(UInt64.min, 0x1p-53), (.max, 1 - 0x1p-53)]) func extremeWords(_ word: UInt64, _ value: Double)
    throws
  {
    var stuck = Stuck(word: word)
    #expect(stuck.uniform() == value)

    // xoshiro256++ returns rotate(s₀ + s₃, 23) + s₀, which is s₃ when s₀ is zero and s₃ is all zeros or all ones.
    let generator = try #require(gsl_rng_alloc(cpk_rng_xoshiro256pp()))
    defer { gsl_rng_free(generator) }
    cpk_rng_set_xoshiro256pp(generator, [0, 1, 2, word])
    var uniform = 0.0
    cpk_fill_uniform(generator, &uniform, 1)
    #expect(uniform == value)
  }
}

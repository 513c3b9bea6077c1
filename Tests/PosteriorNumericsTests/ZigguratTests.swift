import CGSL
import CPosteriorKernels
import Foundation
import Testing

/// The ziggurat's tables, read out by words of our choice.
@Suite struct ZigguratTests {
  /// The normal made of a first word: its low eight bits are the layer, the next its sign, the high 53 the magnitude.
  private func normal(_ word: UInt64) throws -> Double {
    let generator = try #require(gsl_rng_alloc(cpk_rng_xoshiro256pp()))
    defer { gsl_rng_free(generator) }
    // xoshiro256++ returns rotate(s₀ + s₃, 23) + s₀.
    cpk_rng_set_xoshiro256pp(generator, [0, 1, 2, word >> 23 | word << 41])
    var value = 0.0
    cpk_fill_normal(generator, &value, 1)
    return value
  }

  /// A magnitude of ⅛ lies under the curve, or surely enough so in the top layer.
  private func edge(_ layer: Int) throws -> Double { try 8 * normal(1 << 61 | UInt64(layer)) }

  @Test func layersHaveEqualAreasAndClose() throws {
    func density(_ x: Double) -> Double { exp(-0.5 * x * x) }
    let edges = try (0..<256).map(edge)
    let tail = (Double.pi / 2).squareRoot() * erfc(edges[1] / 2.squareRoot())
    let area = edges[1] * density(edges[1]) + tail
    #expect(abs(edges[0] * density(edges[1]) / area - 1) < 1e-14)
    for i in 1..<255 {
      #expect(edges[i] > edges[i + 1])
      #expect(abs(edges[i] * (density(edges[i + 1]) - density(edges[i])) / area - 1) < 1e-12)
    }
    // The top layer reaches the density's greatest value, 1: so it does for one starting point of the tail only.
    #expect(abs(edges[255] * (1 - density(edges[255])) / area - 1) < 1e-11)
  }

  @Test func oneBitIsTheSign() throws {
    for layer in [0, 1, 100, 254] {
      let word = 1 << 61 | UInt64(layer)
      #expect(try normal(word | 256) == -normal(word))
    }
  }

  @Test func magnitudesHave53Bits() throws {
    #expect(try normal(1 << 11 | 100) == edge(100) * 0x1p-53)
    #expect(try normal((1 << 52 - 1) << 11 | 100) < edge(100) / 2)
  }
}

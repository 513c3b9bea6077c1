internal import CGSL
internal import CPosteriorKernels

/// Owns one GSL generator. Changed only through a uniquely referenced `GSLRandom`, hence safe to send.
final class Storage: @unchecked Sendable {
  let generator: UnsafeMutablePointer<gsl_rng>

  init(_ algorithm: GSLRandom.Algorithm) {
    GSLErrorHandler.install()
    let type =
      switch algorithm {
      case .xoshiro256pp: cpk_rng_xoshiro256pp()
      case .mersenneTwister: cgsl_rng_mt19937()
      case .tausworthe: cgsl_rng_taus2()
      case .ranlux: cgsl_rng_ranlxd2()
      }
    guard let generator = gsl_rng_alloc(type) else { preconditionFailure("no memory for a random number generator") }
    self.generator = generator
  }

  init(copying other: Storage) {
    guard let copy = gsl_rng_clone(other.generator) else {
      preconditionFailure("no memory for a random number generator")
    }
    generator = copy
  }

  deinit { gsl_rng_free(generator) }

  func seed(_ seed: UInt32) { gsl_rng_set(generator, UInt(seed)) }

  /// Sets the four words of a xoshiro256++ state, not all zero.
  func setXoshiro(_ words: [UInt64]) {
    precondition(words.count == 4 && words.contains { $0 != 0 }, "xoshiro256++ has four words of state, not all zero")
    cpk_rng_set_xoshiro256pp(generator, words)
  }

  /// The state, in the machine's byte order.
  var bytes: [UInt8] {
    [UInt8](UnsafeRawBufferPointer(start: gsl_rng_state(generator), count: gsl_rng_size(generator)))
  }

  /// Takes a state of the right size; returns whether it was.
  func restore(_ bytes: [UInt8]) -> Bool {
    guard bytes.count == gsl_rng_size(generator) else { return false }
    gsl_rng_state(generator).copyMemory(from: bytes, byteCount: bytes.count)
    return true
  }
}

internal import CGSL
internal import CPosteriorKernels

/// A random number generator of the GNU Scientific Library, as a value: a copy continues on its own from where it
/// was made, and its state can be saved and restored.
public struct GSLRandom: RandomSource {
  /// The generators that GSL offers and this library has a test for.
  public enum Algorithm: String, Sendable, CaseIterable, Codable {
    /// xoshiro256++ (Blackman & Vigna 2021): 256 bits of state, the fastest here and the default.
    case xoshiro256pp = "xoshiro256++"
    /// The Mersenne Twister MT19937 (Matsumoto & Nishimura 1998).
    case mersenneTwister = "mt19937"
    /// L'Ecuyer's combined Tausworthe generator, with his improved seeding (1996, 1999).
    case tausworthe = "taus2"
    /// Lüscher's double-precision RANLUX at its second luxury level: the slowest, with proven decorrelation.
    case ranlux = "ranlxd2"
  }

  /// Which generator this is.
  package let algorithm: Algorithm
  var storage: Storage

  /// A generator started from a seed and, for parallel chains, a stream's number.
  ///
  /// Streams of one seed are independent for practical purposes. Beneath, GSL's own generators take 31 bits of
  /// seed, which no two of 2³¹ − 1 consecutive streams share; xoshiro256++ takes 256 bits.
  public init(_ algorithm: Algorithm = .xoshiro256pp, seed: UInt64, stream: Int = 0) {
    self.init(algorithm, stream: stream == 0 ? StreamSeed(seed) : StreamSeed(seed).child(stream))
    if algorithm != .xoshiro256pp {
      let first = StreamSeed(seed).bits & 0xffff_ffff
      let place = UInt64((stream % Self.gslSeedCount + Self.gslSeedCount) % Self.gslSeedCount)
      storage.seed(Self.gslSeed(first + place * 0x9e37_79b9))
    }
  }

  /// A generator started from a stream's name.
  @usableFromInline
  package init(_ algorithm: Algorithm = .xoshiro256pp, stream seed: StreamSeed) {
    self.algorithm = algorithm
    storage = Storage(algorithm)
    if algorithm == .xoshiro256pp {
      var words = SplitMix64(seed: seed.bits)
      storage.setXoshiro([words.next(), words.next(), words.next(), words.next()])
    } else {
      storage.seed(Self.gslSeed(seed.bits))
    }
  }

  /// 1 to 2³¹ − 1: GSL reads 0 as a generator's default seed, and RANLUX takes s and 2³² − s for the same. The
  /// modulus is a prime, so that consecutive multiples of the streams' stride differ.
  private static func gslSeed(_ word: UInt64) -> UInt32 { UInt32(1 + word % UInt64(gslSeedCount)) }
  private static let gslSeedCount = 0x7fff_ffff

  /// A generator in exactly the state that GSL itself gives it for a 32-bit seed, to reproduce GSL programs.
  package init(_ algorithm: Algorithm, gslSeed: UInt32) {
    self.algorithm = algorithm
    storage = Storage(algorithm)
    storage.seed(gslSeed)
  }

  mutating func unique() -> UnsafeMutablePointer<gsl_rng> {
    if !isKnownUniquelyReferenced(&storage) { storage = Storage(copying: storage) }
    return storage.generator
  }

  /// The address of the generator, a `gsl_rng`, which is this value's own until it is copied.
  package mutating func address() -> UnsafeMutableRawPointer { UnsafeMutableRawPointer(unique()) }

  /// The next 64 bits.
  public mutating func next() -> UInt64 { cpk_next_bits(unique()) }

  /// One standard normal, with 53 random bits, by the ziggurat method.
  public mutating func normal() -> Double {
    var value = 0.0
    cpk_fill_normal(unique(), &value, 1)
    return value
  }

  /// Fills the buffer with standard normals: a ziggurat with 53-bit magnitudes.
  public mutating func fillNormal(_ buffer: inout MutableSpan<Double>) {
    let generator = unique()
    buffer.withUnsafeMutableBufferPointer { cpk_fill_normal(generator, $0.baseAddress, $0.count) }
  }

  /// Fills the buffer with uniforms on (0, 1), 53 bits each.
  public mutating func fillUniform(_ buffer: inout MutableSpan<Double>) {
    let generator = unique()
    buffer.withUnsafeMutableBufferPointer { cpk_fill_uniform(generator, $0.baseAddress, $0.count) }
  }

  /// Fills the buffer's first places with independent uniform indices, without bias.
  public mutating func fillIndices(_ buffer: inout MutableSpan<Int32>, first count: Int, below bound: Int) {
    precondition(count >= 0 && count <= buffer.count, "cannot fill \(count) of \(buffer.count) places")
    precondition(bound > 0 && bound <= Int32.max, "indices must be drawn from 1 to \(Int32.max) values, not \(bound)")
    let generator = unique()
    buffer.withUnsafeMutableBufferPointer { cpk_fill_indices(generator, $0.baseAddress, count, UInt32(bound)) }
  }

  /// Fisher and Yates's shuffle, stopped after `chosen` places.
  public mutating func shuffle(_ items: inout MutableSpan<Int32>, choosing chosen: Int) {
    precondition(chosen >= 0 && chosen <= items.count, "cannot choose \(chosen) of \(items.count)")
    let generator = unique()
    items.withUnsafeMutableBufferPointer { cpk_shuffle_prefix(generator, $0.baseAddress, $0.count, chosen) }
  }
}

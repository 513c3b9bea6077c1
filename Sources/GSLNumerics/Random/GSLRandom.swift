internal import CGSL
internal import CPosteriorKernels

/// A random number generator of the GNU Scientific Library, as a value: a copy continues on its own from where it
/// was made, and its state can be saved and restored.
public struct GSLRandom: RandomSource {
  /// The generators offered.
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
  public let algorithm: Algorithm
  private var storage: Storage

  /// A generator started from a seed and, for parallel chains, a stream's number.
  ///
  /// Streams of one seed are independent for practical purposes. Beneath, GSL's own generators take 32 bits of
  /// seed, of which no two streams numbered below 2³² share any; xoshiro256++ takes 256 bits.
  public init(_ algorithm: Algorithm = .xoshiro256pp, seed: UInt64, stream: Int = 0) {
    self.init(algorithm, stream: stream == 0 ? StreamSeed(seed) : StreamSeed(seed).child(stream))
    if algorithm != .xoshiro256pp {
      // An odd multiplier permutes the 32-bit words; GSL reads 0 as the generator's default seed.
      let first = UInt32(truncatingIfNeeded: StreamSeed(seed).bits)
      storage.seed(first &+ UInt32(truncatingIfNeeded: stream) &* 0x9e37_79b9)
    }
  }

  /// A generator started from a stream's name.
  public init(_ algorithm: Algorithm = .xoshiro256pp, stream seed: StreamSeed) {
    self.algorithm = algorithm
    storage = Storage(algorithm)
    if algorithm == .xoshiro256pp {
      var words = SplitMix64(seed: seed.bits)
      storage.setXoshiro((words.next(), words.next(), words.next(), words.next()))
    } else {
      storage.seed(UInt32(truncatingIfNeeded: seed.bits))
    }
  }

  /// A generator in exactly the state that GSL itself gives it for a 32-bit seed, to reproduce GSL programs.
  public init(_ algorithm: Algorithm, gslSeed: UInt32) {
    self.algorithm = algorithm
    storage = Storage(algorithm)
    storage.seed(gslSeed)
  }

  private mutating func unique() -> UnsafeMutablePointer<gsl_rng> {
    if !isKnownUniquelyReferenced(&storage) { storage = Storage(copying: storage) }
    return storage.generator
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 { cpk_next_bits(unique()) }

  /// One standard normal.
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

// MARK: - Saving and restoring

extension GSLRandom: Hashable, Codable {
  private enum CodingKeys: String, CodingKey { case algorithm, state }

  /// The state's bytes, in the machine's byte order.
  private var stateBytes: [UInt8] { storage.bytes }

  /// Whether two generators will draw the same numbers from here on.
  public static func == (a: GSLRandom, b: GSLRandom) -> Bool {
    a.algorithm == b.algorithm && a.stateBytes == b.stateBytes
  }

  /// Hashes the state.
  public func hash(into hasher: inout Hasher) { hasher.combine(stateBytes) }

  /// Saves the generator's full state.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(algorithm, forKey: .algorithm)
    try container.encode(stateBytes, forKey: .state)
  }

  /// Restores a generator that was saved on a machine of the same kind.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    algorithm = try container.decode(Algorithm.self, forKey: .algorithm)
    storage = Storage(algorithm)
    let bytes = try container.decode([UInt8].self, forKey: .state)
    guard storage.restore(bytes) else {
      throw DecodingError.dataCorruptedError(
        forKey: .state, in: container,
        debugDescription:
          "\(algorithm.rawValue) has a state of \(storage.bytes.count) bytes that are not all zero, "
          + "which these \(bytes.count) are not")
    }
  }
}

/// Owns one GSL generator. Changed only through a uniquely referenced `GSLRandom`, hence safe to send.
private final class Storage: @unchecked Sendable {
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

  func setXoshiro(_ words: (UInt64, UInt64, UInt64, UInt64)) {
    cpk_rng_set_xoshiro256pp(generator, [words.0, words.1, words.2, words.3])
  }

  var bytes: [UInt8] {
    [UInt8](UnsafeRawBufferPointer(start: gsl_rng_state(generator), count: gsl_rng_size(generator)))
  }

  func restore(_ bytes: [UInt8]) -> Bool {
    guard bytes.count == gsl_rng_size(generator), bytes.contains(where: { $0 != 0 }) else { return false }
    gsl_rng_state(generator).copyMemory(from: bytes, byteCount: bytes.count)
    return true
  }
}

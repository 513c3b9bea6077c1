// Saving, restoring and comparing generators.

extension GSLRandom: Hashable, Codable {
  private enum CodingKeys: String, CodingKey { case algorithm, state, checksum }

  /// Whether two generators will draw the same numbers from here on.
  public static func == (a: GSLRandom, b: GSLRandom) -> Bool {
    a.algorithm == b.algorithm && a.storage.bytes == b.storage.bytes
  }

  /// Feeds the generator's whole state to a hasher.
  public func hash(into hasher: inout Hasher) { hasher.combine(storage.bytes) }

  /// Saves the generator's full state, with a checksum.
  public func encode(to encoder: any Encoder) throws {
    let bytes = storage.bytes
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(algorithm, forKey: .algorithm)
    try container.encode(bytes, forKey: .state)
    try container.encode(checksum(bytes), forKey: .checksum)
  }

  /// Restores a generator that was saved on a machine of the same kind.
  ///
  /// - Throws: `DecodingError` when the state is damaged, or none that the generator can be in: GSL's states hold
  ///   indices into themselves, which must not be followed unchecked.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let algorithm = try container.decode(Algorithm.self, forKey: .algorithm)
    let bytes = try container.decode([UInt8].self, forKey: .state)
    self.init(algorithm, seed: 0)
    guard try container.decode(UInt32.self, forKey: .checksum) == checksum(bytes) else {
      throw DecodingError.dataCorruptedError(
        forKey: .state, in: container, debugDescription: "the saved state of \(algorithm.rawValue) is damaged")
    }
    let size = storage.bytes.count
    guard bytes.count != size || GSLRandomState(algorithm: algorithm, bytes: bytes).isSound else {
      throw DecodingError.dataCorruptedError(
        forKey: .state, in: container,
        debugDescription: "the saved state is none that \(algorithm.rawValue) can be in")
    }
    guard storage.restore(bytes) else {
      throw DecodingError.dataCorruptedError(
        forKey: .state, in: container,
        debugDescription: "the state of \(algorithm.rawValue) takes \(size) bytes here, not \(bytes.count)")
    }
  }
}

/// The 32-bit FNV-1a hash of Fowler, Noll and Vo.
private func checksum(_ bytes: [UInt8]) -> UInt32 {
  bytes.reduce(0x811c_9dc5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
}

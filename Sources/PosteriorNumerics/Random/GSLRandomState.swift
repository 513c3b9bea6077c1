/// A generator's saved state, field by field: GSL's generators follow indices in it, and loop until their numbers are
/// such as only a sound state gives.
struct GSLRandomState {
  let algorithm: GSLRandom.Algorithm
  let bytes: [UInt8]

  /// Whether a generator may go on from the state: it is one that a generator of this kind can be in.
  var isSound: Bool {
    switch algorithm {
    case .xoshiro256pp: bytes.count == 32 && bytes.contains { $0 != 0 }
    case .mersenneTwister: isSoundTwister
    case .tausworthe: isSoundTausworthe
    case .ranlux: isSoundRANLUX
    }
  }

  /// 624 words of 32 bits, each in 64, and how many of them are used up. Of the first word only the highest bit counts.
  private var isSoundTwister: Bool {
    let count = 624
    guard bytes.count == 8 * count + 8 else { return false }
    let words = (0..<count).map { word(8 * $0, as: UInt64.self) }
    let isZero = words[0] & 0x8000_0000 == 0 && words.dropFirst().allSatisfy { $0 == 0 }
    let used = word(8 * count, as: Int32.self)
    return !isZero && words.allSatisfy { $0 <= 0xFFFF_FFFF } && (0...Int32(count)).contains(used)
  }

  /// Three words of 32 bits, each in 64, of which the lowest 1, 3 and 4 bits do not count.
  private var isSoundTausworthe: Bool {
    guard bytes.count == 24 else { return false }
    return [2, 8, 16].enumerated().allSatisfy { place, least in
      (UInt64(least)...0xFFFF_FFFF).contains(word(8 * place, as: UInt64.self))
    }
  }

  /// Twelve multiples of 2⁻⁴⁸ from 0 and below 1 and the carry, then four numbers: two places among the twelve,
  /// the first one's place after the last renewal, which is seven before the second, and how many numbers a renewal
  /// passes.
  private var isSoundRANLUX: Bool {
    let count = 12
    guard bytes.count == 8 * (count + 1) + 16 else { return false }
    let numbers = (0..<count).map { word(8 * $0, as: Double.self) }
    let carry = word(8 * count, as: Double.self)
    let (ir, jr, old, passed) = (place(0), place(1), place(2), place(3))
    func isMultiple(_ number: Double) -> Bool {
      number >= 0 && number < 1 && (number * 0x1p48).rounded() == number * 0x1p48
    }
    // From zeros without a carry, and from the largest numbers with one, there is no way out.
    let isStuck = numbers.allSatisfy { $0 == (carry == 0 ? 0 : 1 - 0x1p-48) }
    return numbers.allSatisfy(isMultiple) && (carry == 0 || carry == 0x1p-48) && !isStuck
      && ir < count && old < count && jr == (old + 7) % count && passed == 397
  }

  private func place(_ number: Int) -> Int { Int(word(8 * 13 + 4 * number, as: UInt32.self)) }

  private func word<Word: BitwiseCopyable>(_ place: Int, as type: Word.Type) -> Word {
    bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: type) }
  }
}

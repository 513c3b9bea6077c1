/// Which signs come before the fractions of a column's numbers.
struct DecimalSigns: OptionSet {
  let rawValue: UInt8

  /// Points that separate no thousands: 3.14.
  static let point = DecimalSigns(rawValue: 1)
  /// Points that might: 1.234.
  static let doubtfulPoint = DecimalSigns(rawValue: 2)
  /// Commas that separate no thousands: 3,14.
  static let comma = DecimalSigns(rawValue: 4)
  /// Commas that might: 1,234.
  static let doubtfulComma = DecimalSigns(rawValue: 8)
  /// Texts that are no numbers, and stand for no missing value.
  static let texts = DecimalSigns(rawValue: 16)
  /// Numbers.
  static let numbers = DecimalSigns(rawValue: 32)

  private static let points: DecimalSigns = [point, doubtfulPoint]
  private static let commas: DecimalSigns = [comma, doubtfulComma]

  var hasPoints: Bool { !isDisjoint(with: Self.points) }
  var hasCommas: Bool { !isDisjoint(with: Self.commas) }

  /// Whether the column shows that the file has decimal commas.
  var showsCommas: Bool { contains(.comma) && !hasPoints && !contains(.texts) }

  /// Whether the column's cells say different things, or could be read in two ways.
  ///
  /// - Parameter commas: Whether the file has decimal commas.
  func areUnclear(commas: Bool) -> Bool {
    contains([.texts, .numbers]) || (hasPoints && hasCommas) || (hasCommas && !commas) || hasThousands(commas: commas)
  }

  /// Whether there are points that may well separate thousands, where decimals have commas.
  func hasThousands(commas: Bool) -> Bool { commas && contains(.doubtfulPoint) && !contains(.point) }
}

extension CSVReader {
  /// What a number shows of the sign before its fraction.
  func sign(_ cell: Cell, isComma: Bool) -> DecimalSigns {
    let text = UnsafeBufferPointer(rebasing: bytes[cell.range])
    guard let place = text.firstIndex(of: isComma ? Self.comma : DecimalNumber.point) else { return .numbers }
    func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    let whole = text[..<place].drop { !isDigit($0) }
    let fraction = text[(place + 1)...].prefix(while: isDigit)
    let isDoubtful = (1...3).contains(whole.count) && whole.first != UInt8(ascii: "0") && fraction.count == 3
    return isComma
      ? [.numbers, isDoubtful ? .doubtfulComma : .comma] : [.numbers, isDoubtful ? .doubtfulPoint : .point]
  }
}

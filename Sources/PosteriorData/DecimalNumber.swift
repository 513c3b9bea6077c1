/// The number written in a cell: a plain decimal such as 1, -2.5 or 1e-3, with or without spaces around it.
///
/// `Double` alone would also take hexadecimal, "nan" and "inf", and would round 1e999 to infinity.
func decimalNumber(_ cell: String) -> Double? {
  let isPlain = cell.utf8.allSatisfy { byte in
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "e"), UInt8(ascii: "E"): true
    default: false
    }
  }
  if isPlain { return Double(cell).flatMap { $0.isFinite ? $0 : nil } }
  let trimmed = trimming(cell)
  return trimmed.utf8.count < cell.utf8.count ? decimalNumber(trimmed) : nil
}

/// Why ``decimalNumber(_:)`` is nil for a cell, and what would be right.
func problem(withNumber cell: String) -> String {
  let text = trimming(cell)
  let shown = quoted(text)
  let unsigned = text.drop { $0 == "-" || $0 == "+" }.lowercased()
  return switch unsigned {
  case "": text.isEmpty ? "the cell is empty; fill it in or leave the row out" : "\(shown) is not a number; \(example)"
  case "nan", "na", "n/a", "null", "none", "?", ".":
    "\(shown) stands for a missing value; fill it in or leave the row out"
  case "inf", "infinity": "\(shown) is not finite; \(example)"
  case _ where Double(text)?.isInfinite == true: "\(shown) is beyond the largest number, 1.8e308"
  case _ where decimalNumber(text.replacing(",", with: ".")) != nil:
    "\(shown) has a decimal comma; write \(text.replacing(",", with: "."))"
  default: "\(shown) is not a number; \(example)"
  }
}

private let example = "write a decimal such as -2.5 or 1e-3"

/// A cell or name without the white space around it.
func trimming(_ text: String) -> String {
  guard let first = text.firstIndex(where: { !$0.isWhitespace }),
    let last = text.lastIndex(where: { !$0.isWhitespace })
  else { return "" }
  return String(text[first...last])
}

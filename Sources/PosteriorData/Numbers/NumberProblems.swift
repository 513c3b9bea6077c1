/// Why a cell is no number, and what would be right.
///
/// - Parameter hasThousands: Whether a point separates thousands, for all that is known.
func problem(withNumber cell: String, hasThousands: Bool = false) -> String {
  let text = trimming(cell)
  let shown = quoted(text)
  let unsigned = text.drop { $0 == "-" || $0 == "+" }.lowercased()
  if hasThousands, decimalNumber(text) != nil {
    return
      "\(shown) has a point, where other columns have decimal commas; write \(text.replacing(".", with: "")) if it "
      + "separates thousands, \(text.replacing(".", with: ",")) otherwise"
  }
  return switch unsigned {
  case "": text.isEmpty ? "the cell is empty; fill it in or leave the row out" : "\(shown) is not a number; \(example)"
  case "nan", "na", "n/a", "null", "none", "?", ".":
    "\(shown) stands for a missing value; fill it in or leave the row out"
  case "inf", "infinity": "\(shown) is not finite; \(example)"
  case _ where Double(text)?.isInfinite == true: "\(shown) is beyond the largest number, 1.8e308"
  case _ where text.contains(","): commaProblem(text, shown) ?? "\(shown) is not a number; \(example)"
  default: "\(shown) is not a number; \(example)"
  }
}

private let example = "write a decimal such as -2.5 or 1e-3"

/// What is wrong with a number that has commas, if it would be one otherwise: commas may stand for the decimal point or
/// separate thousands.
private func commaProblem(_ text: String, _ shown: String) -> String? {
  let pointed = text.replacing(",", with: ".")
  let groups = text.split(separator: ",", omittingEmptySubsequences: false)
  let whole = groups[0].drop { $0 == "-" || $0 == "+" }
  let (last, rest) = (groups[groups.count - 1].prefix { $0 != "." }, groups.dropFirst().dropLast())
  let areThousands =
    (1...3).contains(whole.count) && whole.first != "0" && last.count == 3 && rest.allSatisfy { $0.count == 3 }
  let joined = text.replacing(",", with: "")
  if areThousands, decimalNumber(joined) != nil {
    return decimalNumber(pointed) == nil
      ? "\(shown) separates thousands by commas; write \(joined)"
      : "\(shown) has a comma; write \(joined) if it separates thousands, \(pointed) if it is a decimal comma (or give "
        + "--decimal-comma, if all are)"
  }
  if decimalNumber(pointed) != nil { return "\(shown) has a decimal comma; write \(pointed)" }
  // 1.234,5
  let plain = text.replacing(".", with: "").replacing(",", with: ".")
  guard decimalNumber(plain) != nil else { return nil }
  return "\(shown) has a decimal comma and separates thousands by points; write \(plain)"
}

/// A cell or name without the white space around it.
///
/// Scalars are looked at, not characters: a mark that combines with a blank is not white space.
func trimming(_ text: String) -> String {
  func isShown(_ byte: UInt8?) -> Bool { byte.map { (0x21..<0x7F).contains($0) } ?? true }
  if isShown(text.utf8.first), isShown(text.utf8.last) { return text }
  let scalars = text.unicodeScalars
  guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
    let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
  else { return "" }
  return String(scalars[first...last])
}

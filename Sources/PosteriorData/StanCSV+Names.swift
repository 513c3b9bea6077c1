// Stan's files name the elements of an array by dots, beta.1 and L.2.1, have no quotation marks, and keep names that
// end in two underscores for the sampler. Names that this cannot carry are percent-encoded, as in a URL, so that
// reading gives back what was written.

/// The sampler's columns, which come first, among all.
func statistics(ofColumns names: [String]) -> [String] {
  var seen: Set<String> = []
  return Array(names.prefix { isStatistic($0) && seen.insert($0).inserted })
}

/// The column name for a parameter: "β[1]" becomes "β.1", and "a.b" "a%2Eb".
func stanName(ofParameter name: String) -> String {
  let scalars = Array(name.unicodeScalars)
  if scalars.last == "]", let bracket = scalars.lastIndex(of: "["), bracket > 0 {
    let indices = scalars[(bracket + 1)...].dropLast().split(separator: ",", omittingEmptySubsequences: false)
    if indices.allSatisfy(isIndex) {
      return ([encoded(scalars[..<bracket])] + indices.map { text($0) }).joined(separator: ".")
    }
  }
  return encoded(scalars[...])
}

/// The parameter that a column name stands for: "β.1" is "β[1]".
func parameterName(ofStan name: String) -> String {
  let scalars = Array(name.unicodeScalars)
  let parts = scalars.split(separator: ".", omittingEmptySubsequences: false)
  guard parts.count > 1, !parts[0].isEmpty, parts.dropFirst().allSatisfy(isIndex) else { return decoded(name) }
  return decoded(text(parts[0])) + "[" + parts.dropFirst().map { text($0) }.joined(separator: ",") + "]"
}

/// Whether a column holds one of Stan's own quantities, such as lp__, and no parameter.
func isStatistic(_ name: String) -> Bool { name.utf8.suffix(2).elementsEqual("__".utf8) }

private typealias Scalars = ArraySlice<Unicode.Scalar>

private func text(_ scalars: Scalars) -> String {
  var text = String.UnicodeScalarView()
  text.append(contentsOf: scalars)
  return String(text)
}

/// A number from 1, as Stan counts.
private func isIndex(_ scalars: Scalars) -> Bool {
  !scalars.isEmpty && scalars.allSatisfy { ("0"..."9").contains($0) } && scalars.first != "0"
}

private func encoded(_ name: Scalars) -> String {
  let (first, last) = (name.startIndex, name.endIndex - 1)
  // Nothing but numbers in a line of names would pass for a row.
  let isNumber = decimalNumber(text(name)) != nil
  let endsInUnderscores = isStatistic(text(name))
  var result = ""
  for (i, scalar) in zip(name.indices, name) {
    let isEdge = i == first || i == last
    let isReserved =
      ".,\"%".unicodeScalars.contains(scalar) || scalar.properties.generalCategory == .control
      || (i == first && (scalar == "#" || scalar == "\u{FEFF}" || isNumber))
      || (isEdge && scalar.properties.isWhitespace)
      || (i == last && endsInUnderscores)
    guard isReserved else {
      result.unicodeScalars.append(scalar)
      continue
    }
    result += percentEncoded(scalar)
  }
  return result
}

/// The bytes of a character in UTF-8, as a URL has them: %2F for /.
func percentEncoded(_ scalar: Unicode.Scalar) -> String {
  String(scalar).utf8.reduce(into: "") { text, byte in
    text += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
  }
}

private func decoded(_ name: String) -> String {
  guard name.utf8.contains(UInt8(ascii: "%")) else { return name }
  let bytes = Array(name.utf8)
  var result: [UInt8] = []
  var i = 0
  while i < bytes.count {
    if bytes[i] == UInt8(ascii: "%"), i + 2 < bytes.count, let high = hexadecimal(bytes[i + 1]),
      let low = hexadecimal(bytes[i + 2])
    {
      result.append(high << 4 | low)
      i += 3
    } else {
      result.append(bytes[i])
      i += 1
    }
  }
  // Of another writer's names, a sign that stands for itself may come before what is no text.
  return String(validating: result, as: UTF8.self) ?? name
}

private func hexadecimal(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  default: nil
  }
}

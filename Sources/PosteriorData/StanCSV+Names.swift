// Stan's files name the elements of an array by dots, beta.1 and L.2.1, and have no quotation marks. Names that this
// cannot carry are percent-encoded, as in a URL, so that reading gives back what was written.

/// The column name for a parameter: "β[1]" becomes "β.1", and "a.b" "a%2Eb".
func stanName(ofParameter name: String) -> String {
  if name.hasSuffix("]"), let bracket = name.lastIndex(of: "["), bracket > name.startIndex {
    let inside = name[name.index(after: bracket)...].dropLast()
    let indices = inside.split(separator: ",", omittingEmptySubsequences: false)
    if indices.allSatisfy(isIndex) {
      return ([encoded(name[..<bracket])] + indices.map(String.init)).joined(separator: ".")
    }
  }
  return encoded(name[...])
}

/// The parameter that a column name stands for: "β.1" is "β[1]".
func parameterName(ofStan name: String) -> String {
  let parts = name.split(separator: ".", omittingEmptySubsequences: false)
  guard parts.count > 1, !parts[0].isEmpty, parts.dropFirst().allSatisfy(isIndex) else { return decoded(name) }
  return decoded(String(parts[0])) + "[" + parts.dropFirst().joined(separator: ",") + "]"
}

/// Whether a column holds one of Stan's own quantities, such as lp__, and no parameter.
func isStatistic(_ name: String) -> Bool { name.hasSuffix("__") }

/// A number from 1, as Stan counts.
private func isIndex(_ text: Substring) -> Bool {
  !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) } && !text.hasPrefix("0")
}

private func encoded(_ name: Substring) -> String {
  let last = name.unicodeScalars.count - 1
  var result = ""
  for (i, scalar) in name.unicodeScalars.enumerated() {
    let isEdge = i == 0 || i == last
    let isReserved =
      ".,\"%".unicodeScalars.contains(scalar) || scalar.value < 0x20 || scalar.value == 0x7F
      || (i == 0 && scalar == "#") || (isEdge && scalar.properties.isWhitespace)
    guard isReserved else {
      result.unicodeScalars.append(scalar)
      continue
    }
    for byte in String(scalar).utf8 { result += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true) }
  }
  return result
}

private func decoded(_ name: String) -> String {
  guard name.utf8.contains(UInt8(ascii: "%")) else { return name }
  let bytes = Array(name.utf8)
  var result: [UInt8] = []
  var i = 0
  while i < bytes.count {
    if bytes[i] == UInt8(ascii: "%"), i + 2 < bytes.count,
      let byte = UInt8(String(decoding: bytes[i + 1...i + 2], as: UTF8.self), radix: 16)
    {
      result.append(byte)
      i += 3
    } else {
      result.append(bytes[i])
      i += 1
    }
  }
  return String(decoding: result, as: UTF8.self)
}

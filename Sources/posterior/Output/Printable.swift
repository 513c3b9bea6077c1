import PosteriorData

extension StringProtocol {
  /// The text without characters that act on a terminal or a script in place of being shown: a control character as its
  /// picture (␛ for escape, ␊ for a line feed), and what turns the direction of text around as �.
  var printable: String { printable(keepingLines: false) }

  /// The same for a text of many lines.
  var printableLines: String { printable(keepingLines: true) }

  private func printable(keepingLines: Bool) -> String {
    guard unicodeScalars.contains(where: \.isObeyed) else { return String(self) }
    var text = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0x0A where keepingLines: text.append(scalar)
      case 0..<0x20: text.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
      case 0x7F: text.append("\u{2421}")
      default: text.append(scalar.isObeyed ? "\u{FFFD}" : scalar)
      }
    }
    return String(text)
  }
}

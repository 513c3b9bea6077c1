import PosteriorData

/// HTML or SVG. The literals of this program are markup; whatever is interpolated in one is text, and is escaped.
///
///     let cell: Markup = "<td>\(name)</td>"
struct Markup: ExpressibleByStringInterpolation, Sendable {
  private(set) var text = ""

  init(stringLiteral value: String) { text = value }

  init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  /// Pieces, one after another.
  init(_ pieces: some Sequence<Markup>) { for piece in pieces { text += piece.text } }

  static func += (left: inout Markup, right: Markup) { left.text += right.text }

  static func + (left: Markup, right: Markup) -> Markup { Markup([left, right]) }

  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(2 * literalCapacity) }

    mutating func appendLiteral(_ literal: String) { text += literal }

    mutating func appendInterpolation(_ markup: Markup) { text += markup.text }

    mutating func appendInterpolation(_ pieces: [Markup]) { for piece in pieces { text += piece.text } }

    mutating func appendInterpolation(_ number: Int) { text += "\(number)" }

    /// Text in one line.
    mutating func appendInterpolation(_ text: String) { self.text += text.printable.escaped }

    /// Text of many lines.
    mutating func appendInterpolation(lines text: String) { self.text += text.printableLines.escaped }

    /// Where a path goes: digits and letters.
    mutating func appendInterpolation(_ path: Path) { text += path.text }
  }
}

extension String {
  /// The text without the characters that markup is made of, nor those that XML cannot hold.
  fileprivate var escaped: String {
    var escaped = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

/// Pieces of gnuplot scripts.
enum GnuplotText {
  /// A string as gnuplot reads it between single quotes.
  ///
  /// Between single quotes gnuplot knows one escape, the doubled quote, but a line's end ends the string whether it is
  /// closed or not: what follows would be a command. So no control character is let through.
  static func quoted(_ text: String) -> String { "'" + text.printable.replacing("'", with: "''") + "'" }

  /// The label of a tic, which gnuplot reads as a format for numbers: a lone percent sign would be an error.
  static func label(_ text: String) -> String { quoted(text.replacing("%", with: "%%")) }

  /// A named block of data lines.
  static func block(_ name: String, _ rows: [[Double]]) -> String {
    "$\(name) << EOD\n" + rows.map { $0.map { "\($0)" }.joined(separator: " ") }.joined(separator: "\n") + "\nEOD\n"
  }

  static let blue = "#0072b2"
  static let orange = "#d55e00"
  static let green = "#009e73"
  static let grey = "#888888"
}

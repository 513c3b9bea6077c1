/// A picture in SVG, with words for those who do not see it. Places and sizes are pixels of a screen that shows it
/// in its own size. Colours and widths of lines are classes of the page's style.
struct Picture {
  let width: Double
  let height: Double
  /// What it is.
  let title: String
  /// What there is to see.
  let description: String
  private var body: Markup = ""

  init(width: Double = 340, height: Double, title: String, description: String) {
    (self.width, self.height, self.title, self.description) = (width, height, title, description)
  }

  var svg: Markup {
    """
    <svg viewBox="0 0 \(Path.units(width)) \(Path.units(height))" role="img"><title>\(title)</title>\
    <desc>\(description)</desc>\(body)</svg>

    """
  }

  /// Draws a path in a style: classes of the page's style, which are no text of a file's.
  mutating func draw(_ path: Path, _ style: Markup) { body += "<path class=\"\(style)\" d=\"\(path)\"/>" }

  /// Draws a line between two places.
  mutating func line(_ first: (x: Double, y: Double), _ last: (x: Double, y: Double), _ style: Markup) {
    var path = Path()
    path.move(first.x, first.y)
    path.line(last.x, last.y)
    draw(path, style)
  }

  /// Which side of a text its place is on.
  enum Anchor { case start, middle, end }

  /// Writes a text that is shortened to a number of characters.
  mutating func write(_ text: String, at place: (x: Double, y: Double), _ anchor: Anchor = .start, longest: Int = 60) {
    let side: Markup = anchor == .start ? "" : anchor == .middle ? " text-anchor=\"middle\"" : " text-anchor=\"end\""
    body += "<text x=\"\(Path.units(place.x))\" y=\"\(Path.units(place.y))\"\(side)>"
    body += "\(text.shortened(to: longest))</text>"
  }
}

extension String {
  /// The text, or its beginning and its end where it is too long: indices stand at the end.
  func shortened(to longest: Int) -> String {
    guard count > longest else { return self }
    return prefix((longest - 1) / 2) + "…" + suffix(longest - 1 - (longest - 1) / 2)
  }
}

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

  /// The picture as a file of its own: in light colours, with its own style.
  var file: Markup {
    """
    <svg xmlns="http://www.w3.org/2000/svg" width="\(Int(width))" height="\(Int(height))" \
    viewBox="0 0 \(Path.units(width)) \(Path.units(height))" role="img"><title>\(title)</title>
    <desc>\(description)</desc><style>\(Palette.plainRules)</style>
    <rect width="100%" height="100%" fill="#fff"/>
    \(body)</svg>

    """
  }

  /// The picture beside a name that says what it is.
  var icon: Markup {
    """
    <svg class="key" viewBox="0 0 \(Path.units(width)) \(Path.units(height))" \
    width="\(Int(width))" height="\(Int(height))" aria-hidden="true">\(body)</svg>
    """
  }

  /// Draws another picture in this one, with its upper left corner at a place.
  mutating func place(_ other: Picture, at place: (x: Double, y: Double)) {
    body += "<g transform=\"translate(\(Path.units(place.x)) \(Path.units(place.y)))\">\(other.body)</g>\n"
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
  ///
  /// - Parameter isStrong: Whether it is a heading, or a panel's letter.
  mutating func write(
    _ text: String, at place: (x: Double, y: Double), _ anchor: Anchor = .start, longest: Int = 60,
    isStrong: Bool = false
  ) {
    let side: Markup = anchor == .start ? "" : anchor == .middle ? " text-anchor=\"middle\"" : " text-anchor=\"end\""
    let weight: Markup = isStrong ? " font-weight=\"bold\"" : ""
    body += "<text x=\"\(Path.units(place.x))\" y=\"\(Path.units(place.y))\"\(side)\(weight)>"
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

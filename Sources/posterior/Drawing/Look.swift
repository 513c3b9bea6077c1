/// What stands at a place of a plot.
enum Symbol {
  case disc, square, triangle, diamond, cross
  /// An arrow down: the number is below.
  case bound
  /// An arrow to the right.
  case arrow

  /// Solid ones, to tell series apart without colour.
  static let solid = [disc, square, triangle, diamond]
}

extension Path {
  /// A symbol at a place.
  mutating func mark(_ symbol: Symbol, _ x: Double, _ y: Double) {
    guard x.isFinite, y.isFinite else { return }
    switch symbol {
    case .disc: disc(x, y, 3)
    case .square: bar((x - 2.7, y - 2.7), (x + 2.7, y + 2.7))
    case .triangle: polygon([(x, y - 3.8), (x + 3.6, y + 2.6), (x - 3.6, y + 2.6)])
    case .diamond: polygon([(x, y - 4), (x + 3.6, y), (x, y + 4), (x - 3.6, y)])
    case .cross: cross(x, y, 3)
    case .arrow: arrow((x - 8, y), (x + 8, y))
    case .bound:
      move(x - 4, y)
      line(x + 4, y)
      move(x, y)
      line(x, y + 7)
      polygon([(x - 2.4, y + 7), (x + 2.4, y + 7), (x, y + 12)])
    }
  }

  /// A closed line through places.
  mutating func polygon(_ places: [(x: Double, y: Double)]) {
    for (index, place) in places.enumerated() { index == 0 ? move(place.x, place.y) : line(place.x, place.y) }
    close()
  }
}

/// How something looks, in plots and in their key alike: a line, a symbol, error bars, in a colour.
struct Look {
  /// A colour of the page's style: c0 to c7, or plain.
  let colour: Markup
  /// A line of the page's style, such as "line" or "line dashed"; nil for none.
  var line: Markup?
  var symbol: Symbol?
  var hasBars = false
  /// Whether error bars lie along the axis below.
  var isSideways = false

  /// The look of a series by its place among others.
  static func series(_ place: Int, line: Markup? = nil, hasBars: Bool = true) -> Look {
    Look(
      colour: colours[place % colours.count], line: line,
      symbol: Symbol.solid[(place + place / colours.count) % Symbol.solid.count], hasBars: hasBars)
  }

  /// The same colour with other marks.
  func with(line: Markup? = nil, symbol: Symbol? = nil) -> Look { Look(colour: colour, line: line, symbol: symbol) }

  private static let colours: [Markup] = ["c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7"]
}

/// A line of a figure's key: the looks of one kind of thing, each as it is in the plots, and its name.
struct KeyEntry {
  let name: String
  let looks: [Look]

  init(_ name: String, _ looks: [Look]) { (self.name, self.looks) = (name, looks) }

  /// The width of what stands before the name.
  var width: Double { looks.count == 1 ? 24 : 15 * Double(looks.count) }

  /// The entries as a page's list.
  static func list(_ entries: [KeyEntry]) -> Markup {
    let items = entries.map { entry -> Markup in
      var picture = Picture(width: entry.width, height: 14, title: "", description: "")
      entry.draw(into: &picture, left: 0, middle: 7)
      return "<li>\(picture.icon) \(entry.name)</li>\n"
    }
    return "<ul class=\"legend\">\(items)</ul>\n"
  }

  /// Draws the looks beside one another around a height.
  func draw(into picture: inout Picture, left: Double, middle: Double) {
    let step = width / Double(max(1, looks.count))
    for (place, look) in looks.enumerated() {
      let x = left + step * Double(place)
      let centre = x + step / 2
      if let line = look.line { picture.line((x + 1, middle), (x + step - 1, middle), line + " " + look.colour) }
      if look.hasBars {
        let (dx, dy) = look.isSideways ? (10.0, 0.0) : (0, 6)
        var bar = Path()
        bar.interval((centre - dx, middle - dy), (centre + dx, middle + dy))
        picture.draw(bar, "bar " + look.colour)
      }
      guard let symbol = look.symbol else { continue }
      var path = Path()
      path.mark(symbol, centre, symbol == .bound ? middle - 6 : middle)
      picture.draw(path, "mark " + look.colour)
    }
  }
}

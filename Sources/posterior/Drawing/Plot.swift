import Foundation

/// A picture with an axis below, and one at the left where numbers there mean something.
struct Plot {
  var picture: Picture
  let x: Scale
  let y: Scale

  /// Places of the frame within a picture of a height.
  static let left = 46.0
  static let right = 332.0
  static let top = 8.0

  /// The foot of the frame.
  static func bottom(_ height: Double) -> Double { height - 32 }

  /// - Parameters:
  ///   - xTitle: What the axis below counts.
  ///   - yTitle: What the axis at the left counts; nil where its numbers mean nothing.
  ///   - xTicks: What is written along the axis below in place of round numbers.
  init(
    _ picture: Picture, x: Scale, y: Scale, xTitle: String, yTitle: String?,
    xTicks: [(number: Double, label: String)]? = nil
  ) {
    (self.picture, self.x, self.y) = (picture, x, y)
    let (foot, left) = (y.places.first, x.places.first)
    // Names of classes share the axis.
    let longest = xTicks.map { max(3, Int((x.places.last - left) / 7) / max(1, $0.count)) } ?? 60
    self.picture.line((left, foot), (x.places.last, foot), "axis")
    for tick in xTicks ?? x.ticks(room: { Double($0) * 6.5 + 12 }) {
      self.picture.line((x(tick.number), foot), (x(tick.number), foot + Self.length(tick.label)), "axis")
      // A label near the edge moves inwards.
      let middle = min(x(tick.number), picture.width - 3.3 * Double(tick.label.count) - 1)
      if !tick.label.isEmpty { self.picture.write(tick.label, at: (middle, foot + 15), .middle, longest: longest) }
    }
    self.picture.write(xTitle, at: ((left + x.places.last) / 2, foot + 28), .middle, longest: 48)
    guard let yTitle else { return }
    self.picture.line((left, foot), (left, y.places.last), "axis")
    for tick in y.ticks(room: { _ in 18 }) {
      self.picture.line((left - Self.length(tick.label), y(tick.number)), (left, y(tick.number)), "axis")
      if tick.label.isEmpty { continue }
      self.picture.write(tick.label, at: (left - 6, y(tick.number) + 4), .end, longest: 8)
    }
    if !yTitle.isEmpty { self.picture.write(yTitle, at: (left - 6, y.places.last - 8), longest: 48) }
  }

  var svg: Markup { picture.svg }

  /// A tick's length: less where it has no label.
  private static func length(_ label: String) -> Double { label.isEmpty ? 2.5 : 4 }

  /// Names in the styles c0, c1, … of what is drawn, at the top.
  mutating func key(_ names: [String]) {
    var left = x.places.first + 8
    for (place, name) in names.enumerated() {
      picture.line((left, y.places.last + 8), (left + 22, y.places.last + 8), "line c\(place)")
      picture.write(name, at: (left + 27, y.places.last + 12))
      left += 27 + 6.5 * Double(name.count) + 16
    }
  }

  /// A line through points.
  mutating func line(_ points: some Sequence<(Double, Double)>, _ style: Markup) {
    var path = Path()
    for (x, y) in points { path.line(self.x(x), self.y(y)) }
    picture.draw(path, style)
  }

  /// The area between a line and the foot.
  mutating func area(_ points: [(Double, Double)], _ style: Markup) {
    guard let first = points.first, let last = points.last else { return }
    var path = Path()
    path.move(x(first.0), y.places.first)
    for (x, y) in points { path.line(self.x(x), self.y(y)) }
    path.line(x(last.0), y.places.first)
    path.close()
    picture.draw(path, style)
  }

  /// A dot at each point.
  mutating func dots(_ points: some Sequence<(Double, Double)>, _ style: Markup) {
    var path = Path()
    for (x, y) in points { path.dot(self.x(x), self.y(y)) }
    picture.draw(path, style)
  }

  /// A cross at each point.
  mutating func crosses(_ points: some Sequence<(Double, Double)>, _ style: Markup) {
    var path = Path()
    for (x, y) in points { path.cross(self.x(x), self.y(y), 3.5) }
    picture.draw(path, style)
  }
}

// Series with a look that their key shows.
extension Plot {
  /// A number of a series with its interval, if it was measured.
  typealias Point = (x: Double, y: Double, interval: (lower: Double, upper: Double)?)

  /// Draws a series. Intervals end at the frame; without an end's line where they go on beyond.
  mutating func draw(_ points: [Point], _ look: Look) {
    if let line = look.line { self.line(points.map { ($0.x, $0.y) }, line + " " + look.colour) }
    var marks = Path()
    for point in points where x(point.x).isFinite && y(point.y).isFinite {
      if look.hasBars, let ends = point.interval, ends.lower <= ends.upper {
        let (lower, upper) = (y.clamped(ends.lower), y.clamped(ends.upper))
        let at = x(point.x)
        var bar = Path()
        bar.interval((at, y(lower)), (at, y(upper)), caps: (lower == ends.lower, upper == ends.upper))
        picture.draw(bar, "bar " + look.colour)
      }
      if let symbol = look.symbol { marks.mark(symbol, x(point.x), y(point.y)) }
    }
    if !marks.isEmpty { picture.draw(marks, "mark " + look.colour) }
  }
}

// Lines by formulas.
extension Plot {
  /// Where they are in the frame, the places of a line y ∝ x^power through a point, on logarithmic axes.
  mutating func power(_ power: Double, through point: (x: Double, y: Double), _ style: Markup) {
    let points = (0...80).map { step in
      let exponent = x.range.lowerBound + Double(step) / 80 * (x.range.upperBound - x.range.lowerBound)
      let at = pow(10, exponent)
      return (at, point.y * pow(at / point.x, power))
    }
    line(points.filter { y.clamped($0.1) == $0.1 }, style)
  }
}

// Several things in one picture, each with a foot of its own.
extension Plot {
  /// A line through points whose second number is a place already; a dot for a single one.
  mutating func draw(_ points: [(Double, Double)], _ style: Markup) {
    var path = Path()
    for (x, y) in points { points.count == 1 ? path.dot(self.x(x), y) : path.line(self.x(x), y) }
    picture.draw(path, style)
  }

  /// The area under points on a foot, whose highest has a height.
  mutating func draw(_ points: [(Double, Double)], foot: Double, height: Double) {
    guard let first = points.first, let last = points.last, let most = points.map(\.1).max(), most > 0 else { return }
    var path = Path()
    path.move(x(first.0), foot)
    for (x, y) in points { path.line(self.x(x), foot - height * (y / most)) }
    path.line(x(last.0), foot)
    path.close()
    picture.draw(path, "shape")
  }

  /// A name at the left of the frame.
  mutating func write(_ name: String, at place: (x: Double, y: Double), longest: Int) {
    picture.write(name, at: place, .end, longest: longest)
  }
}

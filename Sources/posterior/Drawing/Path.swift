/// A path of SVG, from places in pixels. They are written in fifths of a pixel, the units of every ``Picture``.
struct Path {
  static let unitsPerPixel = 5

  private var bytes: [UInt8] = []
  private var last = (x: 0, y: 0)
  private var isDown = false

  var text: String { String(decoding: bytes, as: UTF8.self) }

  var isEmpty: Bool { bytes.isEmpty }

  /// A length in the units that are written.
  static func units(_ pixels: Double) -> Int {
    guard pixels.isFinite else { return 0 }
    return Int((min(max(pixels, -1e5), 1e5) * Double(unitsPerPixel)).rounded())
  }

  /// Goes to a place without a line. The next ``line(_:_:)`` starts there.
  mutating func move(_ x: Double, _ y: Double) {
    last = (Self.units(x), Self.units(y))
    bytes.append(contentsOf: "M\(last.x) \(last.y)".utf8)
    isDown = true
  }

  /// Draws a line to a place. Where that is not finite there is a gap.
  mutating func line(_ x: Double, _ y: Double) {
    guard x.isFinite, y.isFinite else {
      isDown = false
      return
    }
    guard isDown else { return move(x, y) }
    let place = (x: Self.units(x), y: Self.units(y))
    bytes.append(contentsOf: "l\(place.x - last.x) \(place.y - last.y)".utf8)
    last = place
  }

  /// A dot, if the path's lines have round ends.
  mutating func dot(_ x: Double, _ y: Double) {
    guard x.isFinite, y.isFinite else { return }
    move(x, y)
    bytes.append(contentsOf: "h0".utf8)
  }

  /// A disc of a radius.
  mutating func disc(_ x: Double, _ y: Double, _ radius: Double) {
    let size = Self.units(radius)
    move(x - radius, y)
    for width in [2 * size, -2 * size] { bytes.append(contentsOf: "a\(size) \(size) 0 1 0 \(width) 0".utf8) }
    close()
  }

  /// An interval along an axis, with short lines across its ends.
  mutating func interval(
    _ first: (x: Double, y: Double), _ last: (x: Double, y: Double), caps: (first: Bool, last: Bool) = (true, true)
  ) {
    guard first.x.isFinite, first.y.isFinite, last.x.isFinite, last.y.isFinite else { return }
    move(first.x, first.y)
    line(last.x, last.y)
    let (dx, dy) = first.x == last.x ? (2.5, 0) : (0, 2.5)
    for (end, isCapped) in [(first, caps.first), (last, caps.last)] where isCapped {
      move(end.x - dx, end.y - dy)
      line(end.x + dx, end.y + dy)
    }
  }

  /// An arrow from one place to another, with a head to be filled.
  mutating func arrow(_ first: (x: Double, y: Double), _ last: (x: Double, y: Double)) {
    let (dx, dy) = (last.x - first.x, last.y - first.y)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length.isFinite, length > 0 else { return }
    let head = min(5, 0.6 * length) / length
    let foot = (x: last.x - head * dx, y: last.y - head * dy)
    move(first.x, first.y)
    line(foot.x, foot.y)
    polygon([
      (foot.x - 0.45 * head * dy, foot.y + 0.45 * head * dx), (foot.x + 0.45 * head * dy, foot.y - 0.45 * head * dx),
      last,
    ])
  }

  /// A cross of a size.
  mutating func cross(_ x: Double, _ y: Double, _ size: Double) {
    guard x.isFinite, y.isFinite else { return }
    move(x - size, y - size)
    line(x + size, y + size)
    move(x - size, y + size)
    line(x + size, y - size)
  }

  /// A bar between two corners.
  mutating func bar(_ first: (x: Double, y: Double), _ last: (x: Double, y: Double)) {
    move(first.x, first.y)
    line(last.x, first.y)
    line(last.x, last.y)
    line(first.x, last.y)
    close()
  }

  /// Closes what was drawn.
  mutating func close() { bytes.append(UInt8(ascii: "z")) }
}

/// A path of SVG, from places in pixels. They are written in fifths of a pixel, the units of every ``Picture``.
struct Path {
  static let unitsPerPixel = 5

  private var bytes: [UInt8] = []
  private var last = (x: 0, y: 0)
  private var isDown = false

  var text: String { String(decoding: bytes, as: UTF8.self) }

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

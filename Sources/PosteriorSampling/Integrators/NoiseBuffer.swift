/// A chain's noise, an increment Lξ ~ N(0, C) a step, drawn for many steps at a time: a source fills one long buffer
/// in half the time of many short ones.
@usableFromInline
struct NoiseBuffer: Sendable, Codable {
  /// Increments, one after another.
  @usableFromInline var values: [Double]
  /// Where the current one begins.
  @usableFromInline var place: Int
  @usableFromInline let dimension: Int

  /// No noise: the current increment is zero until one is drawn.
  @usableFromInline
  init(dimension: Int) {
    values = [Double](repeating: 0, count: dimension * max(1, 256 / max(1, dimension)))
    place = values.count - dimension
    self.dimension = dimension
  }

  /// Restores noise that was saved.
  @usableFromInline
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    dimension = try container.decode(Int.self, forKey: .dimension)
    values = try container.decode([Double].self, forKey: .values)
    place = try container.decode(Int.self, forKey: .place)
    // A step reads `dimension` numbers from the place on, or fills the buffer anew.
    let isValid =
      dimension >= 0 && dimension <= values.count && values.count.isMultiple(of: max(1, dimension))
      && place >= 0 && place <= values.count - dimension && place.isMultiple(of: max(1, dimension))
    guard isValid else {
      throw DecodingError.dataCorruptedError(
        forKey: .place, in: container, debugDescription: "no increment of noise is at place \(place)")
    }
  }

  /// The current increment.
  @usableFromInline var current: [Double] {
    get { Array(values[place..<place + dimension]) }
    set { values.replaceSubrange(place..<place + dimension, with: newValue) }
  }

  /// The dimension from which on increments are drawn one at a time.
  static let longDimension = 129

  /// Moves to the next increment.
  @inlinable
  mutating func draw(through metric: Metric, using random: inout some RandomSource) {
    place &+= dimension
    if place >= values.count {
      place = 0
      metric.drawIncrements(&values, dimension: dimension, using: &random)
    }
  }
}

extension [Double] {
  /// self ← self + driftScale · drift + noiseScale · (the current increment); returns whether the result is finite.
  @inlinable
  mutating func move(drift: [Double], _ driftScale: Double, noise: NoiseBuffer, _ noiseScale: Double) -> Bool {
    precondition(drift.count == count && noise.dimension == count, "vectors of different lengths")
    let (drift, noise) = (drift.span, noise.values.span.extracting(noise.place..<noise.place + count))
    var position = mutableSpan
    var finite = 0.0
    for j in 0..<position.count {
      position[unchecked: j] += driftScale * drift[unchecked: j] + noiseScale * noise[unchecked: j]
      finite += 0 * position[unchecked: j]
    }
    return finite == 0
  }

  /// self ← self + scale · (the current increment); returns whether the result is finite.
  @inlinable
  @discardableResult
  mutating func add(_ scale: Double, times noise: NoiseBuffer) -> Bool {
    drift(scale, noise.values.span.extracting(noise.place..<noise.place + noise.dimension))
  }
}

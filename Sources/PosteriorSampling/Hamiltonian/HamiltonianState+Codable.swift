// What a chain on phase space carries from step to step is its draw. The rest is room, and is not saved.

/// A draw as it is saved.
private struct SavedDraw: Codable {
  let position: [Double]
  let gradient: [Double]
  let logDensity: Double
  let energy: Double

  init(_ position: [Double], _ gradient: [Double], _ logDensity: Double, _ energy: Double) {
    (self.position, self.gradient) = (position, gradient)
    (self.logDensity, self.energy) = (logDensity, energy)
  }

  /// The point at rest.
  ///
  /// - Throws: `DecodingError` where the gradient is not of the position's length.
  func point(_ decoder: any Decoder) throws -> PhasePoint {
    guard gradient.count == position.count else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "a gradient of \(gradient.count) elements at a position of \(position.count)"))
    }
    var point = PhasePoint(dimension: position.count)
    point.position.copy(position)
    point.gradient.copy(gradient)
    (point.logDensity, point.energy) = (logDensity, energy)
    return point
  }
}

extension HamiltonianState: Codable {
  /// Saves where the chain is.
  public func encode(to encoder: any Encoder) throws {
    try SavedDraw(current.position, current.gradient, current.logDensity, current.energy).encode(to: encoder)
  }

  /// Restores a state that was saved, with room for a proposal.
  public init(from decoder: any Decoder) throws {
    self.init(try SavedDraw(from: decoder).point(decoder))
  }
}

extension NUTSState: Codable {
  private enum CodingKeys: CodingKey { case draw, maximumTreeDepth }

  /// Saves where the chain is, and for which trees it has room.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(SavedDraw(draw.position, draw.gradient, draw.logDensity, draw.energy), forKey: .draw)
    try container.encode(maximumTreeDepth, forKey: .maximumTreeDepth)
  }

  /// Restores a state that was saved, with room for a trajectory.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let point = try container.decode(SavedDraw.self, forKey: .draw).point(decoder)
    let depth = try container.decode(Int.self, forKey: .maximumTreeDepth)
    guard (1...20).contains(depth) else {
      throw DecodingError.dataCorruptedError(
        forKey: .maximumTreeDepth, in: container, debugDescription: "a tree's depth must be 1 to 20, not \(depth)")
    }
    self.init(point, maximumTreeDepth: depth)
  }

  /// The deepest tree for which there is room, 2 at least.
  var maximumTreeDepth: Int { waiting.count + 1 }
}

extension NUTS {
  /// A saved state needs a position of d elements and room for this sampler's trees.
  public func accepts(_ saved: NUTSState) -> Bool {
    saved.position.count == dimension && saved.maximumTreeDepth == max(2, maximumTreeDepth)
  }
}

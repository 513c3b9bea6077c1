/// The density and the current seen in a plane of two parameters, on grids around the center.
package struct PlaneRecord: Sendable {
  /// Which parameters the plane's axes are.
  package let axes: (Int, Int)
  /// The centers and the half widths of the two axes: four predicted standard deviations.
  package let center: (Double, Double), reach: (Double, Double)
  /// Ticks that began in a cell of the fine grid: row by row of the second axis from below, ``fine`` × ``fine``.
  package private(set) var counts = [Double](repeating: 0, count: fine * fine)
  /// Summed displacements along each axis, on the coarse grid, in the same order.
  package private(set) var flows = [SIMD2<Double>](repeating: .zero, count: coarse * coarse)
  /// The ticks seen, inside the grid or not.
  package private(set) var tickCount = 0.0

  /// Cells of the density's grid along an axis.
  package static let fine = 60
  /// Cells of the current's grid along an axis.
  package static let coarse = 12

  init(axes: (Int, Int), state: StationaryState) {
    self.axes = axes
    center = (state.mode[axes.0], state.mode[axes.1])
    reach = (
      4 * state.covariance[axes.0, axes.0].squareRoot(), 4 * state.covariance[axes.1, axes.1].squareRoot()
    )
  }

  /// Adds a tick between two positions. Half its displacement is credited to the cell where it begins and half to that
  /// where it ends: the mean is then the current itself, without the diffusion down the density's slope.
  mutating func add(from start: [Double], to end: [Double]) {
    tickCount += 1
    let (a, b) = (place(start), place(end))
    if let cell = Self.cell(a, Self.fine) { counts[cell] += 1 }
    let half = SIMD2(0.5 * (end[axes.0] - start[axes.0]), 0.5 * (end[axes.1] - start[axes.1]))
    if let cell = Self.cell(a, Self.coarse) { flows[cell] += half }
    if let cell = Self.cell(b, Self.coarse) { flows[cell] += half }
  }

  mutating func merge(_ other: PlaneRecord) {
    tickCount += other.tickCount
    for i in counts.indices { counts[i] += other.counts[i] }
    for i in flows.indices { flows[i] += other.flows[i] }
  }

  /// Where a position lies in the window, 0 to 1 along each axis.
  private func place(_ position: [Double]) -> SIMD2<Double> {
    SIMD2(
      0.5 + 0.5 * (position[axes.0] - center.0) / reach.0, 0.5 + 0.5 * (position[axes.1] - center.1) / reach.1)
  }

  private static func cell(_ place: SIMD2<Double>, _ count: Int) -> Int? {
    guard place.x >= 0, place.x < 1, place.y >= 0, place.y < 1 else { return nil }
    return Int(place.y * Double(count)) * count + Int(place.x * Double(count))
  }
}

import Foundation
import StochasticThermodynamics

/// Density and current in a plane of two parameters, measured and predicted, in units of the predicted standard
/// deviations.
struct PlaneFigure {
  private let plane: PlaneRecord
  private let names: (String, String)
  /// Of the two parameters: the covariance, 𝒞, both scaled to unit variances.
  private let correlation: Double
  private let circulation: Double

  init(_ plane: PlaneRecord, _ state: StationaryState, _ names: [String]) {
    self.plane = plane
    let (i, j) = plane.axes
    self.names = (names[i], names[j])
    let scale = (state.covariance[i, i] * state.covariance[j, j]).squareRoot()
    correlation = state.covariance[i, j] / scale
    circulation = state.circulation[i, j] / scale
  }

  func figure(title: String) -> Figure? {
    let measured = PlaneRecord.coarseCells.map(measuredFlow)
    let predicted = PlaneRecord.coarseCells.map(predictedFlow)
    let longest = (measured + predicted).map { ($0 * $0).sum().squareRoot() }.max() ?? 0
    // Both panels share one scale: the longest arrow spans a cell.
    let scale = longest > 0 ? 8 / Double(PlaneRecord.coarse) / longest : 0
    let n = PlaneRecord.fine
    let normals = (0..<n * n).map { cell in
      let (x, y) = Self.middle(cell, n)
      return normal(x, y)
    }
    let panels = [
      panel("measured", plane.counts, measured.map { scale * $0 }),
      panel("predicted", normals, predicted.map { scale * $0 }),
    ].compactMap(\.self)
    let key = [
      KeyEntry("density", [Look(colour: "c0", symbol: .square)]),
      KeyEntry("current", [Look(colour: "c1", symbol: .arrow)]),
      KeyEntry("predicted: 1, 2 and 3 standard deviations", [Look(colour: "plain", line: "line dashed")]),
    ]
    return panels.isEmpty ? nil : Figure(title: title, key: key, panels: panels)
  }

  private func panel(_ word: String, _ density: [Double], _ arrows: [SIMD2<Double>]) -> Picture? {
    guard let x = Scale([-4, 4], room: 0, from: Plot.left, to: Plot.right),
      let y = Scale([-4, 4], room: 0, from: 24 + Plot.right - Plot.left, to: 24)
    else { return nil }
    let picture = Picture(
      height: y.places.first + 32, title: "Density and current, \(word)",
      description: "The \(word) density and current of \(names.0) and \(names.1).")
    let unit = "less its minimum/predicted sd"
    var plot = Plot(
      picture, x: x, y: y, xTitle: "\(names.0.shortened(to: 16)) \(unit)",
      yTitle: "\(word): \(names.1.shortened(to: 14)) \(unit)")
    let most = density.max() ?? 0
    for level in 1...9 where most > 0 {
      plot.picture.draw(layer(density, from: Double(level) / 10 * most, x, y), "layer")
    }
    plot.line(ellipses, "line dashed plain")
    var path = Path()
    for (cell, arrow) in zip(PlaneRecord.coarseCells, arrows) where (arrow * arrow).sum() > 0.0025 {
      let (middleX, middleY) = Self.middle(cell, PlaneRecord.coarse)
      path.arrow(
        (x(middleX - arrow.x / 2), y(middleY - arrow.y / 2)), (x(middleX + arrow.x / 2), y(middleY + arrow.y / 2)))
    }
    plot.picture.draw(path, "mark c1")
    return plot.picture
  }

  /// The cells whose density is at least a level: those of a row that touch are one bar.
  private func layer(_ density: [Double], from level: Double, _ x: Scale, _ y: Scale) -> Path {
    let n = PlaneRecord.fine
    let edge = { (cell: Int) in 8 * Double(cell) / Double(n) - 4 }
    var path = Path()
    for row in 0..<n {
      var column = 0
      while column < n {
        let first = column
        while column < n, density[row * n + column] >= level { column += 1 }
        if column > first { path.bar((x(edge(first)), y(edge(row))), (x(edge(column)), y(edge(row + 1)))) }
        if column == first { column += 1 }
      }
    }
    return path
  }

  private func normal(_ x: Double, _ y: Double) -> Double {
    let rest = 1 - correlation * correlation
    return exp(-0.5 * (x * x - 2 * correlation * x * y + y * y) / rest) / (2 * .pi * rest.squareRoot())
  }

  /// The predicted ellipses of one, two and three standard deviations, with gaps between them.
  private var ellipses: [(Double, Double)] {
    let rest = (1 - correlation * correlation).squareRoot()
    return [1.0, 2, 3].flatMap { radius in
      (0...120).map { step in
        let angle = 2 * Double.pi * Double(step) / 120
        return (radius * cos(angle), radius * (correlation * cos(angle) + rest * sin(angle)))
      } + [(.nan, .nan)]
    }
  }

  /// The measured current density through a cell, in standard deviations a tick.
  private func measuredFlow(_ cell: Int) -> SIMD2<Double> {
    let flow = plane.flows[cell] / plane.tickCount
    let area = 64 / Double(PlaneRecord.coarse * PlaneRecord.coarse)
    return SIMD2(4 * flow.x / plane.reach.0, 4 * flow.y / plane.reach.1) / area
  }

  /// −𝒞Σ⁻¹x times the density.
  private func predictedFlow(_ cell: Int) -> SIMD2<Double> {
    let (x, y) = Self.middle(cell, PlaneRecord.coarse)
    let rest = 1 - correlation * correlation
    let force = SIMD2((x - correlation * y) / rest, (y - correlation * x) / rest)
    return normal(x, y) * SIMD2(-circulation * force.y, circulation * force.x)
  }

  /// The middle of a cell of an n × n grid over −4 to 4.
  private static func middle(_ cell: Int, _ n: Int) -> (Double, Double) {
    (8 * (Double(cell % n) + 0.5) / Double(n) - 4, 8 * (Double(cell / n) + 0.5) / Double(n) - 4)
  }
}

extension PlaneRecord {
  fileprivate static var coarseCells: Range<Int> { 0..<coarse * coarse }
}

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

  var script: String {
    let measured = PlaneRecord.coarseCells.map { measuredFlow($0) }
    let predicted = PlaneRecord.coarseCells.map { predictedFlow($0) }
    let longest = max(lengths(measured).max() ?? 0, lengths(predicted).max() ?? 0)
    // Both panels share one scale: the longest arrow spans a cell.
    let scale = longest > 0 ? 8 / Double(PlaneRecord.coarse) / longest : 0
    return GnuplotText.block("density", density { $0.count }) + GnuplotText.block("normal", density { $0.normal })
      + GnuplotText.block("ellipses", ellipses)
      + GnuplotText.block("seen", arrows(measured, scale)) + GnuplotText.block("theory", arrows(predicted, scale))
        + """
        set xrange [-4:4]
        set yrange [-4:4]
        set size square
        unset key
        unset colorbox
        set palette defined (0 '#ffffff', 0.5 '#9ecae1', 1 '#2171b5')
        set cbrange [0:*]
        set xlabel \(GnuplotText.quoted("(\(names.0) − minimum)/predicted sd")) noenhanced
        set ylabel \(GnuplotText.quoted("(\(names.1) − minimum)/predicted sd")) noenhanced
        \(panel("measured density and current", "density", "seen"))
        \(panel("predicted", "normal", "theory"))
        """
  }

  private func panel(_ title: String, _ density: String, _ arrows: String) -> String {
    """
    set title '\(title)'
    plot $\(density) using 1:2:3 with image, \
    $ellipses using 1:2 with lines lc rgb '\(GnuplotText.grey)' lw 0.8 dt 2, \
    $\(arrows) using 1:2:3:4 with vectors head filled size 0.12,22 lc rgb '\(GnuplotText.orange)' lw 1.6
    """
  }

  /// The density on the fine grid: as counted, or the predicted normal.
  private func density(_ value: ((count: Double, normal: Double)) -> Double) -> [[Double]] {
    let n = PlaneRecord.fine
    return (0..<n * n).map { cell in
      let (x, y) = Self.middle(cell, n)
      return [x, y, value((plane.counts[cell], normal(x, y)))]
    }
  }

  private func normal(_ x: Double, _ y: Double) -> Double {
    let rest = 1 - correlation * correlation
    return exp(-0.5 * (x * x - 2 * correlation * x * y + y * y) / rest) / (2 * .pi * rest.squareRoot())
  }

  /// The predicted ellipses of one, two and three standard deviations, apart by empty lines of NaN.
  private var ellipses: [[Double]] {
    let rest = (1 - correlation * correlation).squareRoot()
    return [1.0, 2, 3].flatMap { radius in
      (0...120).map { step in
        let angle = 2 * Double.pi * Double(step) / 120
        return [radius * cos(angle), radius * (correlation * cos(angle) + rest * sin(angle))]
      } + [[.nan, .nan]]
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

  private func arrows(_ flows: [SIMD2<Double>], _ scale: Double) -> [[Double]] {
    zip(PlaneRecord.coarseCells, flows).map { cell, flow in
      let (x, y) = Self.middle(cell, PlaneRecord.coarse)
      let arrow = scale * flow
      return [x - 0.5 * arrow.x, y - 0.5 * arrow.y, arrow.x, arrow.y]
    }.filter { $0[2] * $0[2] + $0[3] * $0[3] > 0.0025 }
  }

  private func lengths(_ flows: [SIMD2<Double>]) -> [Double] { flows.map { ($0 * $0).sum().squareRoot() } }

  /// The middle of a cell of an n × n grid over −4 to 4.
  private static func middle(_ cell: Int, _ n: Int) -> (Double, Double) {
    (8 * (Double(cell % n) + 0.5) / Double(n) - 4, 8 * (Double(cell / n) + 0.5) / Double(n) - 4)
  }
}

extension PlaneRecord {
  fileprivate static var coarseCells: Range<Int> { 0..<coarse * coarse }
}

import Foundation
import StochasticThermodynamics

/// How far the mean and the effective minimum are from the minimum of U, parameter by parameter.
struct MinimumFigure {
  private let report: StationaryReport

  init(_ report: StationaryReport) { self.report = report }

  /// At most so many parameters are shown.
  private static let most = 60
  private static let lane = 20.0
  private static let measured = Look(colour: "c0", symbol: .disc, hasBars: true, isSideways: true)
  private static let predicted = Look(colour: "c2", symbol: .cross)
  private static let effective = Look(colour: "c1", symbol: .triangle)

  func figure(title: String) -> Figure? {
    let shown = report.minimum.indices.prefix(Self.most)
    let foot = 24 + Self.lane * Double(shown.count)
    let shifts = shown.map { j in
      let mean = report.mean?[j]
      let from = report.minimum[j]
      return (
        measured: (mean?.measured ?? .nan) - from, error: 2 * (mean?.standardError ?? .nan),
        predicted: (mean?.predicted ?? .nan) - from, effective: (report.effectiveMinimum?[j] ?? .nan) - from
      )
    }
    let ends = shifts.flatMap { [$0.measured - $0.error, $0.measured + $0.error, $0.predicted, $0.effective] }
    guard let x = Scale(ends + [0], from: 130, to: 2 * Plot.right - 4),
      let y = Scale([0.0, Double(shown.count)], room: 0, from: foot, to: 24)
    else { return nil }
    let picture = Picture(
      width: 680, height: foot + 32, title: "Distances from the minimum",
      description: "The distances of the mean and of the effective minimum from the minimum, parameter by parameter.")
    let more = report.minimum.count > shown.count ? ": the first \(shown.count) of \(report.minimum.count)" : ""
    var plot = Plot(
      picture, x: x, y: y,
      xTitle: "distance from the minimum of −ln posterior" + more, yTitle: nil)
    plot.picture.line((x(0), 24), (x(0), foot), "line dashed plain")
    var paths = [Path(), Path(), Path(), Path()]
    for (j, shift) in zip(shown, shifts) {
      let middle = y(Double(shown.count - j) - 0.5)
      plot.picture.write(report.parameterNames[j], at: (122, middle + 4), .end, longest: 17)
      paths[0].interval((x(shift.measured - shift.error), middle), (x(shift.measured + shift.error), middle))
      paths[1].mark(.disc, x(shift.measured), middle)
      paths[2].mark(.cross, x(shift.predicted), middle + 5)
      paths[3].mark(.triangle, x(shift.effective), middle - 5)
    }
    let styles: [Markup] = ["bar c0", "mark c0", "mark c2", "mark c1"]
    for (path, style) in zip(paths, styles) where !path.isEmpty { plot.picture.draw(path, style) }
    let key = [
      KeyEntry("measured mean, ± 2 standard errors", [Self.measured]), KeyEntry("predicted mean", [Self.predicted]),
      KeyEntry("effective minimum of reshuffled epochs", [Self.effective]),
      KeyEntry("minimum", [Look(colour: "plain", line: "line dashed")]),
    ]
    return Figure(title: title, key: key, panels: [plot.picture])
  }
}

import Foundation
import StochasticThermodynamics

/// How far the mean and the effective minimum are from the minimum of U, parameter by parameter.
struct MinimumFigure {
  private let report: StationaryReport
  private let state: StationaryState

  init(_ report: StationaryReport, _ state: StationaryState) {
    self.report = report
    self.state = state
  }

  /// At most so many parameters are labelled one by one.
  private static let mostLabels = 24

  var script: String {
    let count = report.minimum.count
    let labels = report.parameterNames.prefix(Self.mostLabels).enumerated().map {
      "\(GnuplotText.label($0.element)) \($0.offset + 1)"
    }
    let shifts = (0..<count).map { j in
      let mean = report.mean?[j]
      return [
        (mean?.measured ?? .nan) - report.minimum[j], 2 * (mean?.standardError ?? .nan),
        (report.effectiveMinimum?[j] ?? .nan) - report.minimum[j], (mean?.predicted ?? .nan) - report.minimum[j],
      ]
    }
    let largest = shifts.joined().map(abs).filter(\.isFinite).max() ?? 1
    let exponent = largest > 0 ? log10(largest).rounded(.down) : 0
    let rows = shifts.enumerated().map { j, shift in [Double(j + 1)] + shift.map { $0 / pow(10, exponent) } }
    let axis =
      count <= Self.mostLabels ? "set xtics (\(labels.joined(separator: ", "))) noenhanced" : "set xlabel 'parameter'"
    return GnuplotText.block("shifts", rows) + """
      set key below center maxrows 2 Left reverse width 2
      set xrange [0.5:\(Double(count) + 0.5)]
      \(axis)
      set ylabel 'distance from the minimum of −ln posterior, in 10^{\(Int(exponent))}'
      set format y '%g'
      plot 0 with lines lc rgb '\(GnuplotText.grey)' title 'minimum', \
      $shifts using ($1-0.12):4 with points pt 8 ps 1.5 lw 1.5 lc rgb '\(GnuplotText.orange)' \
      title 'effective minimum of reshuffled epochs', \
      $shifts using ($1+0.12):5 with points pt 2 ps 1.2 lw 1.5 lc rgb '\(GnuplotText.green)' title 'predicted mean', \
      $shifts using 1:2:3 with yerrorbars pt 7 ps 0.9 lw 1.5 lc rgb '\(GnuplotText.blue)' \
      title 'measured mean, ± 2 standard errors'
      """
  }
}

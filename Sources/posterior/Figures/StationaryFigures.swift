import Foundation
import PosteriorData
import StochasticThermodynamics

/// The pictures of `posterior stationary`, as PNG files in a folder.
struct StationaryFigures {
  private let folder: String

  /// Makes the folder, and says before a long run where there will be no picture.
  init(folder: String) throws {
    self.folder = folder
    try AtomicFile.makeFolder(folder)
    try AtomicFile.check(file("plane"))
    Gnuplot.warnIfMissing()
  }

  /// Draws plane.png, entropy.png, covariance.png and minimum.png, as far as there is something to draw.
  func draw(_ report: StationaryReport, _ seen: StationaryMeasurement) throws {
    guard let gnuplot = Gnuplot() else { return }
    let title =
      "\(report.settings.model), \(report.settings.batching) minibatches of "
      + "\(report.settings.batchSize) of \(report.settings.exampleCount), "
      + "η = \(shortened(report.settings.learningRate))"
      + (report.settings.temperature > 0 ? ", T = \(shortened(report.settings.temperature))" : "")
    if let plane = seen.plane {
      try run(gnuplot, PlaneFigure(plane, seen.state, report.parameterNames).script, "plane", (1120, 560), title)
    }
    if let theorem = EntropyFigure(seen) { try run(gnuplot, theorem.script, "entropy", (1120, 520), title) }
    try run(gnuplot, CovarianceFigure(seen).script, "covariance", (1120, 520), title)
    try run(gnuplot, MinimumFigure(report, seen.state).script, "minimum", (760, 520), title)
  }

  private func file(_ name: String) -> String {
    URL(fileURLWithPath: folder).appendingPathComponent("\(name).png").path
  }

  private func run(_ gnuplot: Gnuplot, _ script: String, _ name: String, _ size: (Int, Int), _ title: String) throws {
    try gnuplot.draw(
      """
      set border 3
      set tics nomirror
      set grid lc rgb '#dddddd'
      set multiplot layout 1,\(name == "minimum" ? 1 : 2) title \(GnuplotText.quoted(title)) noenhanced
      \(script)
      unset multiplot

      """, size: size, to: file(name))
  }
}

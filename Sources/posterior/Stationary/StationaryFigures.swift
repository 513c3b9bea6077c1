import Foundation
import StochasticThermodynamics

/// The pictures of `posterior stationary`, as PNG files in a folder.
struct StationaryFigures {
  private let folder: String

  /// Makes the folder, and says before a long run where there will be no picture.
  init(folder: String) throws {
    self.folder = folder
    do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
      throw Failure(.output, "cannot make the folder '\(folder)': \(error.localizedDescription)")
    }
    try OutputFile.check(file("plane"))
    if Gnuplot() == nil {
      StandardError.write(
        "posterior: no pictures: gnuplot is not installed (Debian: apt-get install gnuplot-nox); the results are not "
          + "affected\n")
    }
  }

  /// Draws plane.png, entropy.png, covariance.png and minimum.png, as far as there is something to draw.
  func draw(_ report: StationaryReport, _ seen: StationaryMeasurement) throws {
    guard let gnuplot = Gnuplot() else { return }
    let title =
      "\(report.settings.model.rawValue), \(report.settings.batching.rawValue) minibatches of "
      + "\(report.settings.batchSize) of \(report.settings.exampleCount), η = \(shortened(report.settings.learningRate))"
      + (report.settings.temperature > 0 ? ", T = \(shortened(report.settings.temperature))" : "")
    if let plane = seen.plane {
      try run(gnuplot, PlaneFigure(plane, seen.state, report.parameterNames).script, "plane", "1120,560", title)
    }
    if let theorem = EntropyFigure(seen) { try run(gnuplot, theorem.script, "entropy", "1120,520", title) }
    try run(gnuplot, CovarianceFigure(seen).script, "covariance", "1120,520", title)
    try run(gnuplot, MinimumFigure(report, seen.state).script, "minimum", "760,520", title)
  }

  private func file(_ name: String) -> String {
    URL(fileURLWithPath: folder).appendingPathComponent("\(name).png").path
  }

  private func run(_ gnuplot: Gnuplot, _ script: String, _ name: String, _ size: String, _ title: String) throws {
    try gnuplot.run(
      """
      set encoding utf8
      set terminal pngcairo size \(size) font 'sans,11' background '#ffffff'
      set output \(GnuplotText.quoted(file(name)))
      set border 3
      set tics nomirror
      set grid lc rgb '#dddddd'
      set multiplot layout 1,\(name == "minimum" ? 1 : 2) title \(GnuplotText.quoted(title)) noenhanced
      \(script)
      unset multiplot

      """)
  }
}

/// Pieces of gnuplot scripts.
enum GnuplotText {
  /// A string as gnuplot reads it between single quotes.
  static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }

  /// A named block of data lines.
  static func block(_ name: String, _ rows: [[Double]]) -> String {
    "$\(name) << EOD\n" + rows.map { $0.map { "\($0)" }.joined(separator: " ") }.joined(separator: "\n") + "\nEOD\n"
  }

  static let blue = "#0072b2"
  static let orange = "#d55e00"
  static let green = "#009e73"
  static let grey = "#888888"
}

import Foundation
import PosteriorData
import StochasticThermodynamics

/// The pictures of `posterior stationary`, files in a folder.
struct StationaryFigures {
  private let files: [String: [PictureFile]]

  /// Makes the folder, and finds before a long run what is needed.
  init(folder: String, kinds: [PictureFile.Kind]) throws {
    try AtomicFile.makeFolder(folder)
    files = try Dictionary(
      uniqueKeysWithValues: ["plane", "entropy", "covariance", "minimum"].map { name in
        let path = { (kind: PictureFile.Kind) in URL(fileURLWithPath: folder).appendingPathComponent("\(name).\(kind)")
        }
        return (name, try kinds.map { try PictureFile(path($0).path) })
      })
  }

  /// Draws plane, entropy, covariance and minimum, as far as there is something to draw.
  func draw(_ report: StationaryReport, _ seen: StationaryMeasurement) throws {
    let title =
      "\(report.settings.model), \(report.settings.batching) minibatches of "
      + "\(report.settings.batchSize) of \(report.settings.exampleCount), "
      + "η = \(shortened(report.settings.learningRate))"
      + (report.settings.temperature > 0 ? ", T = \(shortened(report.settings.temperature))" : "")
    let figures = [
      "plane": seen.plane.flatMap { PlaneFigure($0, seen.state, report.parameterNames).figure(title: title) },
      "entropy": EntropyFigure(seen)?.figure(title: title),
      "covariance": CovarianceFigure(seen).figure(title: title),
      "minimum": MinimumFigure(report).figure(title: title),
    ]
    for (name, figure) in figures {
      if let figure { for file in files[name] ?? [] { try file.write(figure) } }
    }
  }
}

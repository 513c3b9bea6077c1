import PosteriorData
import PosteriorDiagnostics
import PosteriorModels

extension ModelEntry {
  /// The model of a library that BridgeStan has compiled.
  static func stan(_ path: String) -> ModelEntry {
    ModelEntry(
      name: path, summary: "a program in Stan's language", options: [], hasManyMinima: true, isWritten: true
    ) { input in
      let data = try input.source.data.map { try text(ofFile: $0, kind: "Stan's JSON", format: "JSON") }
      let model = try StanModel(library: path, data: data)
      return (DensityAlone(density: model), input.source.data ?? "no data", [:])
    }
  }
}

/// A density of which no part belongs to an example: samplers that take minibatches have nothing to take.
private struct DensityAlone: Posterior, CustomStringConvertible {
  let density: StanModel

  var description: String { density.description }
  var dimension: Int { density.dimension }
  var exampleCount: Int { 0 }
  var parameterNames: [String] { density.parameterNames }
  var reportedNames: [String] { density.reportedNames }

  func logPrior(at position: Span<Double>) -> Double { density.logDensity(at: position) }

  func addLogPriorGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    density.addLogDensityGradient(at: position, to: &gradient)
  }

  func logDensity(at position: Span<Double>, addingGradientTo gradient: inout MutableSpan<Double>) -> Double {
    density.logDensity(at: position, addingGradientTo: &gradient)
  }

  func logLikelihood(of example: Int, at position: Span<Double>) -> Double { 0 }

  func addLogLikelihoodGradient(
    of example: Int, at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>
  ) {}

  func report(_ position: Span<Double>, into values: inout MutableSpan<Double>) {
    density.report(position, into: &values)
  }
}

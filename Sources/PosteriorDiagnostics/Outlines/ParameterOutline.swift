/// What pictures show of one parameter's draws. Its size does not grow with their number.
package struct ParameterOutline: Sendable {
  /// The parameter's name.
  package let name: String
  /// The ends of the half of the draws in the middle; NaN where some are not finite.
  package let quartiles: (lower: Double, upper: Double)
  /// The density of all chains' draws; nil where there is none.
  package let density: DensityEstimate?
  /// The ranks; nil where some draws are not finite.
  package let ranks: RankHistogram?
  /// A trace of each of the first chains.
  package let traces: [ThinnedTrace]
  /// The autocorrelations of these chains; nil where there are none.
  package let autocorrelation: Autocorrelation?
}

extension Draws {
  /// The outlines of some parameters, with traces and autocorrelations of no more than the first `chains`.
  package func outlines(of parameters: [Int], chains shown: Int, threads: Int = 1) async -> [ParameterOutline] {
    precondition(drawsPerChain >= 1, "there are no draws to outline")
    let split = SplitChains(Matrix(rowCount: chainCount, columnCount: drawsPerChain))
    let shared = ConvergenceDiagnostics.Shared(split)
    return await TaskPool(threads: threads, isCancellable: false).run(parameters.count) { piece in
      outline(parameters[piece.number], shared, shown: min(shown, chainCount))
    }.compactMap { try? $0?.get() }
  }

  private func outline(
    _ parameter: Int, _ shared: ConvergenceDiagnostics.Shared, shown: Int
  ) -> ParameterOutline {
    let diagnostics = ConvergenceDiagnostics(chains(ofParameter: parameter), sharing: shared)
    let first = diagnostics.measured.elements.prefix(shown * drawsPerChain)
    return ParameterOutline(
      name: parameterNames[parameter], quartiles: (diagnostics.quantile(0.25), diagnostics.quantile(0.75)),
      density: DensityEstimate(sorted: diagnostics.sorted.values),
      ranks: diagnostics.isFinite ? RankHistogram(diagnostics.sorted, chainCount: chainCount) : nil,
      traces: (0..<shown).map { ThinnedTrace(column(parameter, chain: $0), stretches: 480 / (3 + shown)) },
      autocorrelation: diagnostics.isFinite
        ? Autocorrelation(Matrix(columnCount: drawsPerChain, elements: Array(first))) : nil)
  }
}

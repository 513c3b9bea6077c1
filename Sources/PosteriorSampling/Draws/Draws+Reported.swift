extension Draws {
  /// The same draws as a model reports them: of a model whose coordinates are unconstrained, on the scale of its
  /// parameters.
  ///
  ///     let draws = try await NUTS(model, stepSize: 1).selfTuning().draws(from: starts, count: 1000)
  ///     let summary = await draws.reported(by: model).summary()
  ///
  /// - Parameter model: The density that was drawn from.
  /// - Returns: As many draws, under the model's ``LogDensity/reportedNames``.
  public func reported(by model: some LogDensity) -> Draws {
    precondition(model.dimension == dimension, "draws of \(dimension) parameters are not of \(model.dimension)")
    let names = model.reportedNames
    var (reported, values) = ([Double](), [Double](repeating: 0, count: names.count))
    reported.reserveCapacity(chainCount * drawsPerChain * names.count)
    for first in stride(from: 0, to: self.values.count, by: dimension) {
      var span = values.mutableSpan
      model.report(self.values.span.extracting(first..<first + dimension), into: &span)
      reported += values
    }
    return Draws(parameterNames: names, chainCount: chainCount, values: reported, run: run)
  }
}

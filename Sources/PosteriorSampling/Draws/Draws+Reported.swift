extension Draws {
  /// The same draws on the scale on which a model reports them: parameters as they are written, `tau` rather than ln τ.
  ///
  /// - Parameter model: The model that the draws are positions of.
  /// - Returns: Draws of the model's ``LogDensity/reportedNames``.
  public func reported(by model: some LogDensity) -> Draws {
    precondition(model.dimension == dimension, "draws of \(dimension) parameters, and a model of \(model.dimension)")
    let names = model.reportedNames
    var reported = [Double](repeating: 0, count: chainCount * drawsPerChain * names.count)
    var rest = reported.mutableSpan
    var row = [Double](repeating: 0, count: names.count)
    for draw in 0..<chainCount * drawsPerChain {
      var span = row.mutableSpan
      model.report(values.span.extracting(draw * dimension..<(draw + 1) * dimension), into: &span)
      for (place, value) in row.enumerated() { rest[draw * names.count + place] = value }
    }
    return Draws(parameterNames: names, chainCount: chainCount, values: reported, run: run)
  }
}

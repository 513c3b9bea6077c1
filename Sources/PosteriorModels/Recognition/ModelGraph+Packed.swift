// Which written models are among those that the library has a packed form for.

extension ModelGraph {
  /// The packed form of the same posterior, whose steps are fused.
  ///
  /// A regression with a linear predictor and independent normal or flat priors has one, as long as its coordinates are
  /// few: normal responses of known standard deviations, yes and no by the logistic function, counts by the
  /// exponential. So has the network of two tanh units. What counts is what the graph computes, whatever the text that
  /// it comes from.
  ///
  /// - Returns: The form; nil where the model is of another kind.
  func packed() -> PackedModel? {
    guard dimension <= PackedModel.mostParameters, let likelihood, graph.rowCount > 0 else { return nil }
    let forms = AffineForms(graph, of: [prior, likelihood])
    guard let priors = IndependentNormals(prior, forms, dimension: dimension) else { return nil }
    let terms = ExampleTerms(of: likelihood, forms)
    return regression(terms, forms)?.packed(priors)
      ?? terms.square.flatMap { TanhNetworkForm($0, forms)?.packed(priors) }
  }

  /// The linear predictor that the examples depend on, whatever the prior and however many the coordinates.
  ///
  /// - Returns: A regression with the same likelihood but for a constant, and a flat prior; nil where there is none.
  func linearPredictor() -> (any GeneralizedLinearModel)? {
    guard let likelihood, graph.rowCount > 0 else { return nil }
    let forms = AffineForms(graph, of: [likelihood])
    return regression(ExampleTerms(of: likelihood, forms), forms)?.model
  }

  private func regression(_ terms: ExampleTerms, _ forms: AffineForms) -> RecognizedRegression? {
    terms.square.flatMap { linearRegression($0, forms) } ?? terms.score.flatMap { countsOrLabels($0, forms) }
  }

  /// Normal responses: h r², r being what the predictor leaves of them.
  private func linearRegression(_ square: ExampleTerms.Square, _ forms: AffineForms) -> RecognizedRegression? {
    guard let residual = forms[square.root], let design = design(of: residual) else { return nil }
    return .linear(design, responses: expanded(residual.constant).map(-), noisePrecision: -2 * square.factor)
  }

  /// yη − ln(1 + e^η), or yη − e^η.
  private func countsOrLabels(_ score: ExampleTerms.Score, _ forms: AffineForms) -> RecognizedRegression? {
    guard let predictor = forms[score.predictor], let design = design(of: predictor) else { return nil }
    let (responses, shifts) = (expanded(score.responses), expanded(predictor.constant))
    switch score.function {
    case .softplus:
      guard responses.allSatisfy({ $0 == 0 || $0 == 1 }), shifts.allSatisfy({ $0 == 0 }) else { return nil }
      return .logistic(design, labels: responses.map { Int($0) })
    case .exp:
      guard responses.allSatisfy({ $0 >= 0 && $0 <= 1e15 && $0 == $0.rounded() }) else { return nil }
      return .poisson(design, counts: responses.map { Int($0) }, offsets: shifts)
    default: return nil
    }
  }

  /// A column for each coordinate; nil where a number is not finite.
  private func design(of form: AffineForm) -> Matrix? {
    var design = Matrix(rowCount: graph.rowCount, columnCount: dimension)
    for (coordinate, slopes) in form.slopes {
      for (i, slope) in expanded(slopes).enumerated() { design[i, coordinate] = slope }
    }
    return (design.elements + form.constant).allSatisfy(\.isFinite) ? design : nil
  }

  private func expanded(_ numbers: [Double]) -> [Double] {
    numbers.count == 1 ? [Double](repeating: numbers[0], count: graph.rowCount) : numbers
  }
}

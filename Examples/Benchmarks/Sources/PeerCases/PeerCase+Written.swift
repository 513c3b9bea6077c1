public import PosteriorModels

extension PeerCase {
  /// The case's model as a statistician writes it: the same posterior as that of the built-in model.
  ///
  /// - Throws: ``ModelError`` where the text is not understood.
  public func written() throws(ModelError) -> WrittenModel {
    let block = "columns(x1 : x\(design.columnCount))"
    let text =
      switch settings.kind {
      case .linear: "b: real[\(settings.dimension)]\nb ~ normal(0, 1)\ny ~ normal(\(block) * b, 1)"
      case .logistic: "b: real[\(settings.dimension)]\nb ~ normal(0, 1)\ny ~ bernoulli_logit(\(block) * b)"
      case .mlp: networkText
      }
    var columns = (0..<design.columnCount).map { column in
      ModelTable.Column(
        name: "x\(column + 1)", cells: .numbers((0..<design.rowCount).map { design[$0, column] }))
    }
    columns.append(.init(name: "y", cells: .numbers(responses)))
    return try WrittenModel(text, data: ModelTable(file: "the case", rowCount: design.rowCount, columns: columns))
  }

  private var networkText: String {
    let (units, sigma) = ((settings.dimension - 1) / 3, settings.sigma ?? 1)
    let scale = sigma / (Double(settings.exampleCount) * (settings.decay ?? 0)).squareRoot()
    return """
      w: real[\(units)]
      b: real[\(units)]
      v: real[\(units)]
      w ~ normal(0, \(scale))
      b ~ normal(0, \(scale))
      v ~ normal(0, \(scale))
      c ~ normal(0, \(scale))
      y ~ normal(c + sum(k in 1:\(units)) v[k] * tanh(w[k] * x1 + b[k]), \(sigma))
      """
  }
}

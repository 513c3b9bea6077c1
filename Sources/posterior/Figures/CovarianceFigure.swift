import StochasticThermodynamics

/// Every element of Σ and of D: measured less predicted, over the standard error.
struct CovarianceFigure {
  private let seen: StationaryMeasurement

  init(_ seen: StationaryMeasurement) { self.seen = seen }

  func figure(title: String) -> Figure? {
    let panels = [
      panel("Σ", "covariance", seen.state.covariance, seen.covariance),
      panel("D", "diffusion matrix", seen.state.diffusion, seen.diffusion),
    ].compactMap(\.self)
    let key = [
      KeyEntry("diagonal", [Self.diagonal]), KeyEntry("off the diagonal", [Self.others]),
      Picture.residualsKey,
    ]
    return panels.isEmpty ? nil : Figure(title: title, key: key, panels: panels)
  }

  private static let diagonal = Look.series(1)
  private static let others = Look.series(0)

  private func panel(_ sign: String, _ word: String, _ predicted: Matrix, _ measured: MeasuredMatrix) -> Picture? {
    var (diagonal, others): ([(x: Double, residual: Double)], [(x: Double, residual: Double)]) = ([], [])
    for i in 0..<predicted.rowCount {
      for j in 0...i {
        let scale = (predicted[i, i] * predicted[j, j]).squareRoot()
        let residual = (measured.measured[i, j] - predicted[i, j]) / measured.standardError[i, j]
        if i == j { diagonal.append((1, residual)) } else { others.append((predicted[i, j] / scale, residual)) }
      }
    }
    return .residuals(
      [(Self.others, others), (Self.diagonal, diagonal)], x: Scale([-1, 1], from: Plot.left, to: Plot.right),
      height: 220,
      titles: (
        "Residuals of the \(word)", "predicted \(sign)ᵢⱼ/√(\(sign)ᵢᵢ \(sign)ⱼⱼ)",
        "(\(sign)ᵢⱼ − predicted)/standard error"
      ))
  }
}

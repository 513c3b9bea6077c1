import StochasticThermodynamics

/// Every element of Σ and of D, measured against predicted, in units of the predicted standard deviations.
struct CovarianceFigure {
  private let seen: StationaryMeasurement

  init(_ seen: StationaryMeasurement) { self.seen = seen }

  var script: String {
    GnuplotText.block("covariance", points(seen.state.covariance, seen.covariance))
      + GnuplotText.block("diffusion", points(seen.state.diffusion, seen.diffusion)) + """
        set key top left Left reverse
        set xrange [-1.1:1.2]
        set yrange [-1.1:1.2]
        set size square
        set xlabel 'predicted'
        set ylabel 'measured, ± 2 standard errors'
        \(panel("Σ_{ij}/√(Σ_{ii} Σ_{jj})", "covariance"))
        \(panel("D_{ij}/√(D_{ii} D_{jj})", "diffusion"))
        """
  }

  private func panel(_ title: String, _ block: String) -> String {
    """
    set title '\(title), scaled by the predicted diagonal'
    plot x with lines lc rgb '\(GnuplotText.grey)' dt 2 title 'equal', \
    $\(block) using 1:($4 > 0 ? $2 : NaN):3 with yerrorbars pt 7 ps 0.8 lc rgb '\(GnuplotText.orange)' \
    title 'diagonal', \
    $\(block) using 1:($4 > 0 ? NaN : $2):3 with yerrorbars pt 6 ps 0.8 lc rgb '\(GnuplotText.blue)' \
    title 'off the diagonal'
    """
  }

  private func points(_ predicted: Matrix, _ measured: MeasuredMatrix) -> [[Double]] {
    (0..<predicted.rowCount).flatMap { i in
      (0...i).map { j in
        let scale = (predicted[i, i] * predicted[j, j]).squareRoot()
        return [
          predicted[i, j] / scale, measured.measured[i, j] / scale, 2 * measured.standardError[i, j] / scale,
          i == j ? 1 : 0,
        ]
      }
    }
  }
}

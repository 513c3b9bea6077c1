import PosteriorDiagnostics

/// The picture of a comparison at equal cost: KL against gradients of single examples, and against seconds, each
/// sampler at its best rate.
struct CostFigure {
  let path: String

  /// Draws the picture; without gnuplot there is none.
  func draw(_ result: CostResult) throws {
    guard let gnuplot = Gnuplot() else { return }
    let best = result.best.filter { ($0.kl ?? 0) > 0 }
    guard !best.isEmpty else {
      StandardError.say("no picture: there is no point to draw")
      return
    }
    try gnuplot.draw(script(result, best), size: (1120, 520), to: path)
  }

  private static let colors = ["#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"]

  /// Discs, squares and triangles: another for each turn of the colours.
  private static let marks = [7, 5, 9]

  private func script(_ result: CostResult, _ best: [CostPoint]) -> String {
    var names: [String] = []
    for point in best where !names.contains(point.sampler) { names.append(point.sampler) }
    let blocks = names.enumerated().map { index, name in
      GnuplotText.block(
        "curve\(index)",
        best.filter { $0.sampler == name }.map { point in
          let error = point.kl ?? .nan
          return [
            Double(point.evaluations), point.seconds ?? .nan, error, point.lower ?? error, point.upper ?? error,
          ]
        })
    }
    func panel(_ column: Int) -> String {
      let curves = names.indices.map { index in
        let (turn, color) = index.quotientAndRemainder(dividingBy: Self.colors.count)
        let mark = Self.marks[turn % Self.marks.count]
        let style = "lc rgb '\(Self.colors[color])' lw 1.5 pt \(mark) ps 0.6"
        let title = "title \(GnuplotText.quoted(names[index])) noenhanced"
        return "$curve\(index) using \(column):3 with lines \(style) notitle, "
          + "$curve\(index) using \(column):3:4:5 with yerrorbars \(style) \(title)"
      }
      return "plot " + curves.joined(separator: ", \\\n  ")
    }
    let title = "\(result.model): N = \(result.exampleCount), d = \(result.parameterNames.count)"
    return """
      set multiplot layout 1,2 title \(GnuplotText.quoted(title)) noenhanced
      set logscale xy
      set format xy '10^{%T}'
      set grid lc rgb '#dddddd'
      set border 3
      set tics nomirror
      set key below center maxrows 2 reverse Left samplen 2 width 2
      set ylabel 'KL(draws ‖ posterior), nats' noenhanced
      \(blocks.joined())
      set xlabel 'gradients of single examples' offset 0,0.6
      \(panel(1))
      set xlabel 'seconds of processor time' offset 0,0.6
      \(panel(2))
      unset multiplot

      """
  }
}

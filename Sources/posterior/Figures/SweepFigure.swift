import Foundation
import PosteriorDiagnostics

/// The picture of a sweep: KL and W₂ against the learning rate on logarithmic axes.
///
/// Resolved points are filled and carry their intervals; a point that is not resolved is an arrow down from its upper
/// bound, and a cross at the bottom one whose chains were too short. Dashed lines are the Monte Carlo floors,
/// dotted ones the reference slopes.
struct SweepFigure {
  let path: String

  /// Draws the picture; without gnuplot there is none.
  func draw(_ result: SweepResult, theory: [SweepCurve] = []) throws {
    guard let gnuplot = Gnuplot() else { return }
    let panels = [
      Panel(result, "KL(draws ‖ posterior), nats", slope: 2, \.kl, theory.points(\.kl)),
      Panel(result, "W₂, the parameters’ units", slope: 1, \.wasserstein2, theory.points(\.wasserstein2)),
    ].filter { !$0.isEmpty }
    guard !panels.isEmpty else {
      StandardError.say("no picture: there is no point to draw")
      return
    }
    try gnuplot.draw(script(result, panels), size: (560 * panels.count, 520), to: path)
  }

  private func script(_ result: SweepResult, _ panels: [Panel]) -> String {
    return """
      set multiplot layout 1,\(panels.count) title \(GnuplotText.quoted(title(result))) noenhanced
      set logscale xy
      set format xy '10^{%T}'
      set grid lc rgb '#dddddd'
      set border 3
      set tics nomirror
      set key below center maxrows 3 reverse Left samplen 2 width 2
      set xlabel 'learning rate η (absolute, on U = −ln posterior)' noenhanced offset 0,0.6
      \(panels.map(\.script).joined(separator: "\n"))
      unset multiplot

      """
  }

  private func title(_ result: SweepResult) -> String {
    let batchCount = (result.exampleCount + result.batchSize - 1) / result.batchSize
    return "\(result.model): N = \(result.exampleCount), d = \(result.parameterNames.count), "
      + "B = \(result.batchSize), \(batchCount) minibatches an epoch"
  }
}

/// One divergence against the learning rate.
private struct Panel {
  private let label: String
  private let slope: Double
  private let curves: [(name: String, points: [Mark])]
  /// The theory's rates and divergences of each curve.
  private let theory: [[(rate: Double, value: Double)]]
  /// The rates at which chains were too short, of each curve.
  private let shortRates: [[Double]]

  private struct Mark {
    let rate: Double
    let divergence: DivergenceEstimate
  }

  /// Blue, orange, green, purple, … of Okabe & Ito's palette, told apart by colour-blind readers too.
  private static let colors = ["#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"]

  init(
    _ result: SweepResult, _ label: String, slope: Double, _ divergence: KeyPath<SweepPoint, DivergenceEstimate?>,
    _ theory: [String: [(rate: Double, value: Double)]]
  ) {
    self.label = label
    self.slope = slope
    var names: [String] = []
    for point in result.points where !names.contains(point.label) { names.append(point.label) }
    curves = names.map { name in
      let marks = result.points.filter { $0.label == name }.compactMap { point in
        point[keyPath: divergence].map { Mark(rate: point.learningRate, divergence: $0) }
      }
      return (name, marks.sorted { $0.rate < $1.rate })
    }.filter { curve in
      !curve.points.isEmpty || !(theory[curve.name] ?? []).isEmpty
        || result.points.contains { $0.label == curve.name && $0.epochsNeeded != nil }
    }
    shortRates = curves.map { curve in
      result.points.filter { $0.label == curve.name && $0.epochsNeeded != nil }.map(\.learningRate)
    }
    self.theory = curves.map { theory[$0.name] ?? [] }
  }

  var isEmpty: Bool { curves.isEmpty }

  var script: String {
    let marks = curves.flatMap(\.points)
    let rates = self.rates
    let values =
      (theory.flatMap { $0.map(\.value) }
      + marks.flatMap { [$0.divergence.floor, $0.divergence.upper, $0.divergence.estimate] }).filter { $0 > 0 }
    let (low, high) = ((values.min() ?? 1e-6) / 10, (values.max() ?? 1) * 3)
    let blocks = curves.enumerated().map { index, curve in
      let resolved = curve.points.filter(\.divergence.resolved).map {
        "\($0.rate) \($0.divergence.estimate) \(max($0.divergence.lower, low)) \($0.divergence.upper)"
      }
      let bounds = curve.points.filter { !$0.divergence.resolved && $0.divergence.upper > 0 }.map {
        "\($0.rate) \($0.divergence.upper) \($0.divergence.upper / 2)"
      }
      let floors = curve.points.map { "\($0.rate) \($0.divergence.floor)" }
      return block("resolved\(index)", resolved) + block("bounds\(index)", bounds) + block("floors\(index)", floors)
        + block("theory\(index)", theory[index].map { "\($0.rate) \($0.value)" })
        + block("short\(index)", shortRates[index].map { "\($0) \(1.3 * low)" })
    }
    return blocks.joined() + """
      set xrange [\((rates.min() ?? 1) / 1.5):\((rates.max() ?? 1) * 1.5)]
      set yrange [\(low):\(high)]
      set ylabel '\(label)' noenhanced
      set xtics (\(rateTics))
      plot \(plots.joined(separator: ", \\\n  "))
      """
  }

  private var rates: [Double] {
    curves.flatMap { $0.points.map(\.rate) } + theory.flatMap { $0.map(\.rate) } + shortRates.flatMap(\.self)
  }

  /// Labels at the decades, and at 2 and 5 between them where there are few.
  private var rateTics: String {
    let decades = Int(log10(rates.min() ?? 1).rounded(.down))...Int(log10(rates.max() ?? 1).rounded(.up))
    let digits = decades.count > 4 ? [1] : [1, 2, 5]
    return decades.flatMap { decade in
      digits.map { digit in
        let value = "\(digit)e\(decade)"
        let label = (-3...3).contains(decade) ? shortened(Double(value) ?? 0) : value
        return "'\(label)' \(value)"
      }
    }.joined(separator: ", ")
  }

  private var plots: [String] {
    var plots: [String] = []
    for (index, curve) in curves.enumerated() {
      let style = "lc rgb '\(Self.colors[index % Self.colors.count])'"
      let name = GnuplotText.quoted(curve.name)
      if curve.points.contains(where: \.divergence.resolved) {
        if theory[index].isEmpty { plots.append("$resolved\(index) using 1:2 with lines \(style) lw 2 notitle") }
        plots.append("$resolved\(index) using 1:2:3:4 with yerrorbars \(style) pt 7 ps 0.7 title \(name) noenhanced")
      } else {
        plots.append("NaN with points \(style) pt 7 title \(name) noenhanced")
      }
      if curve.points.contains(where: { !$0.divergence.resolved && $0.divergence.upper > 0 }) {
        let bound = "$bounds\(index) using 1:2:(0):($3-$2)"
        plots.append("\(bound) with vectors \(style) lw 1.5 head filled size screen 0.008,20 notitle")
      }
      if !theory[index].isEmpty { plots.append("$theory\(index) using 1:2 with lines \(style) lw 2 notitle") }
      if !shortRates[index].isEmpty { plots.append("$short\(index) using 1:2 with points \(style) pt 2 notitle") }
      if !curve.points.isEmpty { plots.append("$floors\(index) using 1:2 with lines \(style) dt 2 lw 1 notitle") }
    }
    // The reference slope passes through the first curve's smallest resolved point.
    if let anchor = curves.lazy.compactMap({ $0.points.first(where: \.divergence.resolved) }).first {
      let line = "\(anchor.divergence.estimate)*(x/\(anchor.rate))**\(slope)"
      plots.append("\(line) with lines lc rgb '#888888' dt 3 lw 1.5 title 'slope \(Int(slope))'")
    }
    if theory.contains(where: { !$0.isEmpty }) {
      plots.append("NaN with lines lc rgb '#000000' lw 2 title 'stationary law'")
    }
    if shortRates.contains(where: { !$0.isEmpty }) {
      plots.append("NaN with points lc rgb '#000000' pt 2 title 'chains too short'")
    }
    guard curves.contains(where: { !$0.points.isEmpty }) else { return plots }
    plots.append("NaN with lines lc rgb '#000000' dt 2 title 'Monte Carlo floor'")
    plots.append("NaN with points lc rgb '#000000' pt 11 title '95 % upper bound (not resolved)'")
    return plots
  }

  private func block(_ name: String, _ lines: [String]) -> String {
    lines.isEmpty ? "" : "$\(name) << EOD\n" + lines.joined(separator: "\n") + "\nEOD\n"
  }
}

extension [SweepCurve] {
  /// The rates and values of a divergence, by the sampler's label.
  fileprivate func points(
    _ divergence: KeyPath<SweepTheory, Double>
  ) -> [String: [(rate: Double, value: Double)]] {
    Dictionary(
      map { curve in
        (
          curve.label,
          zip(curve.learningRates, curve.theory).compactMap { rate, theory in
            theory.map { (rate: rate, value: $0[keyPath: divergence]) }
          }
        )
      }, uniquingKeysWith: { first, _ in first })
  }
}

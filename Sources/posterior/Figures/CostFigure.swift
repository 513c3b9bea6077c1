import PosteriorDiagnostics

/// The figure of a comparison at equal cost: KL against gradients of single examples, and against seconds, each
/// sampler at its best rate.
struct CostFigure {
  private let result: CostResult
  private let names: [String]
  private let best: [CostPoint]

  init(_ result: CostResult) {
    self.result = result
    best = result.best.filter { ($0.kl ?? 0) > 0 }
    names = best.map(\.sampler).distinct
  }

  /// Nil where there is no point to draw.
  var figure: Figure? {
    let panels = [
      panel("gradients of single examples") { Double($0.evaluations) },
      panel("seconds of processor time") { $0.seconds ?? .nan },
    ].compactMap(\.self)
    guard !panels.isEmpty else { return nil }
    let note = KeyEntry("each at its best rate, known in hindsight; 95 % intervals", [])
    return Figure(
      title: "\(result.model): N = \(result.exampleCount), d = \(result.parameterNames.count)",
      key: names.indices.map { KeyEntry(names[$0], [look($0)]) } + [note], panels: panels)
  }

  private func look(_ place: Int) -> Look { .series(place, line: "line") }

  private func panel(_ title: String, _ cost: (CostPoint) -> Double) -> Picture? {
    let known = best.filter { cost($0) > 0 }
    let errors = known.flatMap { [$0.kl, $0.lower, $0.upper].compactMap(\.self) }
    guard let x = Scale(logarithmic: known.map(cost), from: Plot.left, to: Plot.right),
      let y = Scale(logarithmic: errors, from: 242, to: Plot.top + 16)
    else { return nil }
    let picture = Picture(
      height: 274, title: "KL against \(title)",
      description: "KL against \(title), for " + names.joined(separator: ", ") + ", each at its best rate.")
    var plot = Plot(picture, x: x, y: y, xTitle: title, yTitle: "KL(draws ‖ posterior), nats")
    for (place, name) in names.enumerated() {
      let points = known.filter { $0.sampler == name }.map { point -> Plot.Point in
        let ends = point.lower.flatMap { lower in point.upper.map { (lower, $0) } }
        return (cost(point), point.kl ?? .nan, ends)
      }
      plot.draw(points, look(place))
    }
    return plot.picture
  }
}

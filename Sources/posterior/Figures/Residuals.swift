extension Picture {
  /// Residuals over their standard errors, with lines at 0 and ±2; nil where there are none.
  ///
  /// Where points would only lie on a line, or on an axis of decades, their residuals show how well they do.
  ///
  /// - Parameters:
  ///   - series: Of each series its look, and where its residuals are.
  ///   - titles: What it is, and the titles of the two axes.
  ///   - curve: What another law would make of the residuals.
  static func residuals(
    _ series: [(look: Look, points: [(x: Double, residual: Double)])], x: Scale?, height: Double,
    titles: (name: String, x: String, y: String), curve: [(Double, Double)] = []
  ) -> Picture? {
    let residuals = series.flatMap { $0.points.map(\.residual) }.filter(\.isFinite)
    guard let x, let largest = residuals.map(abs).max(),
      let y = Scale([-3, -largest - 1, largest + 1, 3], room: 0.05, from: height - 32, to: Plot.top + 16)
    else { return nil }
    let picture = Picture(
      height: height, title: titles.name,
      description: "\(titles.name): \(residuals.count), at most \(shortened(largest)) standard errors.")
    var plot = Plot(picture, x: x, y: y, xTitle: titles.x, yTitle: titles.y)
    for level in [-2.0, 0, 2] {
      let (left, right) = ((x.places.first, y(level)), (x.places.last, y(level)))
      plot.picture.line(left, right, level == 0 ? "axis" : "even")
    }
    plot.line(curve, "line c2")
    for (look, points) in series {
      plot.draw(points.map { ($0.x, $0.residual, ($0.residual - 1, $0.residual + 1)) }, look)
    }
    return plot.picture
  }

  /// What the dashed lines of residuals are.
  static let residualsKey = KeyEntry("± 2 standard errors", [Look(colour: "plain", line: "even")])
}

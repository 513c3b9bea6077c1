import Foundation
import PosteriorDiagnostics

// Densities with intervals, one below the other where one axis can show them.
extension ReportPage {
  /// A parameter in a picture of several.
  private struct Row {
    let outline: ParameterOutline
    let summary: ParameterSummary
    /// What is to be seen.
    let range: ClosedRange<Double>

    init?(_ outline: ParameterOutline, _ summary: ParameterSummary) {
      guard summary.median.isFinite, summary.q5 <= summary.q95 else { return nil }
      (self.outline, self.summary) = (outline, summary)
      let density = outline.density?.range ?? summary.median...summary.median
      range = min(density.lowerBound, summary.q5)...max(density.upperBound, summary.q95)
    }

    var width: Double { summary.q95 > summary.q5 ? summary.q95 - summary.q5 : .infinity }
  }

  /// Rows on one axis: all lie within 8 times the narrowest's width.
  private struct Group {
    private(set) var rows: [Row]
    private(set) var range: ClosedRange<Double>
    private var narrowest: Double

    init(_ row: Row) { (rows, range, narrowest) = ([row], row.range, row.width) }

    /// Takes a row, if it fits.
    mutating func take(_ row: Row) -> Bool {
      let (lower, upper) = (min(range.lowerBound, row.range.lowerBound), max(range.upperBound, row.range.upperBound))
      let narrowest = min(narrowest, row.width)
      guard rows.count < 12, upper - lower <= 8 * narrowest else { return false }
      rows.append(row)
      (range, self.narrowest) = (lower...upper, narrowest)
      return true
    }
  }

  var forest: Markup {
    var groups: [Group] = []
    for row in outlines.compactMap({ Row($0.outline, summary.parameters[$0.number]) }) {
      if !groups.indices.contains(where: { groups[$0].take(row) }) { groups.append(Group(row)) }
    }
    let pictures = groups.compactMap(picture)
    guard !pictures.isEmpty else { return "" }
    return section(
      "Densities and intervals", "densities",
      "The density of all chains' draws; below it the median, the half of the draws in the middle (thick) and "
        + "nine tenths "
        + "of them (thin). Parameters of about one size share an axis." + omissions,
      self.pictures(pictures, open: 6, of: "pictures"))
  }

  private func picture(_ group: Group) -> Markup? {
    let (lane, label) = (30.0, 112.0)
    let height = Plot.top + lane * Double(group.rows.count) + 26
    let foot = height - 22
    guard let x = Scale([group.range.lowerBound, group.range.upperBound], from: label, to: Plot.right),
      let y = Scale([0, 1], room: 0, from: foot, to: Plot.top)
    else { return nil }
    let words = group.rows.map {
      "\($0.summary.name): median \(shortened($0.summary.median)), nine tenths of the draws from "
        + "\(shortened($0.summary.q5)) to \(shortened($0.summary.q95))"
    }
    let names = group.rows.map(\.summary.name)
    let title = names.count > 3 ? "\(names[0]) to \(names[names.count - 1])" : names.joined(separator: ", ")
    let picture = Picture(
      height: height, title: "Densities of \(title)", description: words.joined(separator: "; ") + ".")
    var plot = Plot(picture, x: x, y: y, xTitle: "", yTitle: nil)
    if x.range.contains(0) { plot.draw([(0, Plot.top), (0, foot)], "even") }
    for (place, row) in group.rows.enumerated() {
      let base = Plot.top + lane * Double(place) + 22
      if let density = row.outline.density { plot.draw(density.points, foot: base, height: 20) }
      plot.draw([(row.summary.q5, base + 3), (row.summary.q95, base + 3)], "thin")
      plot.draw([(row.outline.quartiles.lower, base + 3), (row.outline.quartiles.upper, base + 3)], "thick")
      plot.draw([(row.summary.median, base + 3)], "median")
      plot.write(row.summary.name, at: (label - 8, base), longest: 14)
    }
    return plot.svg
  }
}

import Foundation
import PosteriorDiagnostics

// Ranks, traces and autocorrelations: do the chains agree, and how fast do they move?
extension ReportPage {
  /// Parameters whose pictures are open at first.
  private static let open = 9

  var ranksAndTraces: Markup {
    let cards = outlines.map { _, outline -> Markup in
      "<div class=\"card\"><h3>\(outline.name)</h3>\(ranks(outline))\(trace(outline))</div>\n"
    }
    let words =
      "The draws in their order; of each stretch the least and the largest are drawn. Chains that agree lie on "
      + "one another and have no trend."
    let ofRanks =
      " Above them: how the ranks of each chain's draws among all draws are spread. Where chains agree, bars "
      + "scatter about the dashed line."
    return section(
      summary.chains > 1 ? "Ranks and traces" : "Traces", "ranks",
      words + (summary.chains > 1 ? ofRanks : "") + omissions,
      legend + pictures(cards, open: Self.open, of: "parameters"))
  }

  /// The chains' colours.
  private var legend: Markup {
    KeyEntry.list(
      (0..<shownChains).map { KeyEntry("chain \($0 + 1)", [Look(colour: Self.colour($0), line: "line")]) })
  }

  static func colour(_ chain: Int) -> Markup { "c\(chain)" }

  private func ranks(_ outline: ParameterOutline) -> Markup {
    // The ranks of one chain are even, whatever it does.
    guard summary.chains > 1 else { return "" }
    guard let ranks = outline.ranks else { return Self.missing("no ranks: some draws are not finite") }
    let counts = ranks.counts.prefix(shownChains)
    let most = Double(counts.joined().max() ?? 1)
    let least = Double(counts.joined().min() ?? 0)
    let lane = max(16, 112 / Double(counts.count))
    var picture = Picture(
      height: 8 + lane * Double(counts.count) + 32, title: "Ranks of \(outline.name)",
      description: "A histogram of ranks for each chain. The bars are between "
        + "\(shortened(least / ranks.expected)) and \(shortened(most / ranks.expected)) times as high as even ranks "
        + "would make them.")
    let width = (Plot.right - 50) / Double(counts.first?.count ?? 1)
    for (chain, bins) in counts.enumerated() {
      let foot = Plot.top + lane * Double(chain + 1)
      let scale = (lane - 3) / max(most, ranks.expected)
      var bars = Path()
      for (bin, count) in bins.enumerated() where count > 0 {
        let left = 50 + width * Double(bin)
        bars.bar((left + 0.5, foot), (left + width - 0.5, foot - scale * Double(count)))
      }
      picture.draw(bars, "fill \(Self.colour(chain))")
      picture.line((50, foot), (Plot.right, foot), "axis")
      let even = foot - scale * ranks.expected
      picture.line((50, even), (Plot.right, even), "even")
      picture.write("chain \(chain + 1)", at: (45, foot - 2), .end)
    }
    let foot = Plot.top + lane * Double(counts.count)
    picture.write("low", at: (50, foot + 15))
    picture.write("high", at: (Plot.right, foot + 15), .end)
    picture.write("rank among all draws", at: ((50 + Plot.right) / 2, foot + 28), .middle)
    return picture.svg
  }

  private func trace(_ outline: ParameterOutline) -> Markup {
    let height = max(152, 8 + 16 * Double(shownChains) + 32)
    let drawCount = Double(summary.drawsPerChain)
    guard
      let x = Scale([1, drawCount], room: 0.01, from: Plot.left, to: Plot.right),
      let y = Scale(outline.traces.flatMap(\.values), from: Plot.bottom(height), to: Plot.top)
    else { return Self.missing("no trace: the draws are not finite, or too far apart") }
    let picture = Picture(
      height: height, title: "Trace of \(outline.name)",
      description: "The draws of each chain in their order, between \(shortened(y.range.lowerBound)) and "
        + "\(shortened(y.range.upperBound)).")
    var plot = Plot(picture, x: x, y: y, xTitle: "draw", yTitle: "")
    for (chain, trace) in outline.traces.enumerated() {
      plot.line(zip(trace.places.map { Double($0 + 1) }, trace.values), "trace \(Self.colour(chain))")
      if trace.values.count == 1 { plot.dots(zip([1], trace.values), "median \(Self.colour(chain))") }
    }
    return plot.svg
  }

  var autocorrelations: Markup {
    let pictures = outlines.compactMap { _, outline in
      outline.autocorrelation.flatMap { autocorrelation(outline.name, $0) }
    }
    guard !pictures.isEmpty else { return "" }
    return section(
      "Autocorrelation", "autocorrelation",
      "How alike two draws of a chain are that lie so many draws apart. The sooner it falls to 0, the more each draw "
        + "tells." + omissions,
      legend + self.pictures(pictures, open: Self.open, of: "parameters"))
  }

  private func autocorrelation(_ name: String, _ autocorrelation: Autocorrelation) -> Markup? {
    let (height, lags) = (148.0, autocorrelation.lags.map(Double.init))
    guard let longest = lags.last, let x = Scale([0, longest], room: 0.01, from: Plot.left, to: Plot.right),
      let y = Scale(autocorrelation.chains.joined() + [0, 1], from: Plot.bottom(height), to: Plot.top + 16)
    else { return nil }
    let last = autocorrelation.chains.compactMap(\.last).filter(\.isFinite)
    let picture = Picture(
      height: height, title: "Autocorrelation of \(name)",
      description: "From 1 at lag 0 to between \(shortened(last.min() ?? .nan)) and "
        + "\(shortened(last.max() ?? .nan)) at lag \(Int(longest)).")
    var plot = Plot(picture, x: x, y: y, xTitle: "draws apart", yTitle: name.shortened(to: 30))
    plot.line([(0, 0), (longest, 0)], "even")
    for (chain, values) in autocorrelation.chains.enumerated() {
      plot.line(zip(lags, values), "line \(Self.colour(chain))")
    }
    return plot.svg
  }

  /// A line in the place of a picture.
  static func missing(_ words: String) -> Markup { "<p class=\"missing\">\(words)</p>" }
}

import PosteriorDiagnostics

// What the model says of the rows that it was fitted to, where it says how they come about.
extension ReportPage {
  private static let observed = Look(colour: "c1", symbol: .disc)
  private static let replicated = Look(colour: "c0", line: "line", hasBars: true)

  var predictiveCheck: Markup {
    guard let predictive else { return "" }
    let statistics = predictive.responses.flatMap { response in response.statistics.map { (response.name, $0) } }
    let columns: [TextColumn<(String, PredictiveCheck.Statistic)>] = [
      ("statistic", .left, { "\($0.1.name) of \($0.0)" }), ("observed", .right, { shortened($0.1.observed) }),
      ("replicated: 5 %", .right, { shortened($0.1.quantile(0.05)) }),
      ("median", .right, { shortened($0.1.quantile(0.5)) }), ("95 %", .right, { shortened($0.1.quantile(0.95)) }),
      ("p", .right, { shortened($0.1.p) }),
    ]
    let key = KeyEntry.list([
      KeyEntry("observed", [Self.observed]),
      KeyEntry("replicated: median and nine tenths of the data sets", [Self.replicated]),
    ])
    return section(
      "Posterior predictive check", "predictive",
      "The model drew the responses of its own rows anew, \(predictive.count) times, each at another draw. Where it "
        + "describes the data, those observed look like any of these. p is the share of data sets whose statistic is "
        + "larger than the observed one.",
      "<p>\(words(statistics))</p>\n" + rows(statistics, columns, "Posterior predictive check") + key
        + pictures(predictive.responses.compactMap(picture), open: 6, of: "responses"))
  }

  /// What the statistics say, in a sentence.
  private func words(_ statistics: [(String, PredictiveCheck.Statistic)]) -> String {
    let odd = statistics.filter(\.1.isOdd).map { response, statistic in
      "the \(statistic.name) of \(response) (observed \(shortened(statistic.observed)), nine tenths of the replicated "
        + "from \(shortened(statistic.quantile(0.05))) to \(shortened(statistic.quantile(0.95))))"
    }
    return odd.isEmpty
      ? "The model reproduces all \(statistics.count) statistics: each is within the middle 95 % of those of "
        + "replicated data."
      : "The model does not reproduce " + odd.joined(separator: ", nor ") + "."
  }

  private func picture(_ response: PredictiveCheck.Response) -> Markup? {
    let height = 220.0
    let (outline, bins) = (response.outline, response.bins)
    let highest = bins.flatMap { [$0.observed, $0.quantile(0.95)] }
    let ends = [outline.lower, outline.lower + outline.width * Double(outline.binCount)]
    guard let x = Scale(ends, room: 0.01, from: Plot.left, to: Plot.right),
      let y = Scale([0, (highest.max() ?? 1) * 1.05], room: 0, from: height - 32, to: Plot.top + 16)
    else { return nil }
    let outside = bins.count { $0.observed < $0.quantile(0.05) || $0.observed > $0.quantile(0.95) }
    let picture = Picture(
      height: height, title: "Observed and replicated \(response.name)",
      description: "The shares of the rows in \(bins.count) bins: \(outside) observed ones are not within nine tenths "
        + "of the replicated ones.")
    let names = outline.classes.enumerated().map { (number: outline.middle($0.offset), label: $0.element) }
    var plot = Plot(
      picture, x: x, y: y, xTitle: response.name, yTitle: "share of the rows", xTicks: names.isEmpty ? nil : names)
    let points = bins.enumerated().map { bin, share -> Plot.Point in
      (outline.middle(bin), share.quantile(0.5), (share.quantile(0.05), share.quantile(0.95)))
    }
    plot.draw(points, outline.classes.isEmpty ? Self.replicated : Look(colour: "c0", symbol: .square, hasBars: true))
    plot.draw(bins.enumerated().map { (outline.middle($0), $1.observed, nil) }, Self.observed)
    return plot.svg
  }
}

import PosteriorDiagnostics
import PosteriorSampling

// Energies and divergences of Hamiltonian chains.
extension ReportPage {
  var energies: Markup {
    guard let fractions = summary.eBFMI, let chains = drawn.chains.statistics?.chains(named: HamiltonianColumn.energy)
    else { return "" }
    let rows = fractions.enumerated().map { chain, fraction -> Markup in
      let divergences = summary.divergences.map { "\($0[chain])" } ?? "-"
      return """
        <tr><th scope="row">chain \(chain + 1)</th><td>\(shortened(fraction))</td><td>\(divergences)</td></tr>

        """
    }
    let table: Markup = """
      <table><thead><tr><th scope="col">chain</th><th scope="col">E-BFMI</th>\
      <th scope="col">divergences</th></tr></thead>
      <tbody>\(rows)</tbody></table>
      """
    let picture = EnergyOutline(chains).flatMap(picture) ?? Self.missing("no picture: the energies tell nothing")
    return section(
      "Energy", "energy",
      "The energies of the draws, and what a new momentum changes of them from one draw to the next. Where the changes "
        + "are much the narrower (E-BFMI below 0.3), the chains walk slowly through the energies.",
      "<div class=\"grid\">\(picture)<div class=\"wide\">\(table)</div></div>\n")
  }

  private func picture(_ energy: EnergyOutline) -> Markup? {
    let height = 180.0
    let (marginal, transition) = (energy.marginal, energy.transition)
    let most = (marginal.values + transition.values).max() ?? 0
    let ends = [marginal, transition].flatMap { [$0.range.lowerBound, $0.range.upperBound] }
    guard let x = Scale(ends, room: 0.02, from: 12, to: Plot.right),
      let y = Scale([0, most * 1.25], room: 0, from: Plot.bottom(height), to: Plot.top)
    else { return nil }
    var plot = Plot(
      Picture(
        height: height, title: "Energies",
        description: "The density of the energies less their mean, and that of their changes from draw to draw."),
      x: x, y: y, xTitle: "energy less its mean; change of energy", yTitle: nil)
    for (density, style) in [(marginal, "fill line c0" as Markup), (transition, "fill line c1")] {
      plot.area(density.points, style)
    }
    plot.key(["energy", "change"])
    return plot.svg
  }
}

extension DensityEstimate {
  /// The grid's middles and the densities there.
  var points: [(Double, Double)] {
    values.enumerated().map { (range.lowerBound + (Double($0.offset) + 0.5) * cellWidth, $0.element) }
  }
}

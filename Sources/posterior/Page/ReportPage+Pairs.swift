import Foundation
import PosteriorDiagnostics
import PosteriorSampling

// Parameters against one another, and where trajectories diverged.
extension ReportPage {
  private static let mostDots = 600
  private static let mostCrosses = 300

  var pairPlots: Markup {
    let draws = drawn.chains.draws
    let columns = pairs.map { draws.chains(ofParameter: $0).elements }
    let isDivergent = drawn.chains.statistics?.chains(named: HamiltonianColumn.divergence)?.joined().map { $0 != 0 }
    let divergent = (isDivergent ?? []).enumerated().filter(\.element).map(\.offset)
    let count = draws.chainCount * draws.drawsPerChain
    let shown = Self.thinned(Array(0..<count), to: Self.mostDots).filter { isDivergent?[$0] != true }
    let crosses = Self.thinned(divergent, to: Self.mostCrosses)
    let pictures = pairs.indices.flatMap { second in
      (0..<second).compactMap { first in
        let points = (zip(columns[first], columns[second]).map { ($0, $1) })
        let names = (summary.parameters[pairs[first]].name, summary.parameters[pairs[second]].name)
        return picture(points, names, shown: shown, crosses: crosses, divergences: divergent.count)
      }
    }
    guard !pictures.isEmpty else { return "" }
    let marks =
      isDivergent == nil
      ? ""
      : divergent.isEmpty
        ? " No trajectory diverged."
        : " Crosses are draws whose trajectories diverged: where they gather, the posterior is too steep for the steps."
    return section(
      "Pairs", "pairs",
      "Draws of two parameters against each other, \(shown.count) of \(count). Narrow or bent shapes are hard to "
        + "explore." + marks,
      self.pictures(pictures, open: 15, of: "pairs"))
  }

  private static func thinned(_ numbers: [Int], to most: Int) -> [Int] {
    let step = max(1, (numbers.count + most - 1) / most)
    return stride(from: 0, to: numbers.count, by: step).map { numbers[$0] }
  }

  private func picture(
    _ points: [(Double, Double)], _ names: (String, String), shown: [Int], crosses: [Int], divergences: Int
  ) -> Markup? {
    let height = 274.0
    let seen = (shown + crosses).map { points[$0] }
    guard let x = Scale(seen.map(\.0), from: Plot.left, to: Plot.right),
      let y = Scale(seen.map(\.1), from: Plot.bottom(height), to: Plot.top + 16)
    else { return nil }
    let picture = Picture(
      height: height, title: "\(names.1) against \(names.0)",
      description: "The correlation is \(shortened(Self.correlation(points)))."
        + (divergences == 0 ? "" : " \(divergences) draws are of trajectories that diverged."))
    var plot = Plot(picture, x: x, y: y, xTitle: names.0, yTitle: names.1)
    plot.dots(shown.map { points[$0] }, "dots")
    plot.crosses(crosses.map { points[$0] }, "crosses")
    return plot.svg
  }

  private static func correlation(_ points: [(Double, Double)]) -> Double {
    let n = Double(points.count)
    let (a, b) = (points.reduce(0) { $0 + $1.0 } / n, points.reduce(0) { $0 + $1.1 } / n)
    let sums = points.reduce(SIMD3<Double>.zero) { sums, point in
      let (x, y) = (point.0 - a, point.1 - b)
      return sums + SIMD3(x * x, y * y, x * y)
    }
    return sums[2] / (sums[0] * sums[1]).squareRoot()
  }
}

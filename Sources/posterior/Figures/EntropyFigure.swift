import Foundation
import StochasticThermodynamics

/// The detailed fluctuation theorem for the segments whose entropy production is nearest to order one: the histograms
/// of σ and −σ, and how far their log ratio is from the theorem's line.
struct EntropyFigure {
  private let theorem: DetailedFluctuation

  init?(_ seen: StationaryMeasurement) {
    func distance(_ length: Int) -> Double { abs(log(seen.state.meanEntropyProduction * Double(length))) }
    let found = seen.detailedFluctuations.min { distance($0.segmentLength) < distance($1.segmentLength) }
    guard let found else { return nil }
    theorem = found
  }

  private static let forward = Look.series(0)
  private static let backward = Look.series(1)

  func figure(title: String) -> Figure? {
    let panels = [densities, residuals].compactMap(\.self)
    let slope = String(
      format: "slope %.3f, 95 %% interval [%.3f, %.3f]; the theorem: 1", theorem.slope.measured, theorem.slope.lower,
      theorem.slope.upper)
    let key = [
      KeyEntry("P(σ)", [Self.forward]), KeyEntry("P(−σ)", [Self.backward]),
      KeyEntry("P(−σ) times exp σ", [Self.backward.with(line: "line dashed")]),
      Picture.residualsKey,
      KeyEntry(slope, [Look(colour: "c2", line: "line")]),
    ]
    return panels.isEmpty ? nil : Figure(title: title, key: key, panels: panels)
  }

  /// The last bin gathers the tail, and has no width.
  private var bins: [DetailedFluctuation.Bin] { theorem.bins.filter { $0.size < 95 * theorem.binWidth } }

  private var length: String { "\(theorem.segmentLength) tick\(theorem.segmentLength == 1 ? "" : "s")" }

  private var densities: Picture? {
    let total = theorem.bins.reduce(0) { $0 + $1.positive + $1.negative }
    let density = 1 / (total * theorem.binWidth)
    /// A count as a density, with two standard errors of counting.
    func point(_ size: Double, _ count: Double) -> Plot.Point? {
      guard count > 0 else { return nil }
      let error = 2 * count.squareRoot()
      return (size, count * density, ((count - error) * density, (count + error) * density))
    }
    let positive = bins.compactMap { point($0.size, $0.positive) }
    let negative = bins.compactMap { point($0.size, $0.negative) }
    // Times e^σ the scatter of a handful of segments would fill the picture.
    let mirrored = bins.filter { $0.negative >= 5 }.map { ($0.size, $0.negative * density * exp($0.size)) }
    let all = (positive + negative).flatMap { [$0.y, $0.interval?.upper ?? $0.y] }
    guard let x = Scale([0] + bins.map(\.size), from: Plot.left, to: Plot.right),
      let y = Scale(logarithmic: all, from: 228, to: Plot.top + 16)
    else { return nil }
    let picture = Picture(
      height: 260, title: "Densities of σ and −σ",
      description: "The densities of the entropy production of segments of \(length) and of its negative.")
    var plot = Plot(picture, x: x, y: y, xTitle: "|σ|, segments of \(length)", yTitle: "probability density")
    plot.line(mirrored.map { ($0.0, y.clamped($0.1) == $0.1 ? $0.1 : .nan) }, "line dashed c1")
    plot.draw(positive, Self.forward)
    plot.draw(negative, Self.backward)
    return plot.picture
  }

  private var residuals: Picture? {
    let ratios = bins.compactMap { bin in bin.logRatio.map { (bin.size, $0.value, $0.standardError) } }
      .filter { $0.2 < 0.75 }  // not where a handful of segments decide
    return .residuals(
      [(Self.forward, ratios.map { ($0.0, ($0.1 - $0.0) / $0.2) })],
      x: Scale([0] + ratios.map(\.0), from: Plot.left, to: Plot.right), height: 260,
      titles: (
        "Residuals of the fluctuation theorem", "|σ|, segments of \(length)",
        "(ln P(σ)/P(−σ) − σ)/standard error"
      ),
      curve: ratios.map { ($0.0, (theorem.slope.measured - 1) * $0.0 / $0.2) })
  }
}

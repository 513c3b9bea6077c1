import Foundation
import PosteriorDiagnostics

/// The figure of a sweep: KL and W₂ against the learning rate, and how far points are from the stationary laws, where
/// these are known.
///
/// Resolved points carry their intervals; a point that is not resolved is an arrow down from its upper bound, and a
/// cross at the foot one whose chains were too short. Dashed lines are the Monte Carlo floors, a dotted one the
/// reference slope.
struct SweepFigure {
  private let result: SweepResult
  private let curves: [Curve]

  /// A sampler's points and its law.
  private struct Curve {
    let name: String
    let look: Look
    let points: [SweepPoint]
    let theory: [(rate: Double, law: SweepTheory)]

    var short: [SweepPoint] { points.filter { $0.epochsNeeded != nil } }
    /// The points that a panel shows.
    var shown: [SweepPoint] { points.filter { $0.kl != nil || $0.wasserstein2 != nil || $0.epochsNeeded != nil } }
  }

  /// A divergence: where it is in points and laws, and how it grows with the rate.
  private struct Measure {
    let title: String
    let slope: Double
    let estimate: KeyPath<SweepPoint, DivergenceEstimate?>
    let law: (SweepTheory) -> (value: Double, error: Double)
  }

  private static var measures: [Measure] {
    [
      Measure(title: "KL(draws ‖ posterior), nats", slope: 2, estimate: \.kl) { ($0.kl, $0.error) },
      Measure(title: "W₂, the parameters’ units", slope: 1, estimate: \.wasserstein2) {
        ($0.wasserstein2, $0.wasserstein2Error ?? 0)
      },
    ]
  }

  /// - Parameter theory: The laws on a grid of rates; empty for those at the points.
  init(_ result: SweepResult, theory: [SweepCurve] = []) {
    self.result = result
    curves = result.points.map(\.label).distinct.enumerated().map { place, name in
      let points = result.points.filter { $0.label == name }.sorted { $0.learningRate < $1.learningRate }
      let grid = theory.first { $0.label == name }.map { Array(zip($0.learningRates, $0.theory)) }
      let laws = grid ?? points.map { ($0.learningRate, $0.theory) }
      return Curve(
        name: name, look: .series(place), points: points,
        theory: laws.compactMap { rate, law in law.map { (rate, $0) } })
    }.filter { !$0.theory.isEmpty || !$0.shown.isEmpty }
  }

  /// Nil where there is no point to draw.
  var figure: Figure? {
    let panels = Self.measures.compactMap(panel)
    guard !panels.isEmpty else { return nil }
    let residuals = Self.measures.compactMap(residuals)
    return Figure(
      title: title, key: key + (residuals.isEmpty ? [] : [Picture.residualsKey]), panels: panels + residuals)
  }

  private var title: String {
    let batchCount = shortened((Double(result.exampleCount) / Double(result.batchSize)).rounded(.up))
    return "\(result.model): N = \(result.exampleCount), d = \(result.parameterNames.count), "
      + "B = \(result.batchSize), \(batchCount) minibatches an epoch"
  }

  private var rates: Scale? {
    Scale(
      logarithmic: curves.flatMap { $0.shown.map(\.learningRate) + $0.theory.map(\.rate) }, from: Plot.left,
      to: Plot.right)
  }

  /// A divergence against the rate.
  private func panel(_ measure: Measure) -> Picture? {
    let values = curves.flatMap { curve in
      curve.theory.map { measure.law($0.law).value }
        + curve.points.compactMap { $0[keyPath: measure.estimate] }.flatMap { estimate in
          [estimate.floor, estimate.upper, estimate.resolved ? estimate.estimate : estimate.floor]
        }
    }
    // Where all chains were too short any height will do.
    guard let x = rates,
      let y = Scale(logarithmic: values + (values.isEmpty ? [1] : []), room: 0.08, from: 242, to: Plot.top + 16)
    else { return nil }
    let picture = Picture(
      height: 274, title: measure.title,
      description: "\(measure.title) against the learning rate: " + words(measure) + ".")
    var plot = Plot(picture, x: x, y: y, xTitle: Self.rate, yTitle: measure.title)
    // Through the first curve's smallest resolved point.
    if let anchor = curves.lazy.compactMap({ Self.resolved($0, measure).first }).first {
      plot.power(measure.slope, through: (anchor.x, anchor.y), "line dotted plain")
    }
    for curve in curves {
      let floors = curve.points.compactMap { point in
        point[keyPath: measure.estimate].map { (point.learningRate, $0.floor) }
      }
      plot.line(floors, "line dashed " + curve.look.colour)
      plot.line(curve.theory.map { ($0.rate, measure.law($0.law).value) }, "line " + curve.look.colour)
      plot.draw(Self.resolved(curve, measure), look(curve))
      plot.draw(Self.bounds(curve, measure), curve.look.with(symbol: .bound))
      plot.draw(curve.short.map { ($0.learningRate, y.clamped(0), nil) }, curve.look.with(symbol: .cross))
    }
    return plot.picture
  }

  private static let rate = "learning rate η (absolute, on U = −ln posterior)"

  /// A sampler's points, joined by lines where there is no law to be seen beside them.
  private func look(_ curve: Curve) -> Look {
    var look = curve.look
    look.line = curve.theory.isEmpty ? "line" : nil
    return look
  }

  private func words(_ measure: Measure) -> String {
    curves.map { curve in
      let ends = Self.resolved(curve, measure)
      guard let first = ends.first, let last = ends.last else { return "\(curve.name) is not resolved" }
      return "\(curve.name) from \(shortened(first.y)) at η = \(shortened(first.x)) to \(shortened(last.y)) at "
        + "η = \(shortened(last.x))"
    }.joined(separator: "; ")
  }

  /// Points less their law, over their standard error.
  private func residuals(_ measure: Measure) -> Picture? {
    let series = curves.map { curve in
      (
        look: curve.look,
        points: curve.points.compactMap { point -> (x: Double, residual: Double)? in
          guard let seen = point[keyPath: measure.estimate], seen.resolved, let law = point.theory.map(measure.law)
          else { return nil }
          let error = (seen.upper - seen.lower) / (2 * 1.96)
          let whole = (error * error + law.error * law.error).squareRoot()
          return (point.learningRate, (seen.estimate - law.value) / whole)
        }
      )
    }
    let name = measure.title.prefix { $0 != "," && $0 != "(" }
    return .residuals(
      series, x: rates, height: 160,
      titles: ("Residuals of \(name)", Self.rate, "(\(name) − stationary law)/standard error"))
  }

  private static func resolved(_ curve: Curve, _ measure: Measure) -> [Plot.Point] {
    curve.points.compactMap { point in
      guard let divergence = point[keyPath: measure.estimate], divergence.resolved else { return nil }
      return (point.learningRate, divergence.estimate, (divergence.lower, divergence.upper))
    }
  }

  private static func bounds(_ curve: Curve, _ measure: Measure) -> [Plot.Point] {
    curve.points.compactMap { point in
      guard let divergence = point[keyPath: measure.estimate], !divergence.resolved else { return nil }
      return (point.learningRate, divergence.upper, nil)
    }
  }

  /// The samplers, and what is drawn of each in its colour.
  private var key: [KeyEntry] {
    func looks(_ look: (Curve) -> Look, where isShown: (Curve) -> Bool) -> [Look] { curves.filter(isShown).map(look) }
    func has(_ curve: Curve, resolved: Bool) -> Bool {
      curve.points.contains { [$0.kl, $0.wasserstein2].contains { $0?.resolved == resolved } }
    }
    let kinds = [
      ("stationary law", looks({ $0.look.with(line: "line") }) { !$0.theory.isEmpty }),
      ("Monte Carlo floor", looks({ $0.look.with(line: "line dashed") }) { $0.points.contains { $0.kl != nil } }),
      ("95 % upper bound", looks({ $0.look.with(symbol: .bound) }) { has($0, resolved: false) }),
      ("chains too short", looks({ $0.look.with(symbol: .cross) }) { !$0.short.isEmpty }),
    ]
    let isSloped = curves.contains { has($0, resolved: true) }
    return curves.map { KeyEntry($0.name, [look($0)]) }
      + (isSloped ? [KeyEntry("slope 2 of KL, 1 of W₂", [Look(colour: "plain", line: "line dotted")])] : [])
      + kinds.filter { !$0.1.isEmpty }.map { KeyEntry($0.0, $0.1) }
  }
}

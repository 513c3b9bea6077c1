import PosteriorDiagnostics

// What a sweep shows, in sentences.
extension SweepReport {
  /// A sentence or two a sampler, then how samplers compare and what speaks against the numbers.
  var findings: [String] {
    result.points.map(\.label).distinct.map { label in
      finding(label, result.points.filter { $0.label == label }.sorted { $0.learningRate < $1.learningRate })
    } + comparisons
  }

  private func finding(_ label: String, _ points: [SweepPoint]) -> String {
    let resolved = points.compactMap { point in
      point.kl.flatMap { $0.resolved ? (rate: point.learningRate, kl: $0.estimate) : nil }
    }
    let laws = points.compactMap { point in point.theory.map { (rate: point.learningRate, kl: $0.kl) } }
    var parts: [String] = []
    if let (first, last) = Self.ends(resolved) {
      parts.append(
        "KL is \(shortened(first.kl)) at η = \(shortened(first.rate))"
          + (last.rate > first.rate ? " and \(shortened(last.kl)) at η = \(shortened(last.rate))" : ""))
    } else if let (first, last) = Self.ends(laws) {
      parts.append(
        "by its stationary law KL is \(shortened(first.kl)) at η = \(shortened(first.rate)) and "
          + "\(shortened(last.kl)) at η = \(shortened(last.rate))")
    }
    let bounded = points.compactMap(\.kl).filter { !$0.resolved }
    if !bounded.isEmpty { parts.append("at \(rates(bounded.count)) only an upper bound of KL is known") }
    let short = points.compactMap(\.epochsNeeded)
    if let most = short.max() {
      parts.append("at \(rates(short.count)) its chains were too short: --epochs \(most) would do at least")
    }
    if let first = points.first(where: { $0.status == .diverged }) {
      parts.append("it diverges at η = \(shortened(first.learningRate))")
    }
    return "\(label): " + (parts.isEmpty ? "nothing is known" : parts.joined(separator: "; ")) + "."
  }

  private func rates(_ count: Int) -> String { count == 1 ? "one rate" : "\(count) rates" }

  private static func ends<Point>(_ points: [Point]) -> (Point, Point)? {
    points.first.flatMap { first in points.last.map { (first, $0) } }
  }
}

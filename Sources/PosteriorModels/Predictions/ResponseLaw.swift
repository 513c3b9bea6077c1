import Foundation

/// The law of a response in new rows, given a model's parameters: a distribution, or a mixture of some.
///
/// What the parameters decide stands in columns, a number for each row. A law knows the places of its own.
package struct ResponseLaw: Sendable {
  /// The names of what is drawn: one, or one for each of several columns that have one distribution.
  package let names: [String]
  /// The distribution, or the parts of a mixture.
  var parts: [Part]
  /// The interval that the whole is truncated to.
  var interval = Interval()

  struct Part: Sendable {
    enum Kind: Sendable {
      /// Always one number.
      case point(Double)
      /// A distribution, and the places of its arguments' elements.
      case distribution(Distribution, [[Int]])
    }

    let kind: Kind
    /// The place of the logarithm of the part's probability; nil where it is the only one.
    var logWeight: Int?
    var interval = Interval()

    fileprivate func draw(_ row: Int, _ columns: [[Double]], _ random: inout some RandomSource) -> [Double] {
      guard case .distribution(let distribution, let places) = kind else {
        return if case .point(let number) = kind { [number] } else { [.nan] }
      }
      let arguments = places.map { $0.map { columns[$0][row] } }
      for _ in 0..<ResponseLaw.patience {
        let value = distribution.draw(arguments, using: &random)
        if interval.isLine || value[0].isNaN || interval.contains(value[0], row, columns) { return value }
      }
      return [.nan]
    }
  }

  /// An interval: the places of its ends, where it has them.
  struct Interval: Sendable {
    var low: Int?
    var high: Int?

    var isLine: Bool { low == nil && high == nil }

    func contains(_ value: Double, _ row: Int, _ columns: [[Double]]) -> Bool {
      (low.map { value >= columns[$0][row] } ?? true) && (high.map { value <= columns[$0][row] } ?? true)
    }
  }

  /// The most draws of which none may lie in an interval.
  fileprivate static let patience = 100_000

  /// Draws the response of a row. Not a number where its distribution has no such arguments, or hardly ever lies in its
  /// interval.
  package func draw(_ row: Int, _ columns: [[Double]], using random: inout some RandomSource) -> [Double] {
    for _ in 0..<Self.patience {
      let value = chosen(row, columns, &random).draw(row, columns, &random)
      if interval.isLine || value[0].isNaN || interval.contains(value[0], row, columns) { return value }
    }
    return names.map { _ in .nan }
  }

  private func chosen(_ row: Int, _ columns: [[Double]], _ random: inout some RandomSource) -> Part {
    guard parts.count > 1 else { return parts[0] }
    var rest = random.uniform()
    for part in parts.dropLast() {
      rest -= part.logWeight.map { exp(columns[$0][row]) } ?? 1
      if rest < 0 { return part }
    }
    return parts[parts.count - 1]
  }

  /// The mean of a row's response given the parameters. Not a number where there is none, or none is known: inside an
  /// interval.
  package func mean(_ row: Int, _ columns: [[Double]]) -> [Double] {
    var sum = names.map { _ in 0.0 }
    for part in parts {
      let weight = parts.count == 1 ? 1 : part.logWeight.map { exp(columns[$0][row]) } ?? .nan
      let mean: [Double]
      switch part.kind {
      case .point(let number): mean = [number]
      case .distribution(let distribution, let places):
        mean = distribution.mean(places.map { $0.map { columns[$0][row] } })
      }
      let isKnown = part.interval.isLine && interval.isLine
      for place in sum.indices { sum[place] += weight * (isKnown && place < mean.count ? mean[place] : .nan) }
    }
    return sum
  }

  /// The probabilities of a row's categories 1, 2, …, where the response is one of those.
  package func probabilities(_ row: Int, _ columns: [[Double]]) -> [Double]? {
    guard case .distribution(let distribution, let places)? = parts.first?.kind, parts.count == 1, interval.isLine,
      parts[0].interval.isLine
    else { return nil }
    return distribution.probabilities(places.map { $0.map { columns[$0][row] } })
  }

  /// How many categories the response has; nil where it is a number.
  package var categoryCount: Int? {
    guard case .distribution(let distribution, let places)? = parts.first?.kind, parts.count == 1, interval.isLine,
      parts[0].interval.isLine, distribution.support == .categories
    else { return nil }
    return distribution.name == "ordered_logistic" ? places[1].count + 1 : places[0].count
  }
}

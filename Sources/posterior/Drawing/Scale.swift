import Foundation

/// How numbers become places along an axis.
struct Scale {
  /// The numbers at the axis's ends.
  let range: ClosedRange<Double>
  /// The places of its ends.
  let places: (first: Double, last: Double)

  /// An axis for all finite numbers among some, with room at both ends; nil where there is none, or they are too far
  /// apart to compute with.
  ///
  /// - Parameter room: The share of the numbers' range that is left free at each end.
  init?(_ numbers: some Sequence<Double>, room: Double = 0.04, from first: Double, to last: Double) {
    var (lower, upper) = (Double.infinity, -Double.infinity)
    for number in numbers where number.isFinite { (lower, upper) = (min(lower, number), max(upper, number)) }
    guard lower <= upper else { return nil }
    let width = upper - lower
    let margin = width > 0 ? room * width : max(abs(lower) / 10, 1e-300)
    if lower == 0, upper == 0 { (lower, upper) = (-1, 1) } else { (lower, upper) = (lower - margin, upper + margin) }
    guard (upper - lower).isFinite, (upper - lower).isNormal else { return nil }
    (range, places) = (lower...upper, (first, last))
  }

  /// The place of a number.
  func callAsFunction(_ number: Double) -> Double {
    let share = (number - range.lowerBound) / (range.upperBound - range.lowerBound)
    return places.first + share * (places.last - places.first)
  }

  /// Round numbers along the axis, as many as there is room for, and how they are written.
  ///
  /// - Parameter room: The pixels that a label takes, given its characters.
  func ticks(room: (Int) -> Double) -> [(number: Double, label: String)] {
    let width = range.upperBound - range.lowerBound
    for count in [6.0, 4, 3, 2, 1] {
      let ticks = ticks(count: count, width: width)
      let widest = ticks.map(\.label.count).max() ?? 0
      if Double(ticks.count) * room(widest) <= abs(places.last - places.first) { return ticks }
    }
    return []
  }

  private func ticks(count: Double, width: Double) -> [(number: Double, label: String)] {
    let power = pow(10, log10(width / count).rounded(.down))
    let step = [1, 2, 5].map { $0 * power }.first { $0 >= 0.999 * width / count } ?? 10 * power
    let (first, last) = ((range.lowerBound / step).rounded(.up), (range.upperBound / step).rounded(.down))
    // Beyond that labels would have more digits than there is room for.
    guard step.isNormal, abs(first) < 1e9, abs(last) < 1e9, first <= last else { return [] }
    let largest = max(abs(first), abs(last), 1)
    // Whole numbers of up to six digits are written out.
    let whole = largest * step < 1e6 ? largest * step : 1
    let digits = Int(log10(max(largest, whole)).rounded(.down)) + 2
    return (Int(first)...Int(last)).map { place in
      let number = Double(place) * step
      let text = String(format: "%.\(digits)g", number)
      return (number, text.replacingOccurrences(of: "-", with: "−"))
    }
  }
}

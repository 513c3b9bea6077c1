import Foundation

/// How numbers become places along an axis.
struct Scale {
  /// The numbers at the axis's ends; their logarithms to base 10 where it is logarithmic.
  let range: ClosedRange<Double>
  /// The places of its ends.
  let places: (first: Double, last: Double)
  private var isLogarithmic = false

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

  /// A logarithmic axis for all positive numbers among some, of at least a decade; nil where there is none.
  init?(logarithmic numbers: some Sequence<Double>, room: Double = 0.06, from first: Double, to last: Double) {
    let logarithms = numbers.filter { $0 > 0 }.map(log10).filter(\.isFinite)
    guard let low = logarithms.min(), let high = logarithms.max() else { return nil }
    let missing = max(0, 1 - (high - low)) / 2
    self.init([low - missing, high + missing], room: room, from: first, to: last)
    isLogarithmic = true
  }

  /// The place of a number; not finite where it has none.
  func callAsFunction(_ number: Double) -> Double {
    let number = isLogarithmic ? log10(number) : number
    let share = (number - range.lowerBound) / (range.upperBound - range.lowerBound)
    return places.first + share * (places.last - places.first)
  }

  /// The number on the axis that is next to one.
  func clamped(_ number: Double) -> Double {
    let ends = isLogarithmic ? pow(10, range.lowerBound)...pow(10, range.upperBound) : range
    return min(max(number, ends.lowerBound), ends.upperBound)
  }

  /// Round numbers along the axis, as many as there is room for, and how they are written: nothing for those between.
  ///
  /// - Parameter room: The pixels that a label takes, given its characters.
  func ticks(room: (Int) -> Double) -> [(number: Double, label: String)] {
    if isLogarithmic { return decades(room: room) }
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
      return (number, Self.written(String(format: "%.\(digits)g", number)))
    }
  }
}

// Logarithmic axes.
extension Scale {
  /// The powers of ten, with labels at all or at every so many of them; at 2 and 5 between them where there is room.
  private func decades(room: (Int) -> Double) -> [(number: Double, label: String)] {
    let powers = Int(range.lowerBound.rounded(.down))...Int(range.upperBound.rounded(.down))
    let isPlain = range.lowerBound > -3.5 && range.upperBound < 4.5
    for (digits, stride) in [([1, 2, 5], 1)] + [1, 2, 3, 5, 10, 20, 50, 100, 200].map({ ([1], $0) }) {
      let ticks = powers.flatMap { power in
        (1...(stride == 1 ? 9 : 1)).map { digit in
          let isLabelled = digits.contains(digit) && power.isMultiple(of: stride)
          return (Double(digit) * pow(10, Double(power)), isLabelled ? Self.label(digit, power, isPlain) : "")
        }
      }.filter { range.contains(log10($0.0)) }
      let labelled = ticks.filter { !$0.1.isEmpty }
      let isRoomy = zip(labelled, labelled.dropFirst()).allSatisfy {
        abs(self($0.0) - self($1.0)) >= (room($0.1.count) + room($1.1.count)) / 2
      }
      if isRoomy { return ticks }
    }
    return []
  }

  private static func label(_ digit: Int, _ power: Int, _ isPlain: Bool) -> String {
    if isPlain { return String(format: "%g", Double(digit) * pow(10, Double(power))) }
    return written("\(digit)e\(power)")
  }

  /// A number of a program as people write it: "−2·10⁻⁵" for "-2e-05".
  private static func written(_ text: String) -> String {
    let parts = text.replacing("-", with: "−").split(separator: "e")
    guard parts.count == 2, let power = Int(parts[1].replacing("−", with: "-")) else { return parts.joined() }
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    let raised = "\(power.magnitude)".compactMap(\.wholeNumberValue).map { String(digits[$0]) }.joined()
    return (parts[0] == "1" ? "" : "\(parts[0])·") + "10" + (power < 0 ? "⁻" : "") + raised
  }
}

import Foundation

/// What is looked at of a response's values in a data set: some statistics, and the shares of the rows in some bins.
struct ResponseOutline: Sendable {
  /// The response's place among those that are drawn.
  let place: Int
  /// Names of the statistics.
  let statistics: [String]
  /// The classes; none where the response is a number.
  let classes: [String]
  /// The lowest bin's lower end, the width of a bin, and how many there are.
  let lower: Double
  let width: Double
  let binCount: Int

  /// More classes have no bin of their own, and none is looked at.
  private static let mostClasses = 30

  /// - Parameters:
  ///   - observed: The observed values; nil is made where they tell nothing.
  ///   - classes: The classes, numbered from `firstClass`.
  init?(_ observed: [Double], _ place: Int, classes: [String], firstClass: Int) {
    guard let least = observed.min(), let most = observed.max(), least.isFinite, most.isFinite, observed.count > 1
    else { return nil }
    self.place = place
    let isWhole = observed.allSatisfy { $0 == $0.rounded() }
    let isBinary = isWhole && least >= 0 && most <= 1
    let classes = classes.isEmpty && isBinary ? ["0", "1"] : classes
    self.classes = classes
    guard classes.isEmpty else {
      guard classes.count <= Self.mostClasses else { return nil }
      statistics = classes.dropFirst(classes.count == 2 ? 1 : 0).map { "share of \($0)" }
      (lower, width, binCount) = (Double(firstClass) - 0.5, 1, classes.count)
      return
    }
    statistics =
      ["mean", "standard deviation", "smallest value", "largest value"]
      + (observed.contains(0) ? ["share of zeros"] : [])
    let margin = 0.25 * (most - least)
    guard margin > 0, margin.isFinite, margin.isNormal else { return nil }
    if isWhole, most - least < 1e9 {
      // Bins of as many whole numbers each.
      let first = least >= 0 ? max(0, (least - margin).rounded()) : (least - margin).rounded()
      width = max(1, ((most + margin - first) / 30).rounded(.up))
      (lower, binCount) = (first - 0.5, Int(((most + margin - first) / width).rounded(.up)) + 1)
    } else {
      (lower, width, binCount) = (least - margin, (most - least + 2 * margin) / 30, 30)
    }
  }

  /// Names of all numbers of a data set.
  var names: [String] { statistics + (0..<binCount).map { classes.isEmpty ? "" : classes[$0] } }

  /// The middle of a bin.
  func middle(_ bin: Int) -> Double { lower + width * (Double(bin) + 0.5) }

  /// The statistics of a data set's values, then the shares in the bins.
  func numbers(of values: [Double]) -> [Double] {
    let count = Double(values.count)
    var shares = [Double](repeating: 0, count: binCount)
    for value in values {
      let place = ((value - lower) / width).rounded(.down)
      if place >= 0, place < Double(binCount) { shares[Int(place)] += 1 / count }
    }
    guard classes.isEmpty else { return shares.suffix(statistics.count) + shares }
    let (mean, deviation) = (values.mean, values.standardDeviation)
    let zeros = Double(values.count { $0 == 0 }) / count
    let ends = [values.min() ?? .nan, values.max() ?? .nan]
    return [mean, deviation] + ends + (statistics.count > 4 ? [zeros] : []) + shares
  }
}

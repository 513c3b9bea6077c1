extension Lowering {
  /// Refuses data outside a distribution's support.
  func check(
    _ target: Target, in distribution: Distribution, _ arguments: [Quantity]
  ) throws(ModelError) {
    guard let numbers = target.quantity.known else { return }
    try checkFinite(target.quantity, target.range)
    let support = distribution.support
    if support == .simplex {
      if numbers.allSatisfy({ $0 > 0 }), abs(numbers.reduce(0, +) - 1) < 1e-8 { return }
      throw source.error(at: target.range, "\(target.text) is no simplex: positive numbers whose sum is 1")
    }
    for (place, number) in numbers.prefix(seenRows ?? numbers.count).enumerated() {
      func argument(_ index: Int) -> Double? {
        guard let values = arguments[index].known else { return nil }
        return values.count == 1 ? values[0] : place < values.count ? values[place] : nil
      }
      let (holds, text): (Bool, String)
      switch support {
      case .real, .vector, .simplex: return
      case .positive where distribution.allowsZero: (holds, text) = (number >= 0, "0 or more")
      case .positive: (holds, text) = (number > 0, "positive numbers")
      case .unit: (holds, text) = (number > 0 && number < 1, "between 0 and 1")
      case .binary: (holds, text) = (number == 0 || number == 1, "0 or 1")
      case .counts: (holds, text) = (isWhole(number), "0, 1, 2, …")
      case .countsUpTo(let index):
        let limit = argument(index) ?? .infinity
        (holds, text) = (isWhole(number) && number <= limit, "0, …, \(written(limit))")
      case .above(let index):
        let low = argument(index) ?? -.infinity
        (holds, text) = (number >= low, "\(written(low)) or more")
      case .between(let first, let second):
        let (low, high) = (argument(first) ?? -.infinity, argument(second) ?? .infinity)
        (holds, text) = (number >= low && number <= high, "from \(written(low)) to \(written(high))")
      case .categories:
        let count = categoryCount(distribution, arguments)
        (holds, text) = (isWhole(number) && number >= 1 && number <= Double(count), "1, …, \(count)")
      }
      if !holds {
        throw source.error(
          at: target.range, "\(value(number, at: place, target)) is outside \(distribution.name)'s support (\(text))")
      }
    }
  }

  private func isWhole(_ number: Double) -> Bool { number >= 0 && number == number.rounded() }

  private func categoryCount(_ distribution: Distribution, _ arguments: [Quantity]) -> Int {
    let count = arguments.lazy.compactMap { $0.vectorCount ?? $0.columnCount }.first ?? 1
    return distribution.name == "ordered_logistic" ? count + 1 : count
  }
}

extension Distribution {
  /// Whether the density at 0 is a number.
  var allowsZero: Bool { name.hasPrefix("half_") || name == "exponential" }
}

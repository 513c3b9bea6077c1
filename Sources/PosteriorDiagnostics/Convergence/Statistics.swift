// Sums over long series. Differences from the first element are summed: the mean of equal numbers is that number.

extension Span<Double> {
  /// The mean of at least one number.
  var mean: Double {
    let first = self[0]
    return first + sum { $0 - first } / Double(count)
  }

  /// The mean, and the variance with n − 1 below.
  var moments: (mean: Double, variance: Double) {
    let mean = mean
    return (mean, sum { ($0 - mean) * ($0 - mean) } / Double(count - 1))
  }

  /// Σ f(xᵢ) in eight partial sums, which are both faster and more accurate than one.
  @inline(__always)
  func sum(_ f: (Double) -> Double) -> Double {
    var sums = SIMD8<Double>.zero
    let whole = count & ~7
    var i = 0
    while i < whole {
      var block = SIMD8<Double>.zero
      for lane in 0..<8 { block[lane] = f(self[unchecked: i + lane]) }
      sums += block
      i += 8
    }
    var rest = 0.0
    while i < count {
      rest += f(self[unchecked: i])
      i += 1
    }
    return sums.sum() + rest
  }
}

extension [Double] {
  /// The mean.
  package var mean: Double { span.mean }

  /// The variance, with n − 1 below.
  var variance: Double { span.moments.variance }

  /// The quantile at a probability of numbers in ascending order, by linear interpolation: R's type 7, numpy's default.
  package func quantile(ofAscending probability: Double) -> Double {
    precondition(probability >= 0 && probability <= 1, "a probability cannot be \(probability)")
    let n = Double(count)
    // In SciPy's order of operations, so that which draws are at or below a quantile does not hang on rounding.
    let position = n * probability + (1 - probability)
    let below = Swift.min(Swift.max(position, 1), Swift.max(n - 1, 1)).rounded(.down)
    let share = Swift.min(Swift.max(position - below, 0), 1)
    return (1 - share) * self[Int(below) - 1] + share * self[Swift.min(Int(below), count - 1)]
  }

  /// Whether all elements are the same number.
  var isConstant: Bool {
    guard let first else { return true }
    return allSatisfy { $0 == first }
  }
}

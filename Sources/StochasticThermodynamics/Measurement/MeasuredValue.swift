/// A mean over a run, with its Monte Carlo error by batch means.
public struct MeasuredValue: Sendable, Hashable, Codable {
  /// The mean over the run.
  public let measured: Double
  /// The Monte Carlo standard error of the mean.
  public let standardError: Double
  /// The ends of the 95 % interval, by Student's t.
  public let lower: Double, upper: Double

  /// Whether the 95 % interval holds a value.
  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

  /// The mean of a quantity from its sums and counts over batches, each much longer than the chain's memory.
  init(sums: [Double], counts: [Double]) {
    let count = counts.reduce(0, +)
    let mean = sums.reduce(0, +) / count
    let deviations = zip(sums, counts).map { $0 - mean * $1 }
    self.init(mean, deviations: deviations.map { $0 / count })
  }

  /// An estimate from the contributions of batches to its error, which sum to zero.
  init(_ estimate: Double, deviations: [Double]) {
    let degrees = Double(max(1, deviations.count - 1))
    standardError = (deviations.dot(deviations) * Double(deviations.count) / degrees).squareRoot()
    let reach = SpecialFunctions.studentTQuantile(0.975, degrees: degrees) * standardError
    (measured, lower, upper) = (estimate, estimate - reach, estimate + reach)
  }

  /// The same measurement of scale · x + offset.
  func transformed(scale: Double, offset: Double) -> MeasuredValue {
    MeasuredValue(
      measured: scale * measured + offset, standardError: abs(scale) * standardError,
      ends: (scale * lower + offset, scale * upper + offset))
  }

  private init(measured: Double, standardError: Double, ends: (Double, Double)) {
    self.measured = measured
    self.standardError = standardError
    (lower, upper) = (min(ends.0, ends.1), max(ends.0, ends.1))
  }
}

/// A matrix measured over a run, with the standard error of each element.
public struct MeasuredMatrix: Sendable, Hashable {
  /// The matrix: d × d.
  public let measured: Matrix
  /// The standard error of each element by batch means: d × d.
  public let standardError: Matrix

  /// A matrix, its error from the spread of the same matrix over batches of equal length.
  init(_ measured: Matrix, batches: [Matrix]) {
    self.measured = measured
    let count = Double(batches.count)
    var (sums, squares) = (Matrix(rowCount: measured.rowCount, columnCount: measured.columnCount), [Double]())
    for batch in batches { sums = sums + batch }
    let mean = 1 / count * sums
    squares = [Double](repeating: 0, count: mean.elements.count)
    for batch in batches {
      for (i, deviation) in (batch - mean).elements.enumerated() { squares[i] += deviation * deviation }
    }
    let variances = squares.map { ($0 / (count * max(1, count - 1))).squareRoot() }
    standardError = Matrix(columnCount: measured.columnCount, elements: variances)
  }
}

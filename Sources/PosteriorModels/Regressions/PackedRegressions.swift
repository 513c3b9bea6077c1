// How the regressions are packed.

extension PackedModel {
  /// A regression's rows, each times a number, with another number behind it.
  private static func rows(
    of design: Matrix, times factor: (Int) -> Double = { _ in 1 }, followedBy last: (Int) -> Double
  ) -> AlignedNumbers<Double> {
    AlignedNumbers(count: 8 * design.rowCount) { numbers in
      for i in 0..<design.rowCount {
        for j in 0..<design.columnCount { numbers[8 * i + j] = factor(i) * design[i, j] }
        numbers[8 * i + design.columnCount] = last(i)
      }
    }
  }

  /// Linear regression; nil where the design is too wide.
  static func linearRegression(
    _ design: Matrix, _ responses: [Double], noisePrecision: Double, prior: NormalPrior
  ) -> PackedModel? {
    guard design.columnCount <= mostParameters else { return nil }
    var contents = Contents(
      .linear, exampleCount: design.rowCount, parameters: design.columnCount, priorPrecision: prior.precision,
      rows(of: design, followedBy: { responses[$0] }))
    contents.noisePrecision = noisePrecision
    return PackedModel(contents)
  }

  /// Logistic regression of labels with the given signs; nil where the design is too wide, or the prior neither normal
  /// nor flat.
  static func logisticRegression(_ design: Matrix, signs: [Int8], prior: Prior) -> PackedModel? {
    guard design.columnCount <= mostParameters, let precision = prior.normalPrecision else { return nil }
    return PackedModel(
      Contents(
        .logistic, exampleCount: design.rowCount, parameters: design.columnCount, priorPrecision: precision,
        rows(of: design, times: { Double(signs[$0]) }, followedBy: { Double(signs[$0]) })))
  }

  /// Poisson regression; nil where the design is too wide, or the prior neither normal nor flat.
  static func poissonRegression(
    _ design: Matrix, counts: [Int], offsets: [Double], prior: Prior
  ) -> PackedModel? {
    guard design.columnCount <= mostParameters, let precision = prior.normalPrecision else { return nil }
    var contents = Contents(
      .poisson, exampleCount: design.rowCount, parameters: design.columnCount, priorPrecision: precision,
      rows(of: design, followedBy: { Double(counts[$0]) }))
    if offsets.contains(where: { $0 != 0 }) { contents.shifts = AlignedNumbers(offsets) }
    return PackedModel(contents)
  }
}

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
    _ design: Matrix, _ responses: [Double], noisePrecision: Double, prior: IndependentNormals
  ) -> PackedModel? {
    guard design.columnCount <= mostParameters else { return nil }
    var contents = Contents(
      .linear, exampleCount: design.rowCount, prior: prior,
      rows(of: design, followedBy: { responses[$0] }))
    contents.noisePrecision = noisePrecision
    return PackedModel(contents)
  }

  /// Logistic regression of labels with the given signs; nil where the design is too wide, or there is no prior.
  static func logisticRegression(_ design: Matrix, signs: [Int8], prior: IndependentNormals?) -> PackedModel? {
    guard design.columnCount <= mostParameters, let prior else { return nil }
    return PackedModel(
      Contents(
        .logistic, exampleCount: design.rowCount, prior: prior,
        rows(of: design, times: { Double(signs[$0]) }, followedBy: { Double(signs[$0]) })))
  }

  /// Poisson regression; nil where the design is too wide, or there is no prior.
  static func poissonRegression(
    _ design: Matrix, counts: [Int], offsets: [Double], prior: IndependentNormals?
  ) -> PackedModel? {
    guard design.columnCount <= mostParameters, let prior else { return nil }
    var contents = Contents(
      .poisson, exampleCount: design.rowCount, prior: prior,
      rows(of: design, followedBy: { Double(counts[$0]) }))
    if offsets.contains(where: { $0 != 0 }) { contents.shifts = AlignedNumbers(offsets) }
    return PackedModel(contents)
  }
}

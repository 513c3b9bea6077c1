// What the models' initialisers ask of their data.

extension Matrix {
  /// Stops the program unless there are examples, a row each, and as many of something as there are examples.
  func checkExamples(_ count: Int, _ things: String) {
    precondition(rowCount > 0, "a model needs at least one example")
    precondition(count == rowCount, "\(count) \(things) for \(rowCount) examples")
  }

  /// The coefficients' names β[1] to β[d] of a design.
  var coefficientNames: [String] { (1...columnCount).map { "β[\($0)]" } }
}

/// 1/σ², for a standard deviation σ of noise that must be positive and finite.
func precision(ofNoise standardDeviation: Double) -> Double {
  precondition(
    standardDeviation > 0 && standardDeviation.isFinite,
    "the noise standard deviation must be positive, not \(standardDeviation)")
  return 1 / (standardDeviation * standardDeviation)
}

/// Stops the program unless all labels are classes 0 to K − 1, and K at least 2.
func checkLabels(_ labels: [Int], classCount: Int) {
  precondition(classCount >= 2, "a model needs at least two classes, not \(classCount)")
  precondition(labels.allSatisfy { (0..<classCount).contains($0) }, "labels must be 0 to \(classCount - 1)")
}

import Foundation

// The categorical likelihood of K classes, the first of which is the reference: its logit is 0, and the others' are
// K − 1 numbers z. With K = 2 it is the logistic likelihood.

extension Span<Double> {
  /// ln P(class) = z_class − ln(1 + Σ e^z), the logits being z.
  func logSoftmax(of class: Int) -> Double {
    var top = 0.0
    for k in 0..<count { top = Swift.max(top, self[unchecked: k]) }
    var sum = exp(-top)
    for k in 0..<count { sum += exp(self[unchecked: k] - top) }
    return (`class` == 0 ? 0 : self[`class` - 1]) - top - log(sum)
  }
}

extension MutableSpan<Double> {
  /// Replaces the logits z, which begin at place `start`, by scale · ∂ ln P(class)/∂z: scale · (1 − P) for the
  /// class itself and −scale · P elsewhere.
  mutating func replaceLogitsByLogSoftmaxGradient(of class: Int, scaledBy scale: Double, from start: Int = 0) {
    var top = 0.0
    for k in start..<count { top = Swift.max(top, self[k]) }
    var sum = exp(-top)
    for k in start..<count {
      self[k] = exp(self[k] - top)
      sum += self[k]
    }
    for k in start..<count { self[k] *= -scale / sum }
    if `class` > 0 { self[start + `class` - 1] += scale }
  }

  /// The same for n examples, whose logits stand class by class, n places each, with n more places for those of the
  /// reference class.
  ///
  /// - Returns: Σ ln P(class) as a sum and a product whose logarithm is to be taken off it.
  @discardableResult
  mutating func replaceLogitsByLogSoftmaxGradients(
    of labels: [Int], examples: Span<Int32>, scaledBy scale: Double
  ) -> (sum: Double, product: Double) {
    let n = examples.count
    var (value, product) = (0.0, 1.0)
    for i in 0..<n {
      self[count - n + i] = 0
      var top = 0.0
      for place in stride(from: i, to: count, by: n) { top = Swift.max(top, self[place]) }
      for place in stride(from: i, to: count, by: n) { self[place] -= top }
      let label = labels[Int(examples[i])]
      value += self[label > 0 ? (label - 1) * n + i : count - n + i]
    }
    formExponentials()
    for i in 0..<n {
      var sum = 0.0
      for place in stride(from: i, to: count, by: n) { sum += self[place] }
      product *= sum
      for place in stride(from: i, to: count, by: n) { self[place] *= -scale / sum }
      let label = labels[Int(examples[i])]
      if label > 0 { self[(label - 1) * n + i] += scale }
    }
    return (value, product)
  }
}

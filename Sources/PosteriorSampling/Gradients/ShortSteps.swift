/// A model whose steps are shorter than the calls around them, in the form in which one loop takes many of them.
///
/// The loop makes the very steps that `step` makes one by one, bit for bit; only linear regression on a narrow design has one.
public struct ShortSteps: Sendable {
  let regression: NarrowRegression
  let shift: NarrowRegression.Shift?
  let precision: Double
  let noisePrecision: Double

  /// The same with control variates, in a model that has none.
  func relative(to anchor: Anchor) -> ShortSteps? {
    guard shift == nil else { return nil }
    let shift = NarrowRegression.Shift(values: anchor.notes, offset: anchor.gradient)
    return ShortSteps(
      regression: regression, shift: shift, precision: precision, noisePrecision: noisePrecision)
  }

  /// Takes Euler–Maruyama steps on full minibatches of the current epoch, `most` at the most, and writes the position after each
  /// into `trace` unless that is empty; returns their number.
  @usableFromInline
  func take(
    most: Int, order: MinibatchOrder, minibatches: inout Minibatches, rate: Double, temperature: Double,
    noise: inout NoiseIncrements, position: inout [Double], trace: inout MutableSpan<Double>,
    using random: inout GSLRandom
  ) -> Int {
    let isEpochEnd = minibatches.isEpochEnd
    let used = isEpochEnd ? 0 : minibatches.usedInEpoch
    let batchSize = minibatches.batchSize
    let fullMinibatches =
      order == .reshuffledEpochs ? minibatches.examples.count / batchSize : minibatches.countPerEpoch
    let count = min(most, fullMinibatches - used)
    guard count > 0 else { return 0 }
    let steps = NarrowSteps(
      order: order, batchSize: batchSize, next: order == .reshuffledEpochs ? used * batchSize : 0, rate: rate,
      temperature: temperature)
    let taken = regression.take(
      steps, most: count, shift: shift, precision: precision,
      scale: noisePrecision * Double(minibatches.examples.count) / Double(batchSize), examples: &minibatches.examples,
      noise: &noise.values, place: &noise.place, position: &position, trace: &trace, using: &random)
    guard taken > 0 else { return 0 }
    if isEpochEnd { minibatches.epochCount += 1 }
    minibatches.usedInEpoch = used + taken
    minibatches.current =
      order == .reshuffledEpochs ? minibatches.places(ofMinibatch: used + taken - 1) : 0..<batchSize
    return taken
  }
}

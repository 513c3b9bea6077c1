internal import CPosteriorKernels

/// How the loop over steps chooses minibatches.
public enum MinibatchOrder: Sendable, Hashable {
  /// Every example drawn independently.
  case withReplacement
  /// A new subset at every step.
  case freshSubsets
  /// Consecutive pieces of a new permutation each epoch.
  case reshuffledEpochs
}

/// What a loop over Euler–Maruyama steps changes as it goes, besides the position.
@usableFromInline
package struct NarrowSteps {
  let order: MinibatchOrder
  let batchSize: Int
  /// Where the next minibatch of a reshuffled epoch begins.
  let next: Int
  let rate: Double
  let temperature: Double

  /// Steps of length `rate` on minibatches of `batchSize` examples.
  @usableFromInline
  package init(order: MinibatchOrder, batchSize: Int, next: Int, rate: Double, temperature: Double) {
    self.order = order
    self.batchSize = batchSize
    self.next = next
    self.rate = rate
    self.temperature = temperature
  }
}

extension NarrowRegression {
  /// Takes up to `most` steps θ ← θ − rate · ∇U + √(2 · rate · temperature) ξ, fewer when one is not finite, and writes the position
  /// after each into `trace`, row after row, unless that is empty. An epoch must not end before.
  ///
  /// - Parameters:
  ///   - examples: All N indices, in their present order.
  ///   - noise: Normals drawn ahead, d a step.
  ///   - place: Where in `noise` the last ones used begin.
  /// - Returns: The number of steps taken: 0 unless the generator is xoshiro256++.
  @usableFromInline
  package func take(
    _ steps: NarrowSteps, most: Int, shift: Shift?, precision: Double, scale: Double, examples: inout [Int32],
    noise: inout [Double], place: inout Int, position: inout [Double], trace: inout MutableSpan<Double>,
    using random: inout GSLRandom
  ) -> Int {
    precondition(
      position.count == columnCount && examples.count == rowCount
        && (trace.isEmpty || trace.count >= most * columnCount),
      "vectors of different lengths")
    precondition(
      steps.next >= 0 && steps.batchSize > 0
        && steps.next + (steps.order == .reshuffledEpochs ? most : 1) * steps.batchSize <= rowCount,
      "the epoch ends before the steps")
    precondition(noise.count.isMultiple(of: columnCount) && place >= 0 && place < noise.count, "no noise at \(place)")
    let generator = random.unique()
    let order =
      switch steps.order {
      case .withReplacement: CPK_WITH_REPLACEMENT
      case .freshSubsets: CPK_FRESH_SUBSETS
      case .reshuffledEpochs: CPK_RESHUFFLED_EPOCHS
      }
    let (batchSize, next, count) = (steps.batchSize, steps.next, rowCount)
    let (drift, noiseScale) = (-steps.rate, (2 * steps.temperature * steps.rate).squareRoot())
    return elements.withUnsafeBufferPointer { elements in
      var model = model(elements, precision: precision, scale: scale)
      return withShift(shift, &model) { model in
        examples.withUnsafeMutableBufferPointer { examples in
          noise.withUnsafeMutableBufferPointer { noise in
            position.withUnsafeMutableBufferPointer { position in
              trace.withUnsafeMutableBufferPointer { trace in
                var batches = cpk_minibatches(
                  order: Int32(order), examples: examples.baseAddress, count: count, size: batchSize, next: next)
                var drawn = cpk_noise(values: noise.baseAddress, count: noise.count, place: place)
                let taken = cpk_take_narrow_steps(
                  &model, &batches, &drawn, generator, drift, noiseScale, most, position.baseAddress,
                  trace.isEmpty ? nil : trace.baseAddress)
                place = drawn.place
                return taken
              }
            }
          }
        }
      }
    }
  }

  private func withShift<Result>(
    _ shift: Shift?, _ model: inout cpk_narrow_regression, _ body: (inout cpk_narrow_regression) -> Result
  ) -> Result {
    guard let shift else { return body(&model) }
    precondition(
      shift.values.count == rowCount && shift.offset.count == columnCount, "vectors of different lengths")
    return shift.values.withUnsafeBufferPointer { values in
      shift.offset.withUnsafeBufferPointer { offset in
        model.responses = values.baseAddress
        model.offset = offset.baseAddress
        return body(&model)
      }
    }
  }
}

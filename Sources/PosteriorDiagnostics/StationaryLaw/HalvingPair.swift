/// Chains at a learning rate and at half of it, under the same noise.
struct HalvingPair<Sampler: PosteriorSampler> {
  private let (whole, half): (Sampler, Sampler)
  private let reference: GaussianReference
  private var (wholeRandom, halfRandom): (PairedNoise, PairedNoise)
  private var states: (whole: Sampler.State, half: Sampler.State)?

  init(_ whole: Sampler, _ half: Sampler, _ reference: GaussianReference, seed: UInt64) {
    (self.whole, self.half, self.reference) = (whole, half, reference)
    let stream = StreamSeed(seed).child("halving")
    wholeRandom = PairedNoise(stream, isWhole: true)
    halfRandom = PairedNoise(stream, isWhole: false)
  }

  /// Starts both chains at the mode, and throws away their first `burnIn` draws.
  mutating func start(burnIn: Int) throws(SamplingError) {
    states = (
      try whole.start(at: reference.mean, using: &wholeRandom), try half.start(at: reference.mean, using: &halfRandom)
    )
    _ = try batch(burnIn)
  }

  /// The mean over `length` draws of the chains' difference: of the whitened position over √2, and of its products over 2.
  mutating func batch(_ length: Int) throws(SamplingError) -> [Double] {
    guard var (first, second) = states else { preconditionFailure("the chains have not been started") }
    let d = reference.dimension
    var sum = [Double](repeating: 0, count: d + d * d)
    func add(_ position: [Double], scaledBy scale: Double) {
      let z = reference.cholesky.solveLower(zip(position, reference.mean).map(-))
      for i in 0..<d {
        sum[i] += scale * 0.5.squareRoot() * z[i]
        for j in 0..<d { sum[d + i * d + j] += scale * 0.5 * z[i] * z[j] }
      }
    }
    for _ in 0..<length {
      try whole.advance(&first, steps: whole.stepsPerDraw, using: &wholeRandom)
      try half.advance(&second, steps: 2 * half.stepsPerDraw, using: &halfRandom)
      add(first.position, scaledBy: 1 / Double(length))
      add(second.position, scaledBy: -1 / Double(length))
    }
    states = (first, second)
    return sum
  }
}

/// Choices of minibatches from a stream of its own, and normals from one that two chains share: each of the chain that takes half as
/// many steps is the sum of two of the other's, over √2, so that both are driven by one Brownian path.
private struct PairedNoise: RandomSource {
  private var choices: GSLRandom
  private var noise: GSLRandom
  private let isWhole: Bool
  private var buffer: [Double] = []

  init(_ stream: StreamSeed, isWhole: Bool) {
    choices = GSLRandom(stream: stream.child(isWhole ? "whole" : "half"))
    noise = GSLRandom(stream: stream.child("noise"))
    self.isWhole = isWhole
  }

  mutating func next() -> UInt64 { choices.next() }

  mutating func normal() -> Double {
    isWhole ? 0.5.squareRoot() * (noise.normal() + noise.normal()) : noise.normal()
  }

  mutating func fillNormal(_ values: inout MutableSpan<Double>) {
    noise.fillNormal(&values)
    guard isWhole else { return }
    var second: [Double] = []
    swap(&second, &buffer)
    if second.count != values.count { second = [Double](repeating: 0, count: values.count) }
    var span = second.mutableSpan
    noise.fillNormal(&span)
    for j in 0..<values.count { values[j] = 0.5.squareRoot() * (values[j] + span[j]) }
    swap(&second, &buffer)
  }

  mutating func shuffle(_ items: inout MutableSpan<Int32>, choosing chosen: Int) {
    choices.shuffle(&items, choosing: chosen)
  }

  mutating func fillIndices(_ buffer: inout MutableSpan<Int32>, first count: Int, below bound: Int) {
    choices.fillIndices(&buffer, first: count, below: bound)
  }
}

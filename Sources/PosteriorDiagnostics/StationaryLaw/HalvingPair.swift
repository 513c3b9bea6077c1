/// Chains at a learning rate and at half of it, under the same noise, as one chain of both positions side by side.
///
/// A draw of the chain at half the rate is as many steps again. All noise comes from streams of the pair's own.
struct HalvingPair<Sampler: PosteriorSampler>: PosteriorSampler {
  private let (whole, half): (Sampler, Sampler)
  private let stream: StreamSeed

  struct State: SamplerState {
    fileprivate var whole: Sampler.State
    fileprivate var half: Sampler.State
    fileprivate var wholeRandom: PairedRandomSource
    fileprivate var halfRandom: PairedRandomSource

    var position: [Double] { whole.position + half.position }
  }

  init(_ whole: Sampler, _ half: Sampler, seed: UInt64) {
    (self.whole, self.half) = (whole, half)
    stream = StreamSeed(seed).child("halving")
  }

  /// 2d.
  var dimension: Int { 2 * whole.dimension }

  /// Both chains at one position of d elements.
  func start(at position: [Double], using random: inout some RandomSource) throws(SamplingError) -> State {
    var wholeRandom = PairedRandomSource(stream, isWhole: true)
    var halfRandom = PairedRandomSource(stream, isWhole: false)
    return State(
      whole: try whole.start(at: position, using: &wholeRandom), half: try half.start(at: position, using: &halfRandom),
      wholeRandom: wholeRandom, halfRandom: halfRandom)
  }

  /// A draw of both chains.
  func step(_ state: inout State, using random: inout some RandomSource) throws(SamplingError) {
    try whole.advance(&state.whole, steps: whole.stepsPerDraw, using: &state.wholeRandom)
    try half.advance(&state.half, steps: 2 * half.stepsPerDraw, using: &state.halfRandom)
  }
}

/// Choices of minibatches from a stream of its own, and normals from one that two chains share: each of the chain that
/// takes half as many steps is the sum of two of the other's, over √2, so that both are driven by one Brownian path.
private struct PairedRandomSource: RandomSource, Codable {
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

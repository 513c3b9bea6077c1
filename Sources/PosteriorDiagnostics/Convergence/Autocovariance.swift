/// The mean autocovariance of several series of equal length, with its memory kept from one analysis to the next:
///
///     s̄ₜ = (1/m) Σ_c (1/n) Σᵢ (xᵢ − x̄)(xᵢ₊ₜ − x̄)
///
/// The first lags, all that quickly mixing chains need, are summed as they are asked for. Further ones come all at once
/// from the Wiener–Khinchin theorem: the transform of the power spectrum of each series padded with as many zeros. Two
/// series share a transform, as real and imaginary part, since the power of z = x + iy at k and −k is together that of
/// x and y; and all series share the transform back.
struct Autocovariance: Sendable {
  /// The lags that are cheaper summed than transformed.
  private static let summedLags = 24

  private let chainCount: Int
  private let length: Int
  private let transform: FourierTransform
  private var centred: [Double]
  private var summed: [Double] = []
  private var isTransformed = false
  private var buffer: [Double]
  private var scratch: [Double]
  private var power: [Double]

  /// Room for `chainCount` series of `length` numbers.
  init(chainCount: Int, length: Int) {
    self.chainCount = chainCount
    self.length = length
    transform = FourierTransform(count: FourierTransform.fastCount(atLeast: 2 * length))
    centred = [Double](repeating: 0, count: chainCount * length)
    buffer = [Double](repeating: 0, count: 2 * transform.count)
    scratch = buffer
    power = buffer
  }

  /// Takes series that stand one after another; returns their means.
  mutating func analyze(_ series: [Double]) -> [Double] {
    let (length, chainCount) = (length, chainCount)
    precondition(series.count == chainCount * length, "series of another length")
    let source = series.span
    var target = centred.mutableSpan
    var means: [Double] = []
    for first in stride(from: 0, to: chainCount * length, by: length) {
      let mean = source.extracting(first..<first + length).mean
      for i in first..<first + length { target[unchecked: i] = source[unchecked: i] - mean }
      means.append(mean)
    }
    summed.removeAll(keepingCapacity: true)
    isTransformed = false
    return means
  }

  /// s̄ at a lag below the length, of the series last analysed.
  mutating func callAsFunction(_ lag: Int) -> Double {
    precondition(lag >= 0 && lag < length, "no lag \(lag) in series of \(length)")
    if lag < Self.summedLags {
      while summed.count <= lag { summed.append(sum(atLag: summed.count)) }
      return summed[lag]
    }
    if !isTransformed { transformAll() }
    return power[2 * lag]
  }

  private func sum(atLag lag: Int) -> Double {
    let centred = centred.span
    var sum = 0.0
    for first in stride(from: 0, to: chainCount * length, by: length) {
      sum += centred.extracting(first..<first + length - lag)
        .pairwiseDot(centred.extracting(first + lag..<first + length))
    }
    return sum / Double(chainCount * length)
  }

  private mutating func transformAll() {
    for i in power.indices { power[i] = 0 }
    for chain in stride(from: 0, to: chainCount, by: 2) {
      load(chain)
      transform.transform(&buffer, scratch: &scratch)
      addPower()
    }
    transform.transform(&power, scratch: &scratch)
    let scale = 1 / (Double(transform.count) * Double(length) * Double(chainCount))
    for lag in 0..<length { power[2 * lag] *= scale }
    isTransformed = true
  }

  /// One series as real parts, and the next as imaginary parts.
  private mutating func load(_ chain: Int) {
    let (length, chainCount) = (length, chainCount)
    let centred = centred
    let x = centred.span
    var z = buffer.mutableSpan
    for i in 0..<z.count { z[unchecked: i] = 0 }
    for part in 0..<min(2, chainCount - chain) {
      let first = (chain + part) * length
      for i in 0..<length { z[unchecked: 2 * i + part] = x[unchecked: first + i] }
    }
  }

  private mutating func addPower() {
    let buffer = buffer
    let z = buffer.span
    var sum = power.mutableSpan
    for k in stride(from: 0, to: z.count, by: 2) {
      sum[unchecked: k] += z[unchecked: k] * z[unchecked: k] + z[unchecked: k + 1] * z[unchecked: k + 1]
    }
  }
}

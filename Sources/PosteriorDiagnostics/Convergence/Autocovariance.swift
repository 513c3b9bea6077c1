/// The mean autocovariance of several series of equal length, with their memory kept from one analysis to the next.
///
/// s̄ₜ = (1/m) Σ_c (1/n) Σᵢ (xᵢ − x̄)(xᵢ₊ₜ − x̄), by the Wiener–Khinchin theorem: the transform of the power spectrum of
/// each series padded with as many zeros. Two series share a transform, as real and imaginary part, since the power of
/// z = x + iy at k and −k is together that of x and y; and all series share the transform back.
struct Autocovariance: Sendable {
  private let chainCount: Int
  private let length: Int
  private let transform: FourierTransform
  private var buffer: [Double]
  private var scratch: [Double]
  private var power: [Double]

  /// Room for `chainCount` series of `length` numbers.
  init(chainCount: Int, length: Int) {
    self.chainCount = chainCount
    self.length = length
    transform = FourierTransform(count: FourierTransform.fastCount(atLeast: 2 * length))
    buffer = [Double](repeating: 0, count: 2 * transform.count)
    scratch = buffer
    power = buffer
  }

  /// s̄ at a lag, of the series last analysed.
  subscript(lag: Int) -> Double { power[2 * lag] }

  /// Analyses series that stand one after another; returns their means.
  mutating func analyze(_ series: [Double]) -> [Double] {
    precondition(series.count == chainCount * length, "series of another length")
    let means = (0..<chainCount).map { series.span.extracting($0 * length..<($0 + 1) * length).mean }
    for i in power.indices { power[i] = 0 }
    for chain in stride(from: 0, to: chainCount, by: 2) {
      load(series, chain, means)
      transform.transform(&buffer, scratch: &scratch)
      addPower()
    }
    transform.transform(&power, scratch: &scratch)
    let scale = 1 / (Double(transform.count) * Double(length) * Double(chainCount))
    for lag in 0..<length { power[2 * lag] *= scale }
    return means
  }

  /// One series, centred, as real parts and the next as imaginary parts.
  private mutating func load(_ series: [Double], _ chain: Int, _ means: [Double]) {
    let (length, chainCount) = (length, chainCount)
    let x = series.span.extracting(chain * length..<(chain + 1) * length)
    var z = buffer.mutableSpan
    for i in 0..<z.count { z[unchecked: i] = 0 }
    for i in 0..<length { z[unchecked: 2 * i] = x[unchecked: i] - means[chain] }
    guard chain + 1 < chainCount else { return }
    let y = series.span.extracting((chain + 1) * length..<(chain + 2) * length)
    for i in 0..<length { z[unchecked: 2 * i + 1] = y[unchecked: i] - means[chain + 1] }
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

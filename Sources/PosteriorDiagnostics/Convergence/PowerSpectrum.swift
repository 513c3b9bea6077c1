/// Σ_c Σᵢ xᵢxᵢ₊ₜ of several series at all lags, by the Wiener–Khinchin theorem: the transform of the
/// power spectrum of each series padded with as many zeros.
///
/// Two series share a transform, as real and imaginary part, since the power of z = x + iy at k and −k is together
/// that of x and y; and all series share the transform back. Memory is taken when first needed, and kept.
struct PowerSpectrum: Sendable {
  private let length: Int
  private var transform: FourierTransform?
  private var buffer: [Double] = []
  private var scratch: [Double] = []
  private var power: [Double] = []

  /// For series of `length` numbers.
  init(length: Int) { self.length = length }

  /// Takes series that start every `stride` numbers.
  mutating func analyze(_ series: Span<Double>, stride: Int) {
    let transform = transform ?? FourierTransform(count: FourierTransform.fastCount(atLeast: 2 * length))
    self.transform = transform
    if buffer.isEmpty {
      buffer = [Double](repeating: 0, count: 2 * transform.count)
      scratch = buffer
    }
    power = [Double](repeating: 0, count: 2 * transform.count)
    for first in Swift.stride(from: 0, to: series.count, by: 2 * stride) {
      load(series, first, stride)
      transform.transform(&buffer, scratch: &scratch)
      addPower()
    }
    transform.transform(&power, scratch: &scratch)
  }

  /// The sum at a lag below the length.
  func autocovariance(_ lag: Int) -> Double { power[2 * lag] / Double(power.count / 2) }

  /// One series as real parts, and the next, if there is one, as imaginary parts.
  private mutating func load(_ series: Span<Double>, _ first: Int, _ stride: Int) {
    let length = length
    let hasNext = first + stride < series.count
    var z = buffer.mutableSpan
    for i in 0..<length {
      z[unchecked: 2 * i] = series[first + i]
      z[unchecked: 2 * i + 1] = hasNext ? series[first + stride + i] : 0
    }
    for i in 2 * length..<z.count { z[unchecked: i] = 0 }
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

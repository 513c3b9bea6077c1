/// The mean autocovariance of several series of equal length, with its memory kept from one analysis to the next:
///
///     s̄ₜ = (1/m) Σ_c (1/n) Σᵢ (xᵢ − x̄)(xᵢ₊ₜ − x̄)
///
/// The first lags, all that most chains need, are summed as they are asked for, a few dozen at a time: O(mn) a lag.
/// Further ones come all at once by ``PowerSpectrum``, in O(mn log n).
struct Autocovariance: Sendable {
  /// The lags that together are about as dear summed as transformed, for some ten thousand draws a chain.
  private static let summedLags = 256

  private let chainCount: Int
  private let length: Int
  private var spectrum: PowerSpectrum
  /// Each series less its mean, and after it as many zeros as lags are summed at a time.
  private var centred: [Double] = []
  private var sums: [Double] = []
  private var isTransformed = false

  /// For `chainCount` series of `length` numbers.
  init(chainCount: Int, length: Int) {
    self.chainCount = chainCount
    self.length = length
    spectrum = PowerSpectrum(length: length)
  }

  private var paddedLength: Int { length + Span<Double>.lagsAtATime }

  /// Takes the series of a function of some numbers, which start at the places given; returns the series' means.
  @inline(__always)
  mutating func analyze(_ source: Span<Double>, starts: [Int], _ transform: (Double) -> Double) -> [Double] {
    let (length, paddedLength) = (length, paddedLength)
    precondition(starts.count == chainCount, "\(starts.count) series, not \(chainCount)")
    if centred.isEmpty { centred = [Double](repeating: 0, count: chainCount * paddedLength) }
    sums.removeAll(keepingCapacity: true)
    isTransformed = false
    var target = centred.mutableSpan
    var means: [Double] = []
    for (chain, start) in starts.enumerated() {
      let series = source.extracting(start..<start + length)
      let place = chain * paddedLength
      let first = transform(series[0])
      let mean = first + series.sum { transform($0) - first } / Double(length)
      for i in 0..<length { target[unchecked: place + i] = transform(series[unchecked: i]) - mean }
      means.append(mean)
    }
    return means
  }

  /// s̄ at a lag below the length, of the series last analysed.
  mutating func callAsFunction(_ lag: Int) -> Double {
    precondition(lag >= 0 && lag < length, "no lag \(lag) in series of \(length)")
    if lag >= Self.summedLags {
      let centred = centred
      if !isTransformed { spectrum.analyze(centred.span, stride: paddedLength) }
      isTransformed = true
      return spectrum.autocovariance(lag) / Double(chainCount * length)
    }
    while sums.count <= lag { sumFurtherLags() }
    return sums[lag] / Double(chainCount * length)
  }

  /// Whether every series last analysed is constant.
  var isZero: Bool { centred.allSatisfy { $0 == 0 } }

  private mutating func sumFurtherLags() {
    let (lag, length, paddedLength) = (sums.count, length, paddedLength)
    let centred = centred
    sums.append(contentsOf: repeatElement(0, count: Span<Double>.lagsAtATime))
    for first in stride(from: 0, to: centred.count, by: paddedLength) {
      centred.span.extracting(first..<first + paddedLength).addLaggedProducts(count: length, lag: lag, to: &sums)
    }
  }
}

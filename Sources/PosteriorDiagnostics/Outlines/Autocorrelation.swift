/// The autocorrelations of each chain's draws, up to where they have become small.
package struct Autocorrelation: Sendable, Hashable {
  /// The lags, from 0: at most 64 of them.
  package let lags: [Int]
  /// For each chain the autocorrelation at each lag; NaN for a chain that stands still.
  package let chains: [[Double]]

  /// From a row of finite draws for each chain; nil where every chain stands still, has fewer than four
  /// draws, or ones too far apart to compute with.
  init?(_ draws: Matrix) {
    let length = draws.columnCount
    guard length >= 4 else { return nil }
    var covariances = (0..<draws.rowCount).map { chain in
      var covariance = Autocovariance(chainCount: 1, length: length)
      _ = covariance.analyze(draws.elements.span, starts: [chain * length]) { $0 }
      return covariance
    }
    func correlation(_ chain: Int, _ lag: Int) -> Double {
      let variance = covariances[chain](0)
      return variance > 0 && variance.isFinite ? covariances[chain](lag) / variance : .nan
    }
    guard covariances.indices.contains(where: { correlation($0, 0).isFinite }) else { return nil }
    // Lags are summed 32 at a time.
    var longest = min(length - 1, 31)
    while longest < min(length - 1, 255), covariances.indices.contains(where: { abs(correlation($0, longest)) > 0.1 }) {
      longest = min(length - 1, 2 * longest + 1)
    }
    let lags = Array(stride(from: 0, through: longest, by: max(1, (longest + 1) / 64)))
    self.lags = lags
    chains = covariances.indices.map { chain in lags.map { correlation(chain, $0) } }
  }
}

internal import CPosteriorKernels

extension Span<Double> {
  /// How many lags ``laggedProducts(count:lag:)`` takes at a time: as many zeros must end a series.
  package static var lagsAtATime: Int { Int(CPK_LAGS) }

  /// Adds Σᵢ xᵢxᵢ₊ₜ to `sums[t]`, for the lags from `sums.count` on, appended; `count` elements and
  /// ``lagsAtATime`` zeros.
  package func addLaggedProducts(count: Int, lag: Int, to sums: inout [Double]) {
    precondition(
      lag >= 0 && lag < count && self.count >= count + Self.lagsAtATime && sums.count >= lag + Self.lagsAtATime,
      "no sums at lag \(lag) of \(count) numbers")
    withUnsafeBufferPointer { x in
      sums.withUnsafeMutableBufferPointer { sums in
        guard let sums = sums.baseAddress else { return }
        cpk_add_lagged_products(x.baseAddress, count - lag, lag, sums + lag)
      }
    }
  }
}

internal import CGSL

/// The discrete Fourier transform of complex sequences of one length, by GSL's mixed-radix algorithm.
///
/// It may be shared between threads: what it holds are the roots of unity, which never change.
package final class FourierTransform: @unchecked Sendable {
  /// The length n of the sequences.
  package let count: Int
  private let table: UnsafeMutablePointer<gsl_fft_complex_wavetable>

  /// The transform of sequences of `count` complex numbers; fast when `count` has no prime factor above 7.
  package init(count: Int) {
    precondition(count >= 1, "no transform of \(count) numbers")
    GSLErrorHandler.install()
    guard let table = gsl_fft_complex_wavetable_alloc(count) else {
      preconditionFailure("no memory for a transform of \(count) numbers")
    }
    self.count = count
    self.table = table
  }

  deinit { gsl_fft_complex_wavetable_free(table) }

  /// The smallest length from `count` upwards that is a power of two times 1, 3, 5, 9, 15 or 25.
  package static func fastCount(atLeast count: Int) -> Int {
    let candidates = [1, 3, 5, 9, 15, 25].map { factor in
      var length = factor
      while length < count { length *= 2 }
      return length
    }
    return candidates.reduce(candidates[0], min)
  }

  /// zₖ ← Σⱼ zⱼ exp(−2πi jk/n), in place.
  ///
  /// - Parameters:
  ///   - values: 2n numbers, real and imaginary parts in turn.
  ///   - scratch: Room for 2n numbers, whose values are lost.
  package func transform(_ values: inout [Double], scratch: inout [Double]) {
    precondition(values.count == 2 * count && scratch.count == 2 * count, "the transform is of \(count) numbers")
    let status = values.withUnsafeMutableBufferPointer { values in
      scratch.withUnsafeMutableBufferPointer { scratch in
        var workspace = gsl_fft_complex_workspace(n: count, scratch: scratch.baseAddress)
        return gsl_fft_complex_forward(values.baseAddress, 1, count, table, &workspace)
      }
    }
    precondition(status == Int32(GSL_SUCCESS), "GSL's transform of \(count) numbers failed")
  }
}

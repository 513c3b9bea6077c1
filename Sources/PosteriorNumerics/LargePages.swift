internal import CPosteriorKernels

// Rows of a large design, of which a minibatch takes some anywhere: see large_pages.c. No result depends on it.

extension UnsafeRawBufferPointer {
  /// Has memory in pages of 2 MB, as far as it fills them and the system has them.
  ///
  /// - Parameter isFilled: Whether it has been written. It takes the time of a copy then.
  package func useLargePages(isFilled: Bool) {
    cpk_use_large_pages(baseAddress, count, isFilled ? 1 : 0)
  }
}

extension Matrix {
  /// Has the elements in large pages.
  package func useLargePages() {
    elements.withUnsafeBytes { $0.useLargePages(isFilled: true) }
  }
}

internal import CGSL

// GSL works on views of memory that Swift owns, for the length of one call.

extension Matrix {
  mutating func withGSL<E: Error>(_ body: (UnsafeMutablePointer<gsl_matrix>) throws(E) -> Void) throws(E) {
    let (rows, columns) = (rowCount, columnCount)
    var failure: E?
    elements.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var view = gsl_matrix_view_array(base, rows, columns)
      do throws(E) { try body(&view.matrix) } catch { failure = error }
    }
    if let failure { throw failure }
  }
}

extension [Double] {
  mutating func withGSL<E: Error>(_ body: (UnsafeMutablePointer<gsl_vector>) throws(E) -> Void) throws(E) {
    var failure: E?
    withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var view = gsl_vector_view_array(base, buffer.count)
      do throws(E) { try body(&view.vector) } catch { failure = error }
    }
    if let failure { throw failure }
  }
}

internal import Foundation
import PosteriorSampling

extension SparseMatrix {
  /// The matrix that `scipy.sparse.save_npz` has saved in compressed sparse rows.
  ///
  /// - Throws: ``DataError`` where the file cannot be read, or holds something else.
  init(contentsOfNPZ path: String) throws(DataError) {
    let data = try inputFile(path, kind: "a .npz file").contents()
    self = try data.withUnsafeBytes { bytes in
      Result { () throws(DataError) in try SparseMatrix(npz: bytes, source: path) }
    }.get()
  }

  /// The matrix in a file's bytes. Errors call them `source`.
  package init(npz bytes: UnsafeRawBufferPointer, source: String) throws(DataError) {
    let archive = try ZipReader(bytes, source: source)
    let missing = ["indices", "indptr", "data", "shape"].filter { !archive.names.contains($0 + ".npy") }
    guard missing.isEmpty else {
      throw DataError(
        source,
        "there is no \(missing[0]).npy in the archive: save a sparse matrix by "
          + "scipy.sparse.save_npz(\"x.npz\", matrix.tocsr())")
    }
    if archive.names.contains("format.npy") {
      // Three letters, which NumPy stores as bytes or as UTF-32.
      let form = String(
        decoding: try archive.contents("format.npy").suffix(12).filter { $0 > 0x20 }.suffix(3), as: UTF8.self)
      guard form == "csr" else {
        throw DataError(source, "the matrix is in the form \(quoted(form)): save matrix.tocsr()")
      }
    }
    func array(_ name: String) throws(DataError) -> NPY {
      try NPY(bytes: archive.contents(name + ".npy"), source: "\(source) (\(name).npy)")
    }
    func integers<Number: FixedWidthInteger>(_ name: String, _ type: Number.Type) throws(DataError) -> [Number] {
      let values = try array(name).values
      let integers = values.compactMap { Number(exactly: $0) }
      guard integers.count == values.count else {
        let wrong = values.first { Number(exactly: $0) == nil } ?? 0
        throw DataError("\(source) (\(name).npy)", "\(wrong) is not a whole number below \(Number.max)")
      }
      return integers
    }
    let shape = try integers("shape", Int.self)
    let starts = try integers("indptr", Int.self)
    guard shape.count == 2, starts.count > 1, shape[0] == starts.count - 1 else {
      throw DataError(
        source,
        "the shape \(shape) and the \(counted(starts.count, "place")) of indptr.npy, one more than rows, do "
          + "not go together")
    }
    let (columns, values) = (try integers("indices", Int32.self), try array("data").values)
    do throws(InvalidRows) {
      try self.init(columnCount: shape[1], rowStarts: starts, columns: columns, values: values)
    } catch { throw DataError(source, "\(error)") }
  }
}

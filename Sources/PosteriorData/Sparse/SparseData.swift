import PosteriorSampling

/// A sparse design and its responses: libsvm's text, or a matrix that scipy has saved and an array of labels.
public struct SparseData: Sendable {
  /// The design, N × d.
  public let design: SparseMatrix
  /// A response for each of the N rows, in their order.
  public let responses: [Double]
  /// The file of the design.
  package let source: String
  /// The file of the responses.
  package let responseSource: String
  /// The line of each response, where it is that of a text.
  package let lines: [Int]?

  /// Whether a file's name is that of a sparse design: it ends in .svm, .libsvm or .npz, and .gz behind the first two.
  package static func isSparse(_ path: String) -> Bool {
    isArchive(path) || [".svm", ".libsvm", ".svm.gz", ".libsvm.gz"].contains { path.lowercased().hasSuffix($0) }
  }

  /// Whether it is scipy's, which has no responses.
  package static func isArchive(_ path: String) -> Bool { path.lowercased().hasSuffix(".npz") }

  /// The design in a file, with the responses of a file of its own or, of libsvm's text, with those in it.
  ///
  /// - Parameters:
  ///   - path: The design.
  ///   - labels: A .npy file of N numbers, for a design without responses.
  /// - Throws: ``DataError`` where they cannot be read, or do not go together.
  public init(contentsOf path: String, labels: String? = nil) throws(DataError) {
    guard Self.isArchive(path) else {
      if labels != nil { throw DataError(path, "the responses stand in this file: leave out another for them") }
      self = try LibSVMText(contentsOf: path).data
      return
    }
    guard let labels else { throw DataError(path, "the responses are missing: name a .npy file that holds them") }
    try self.init(SparseMatrix(contentsOfNPZ: path), source: path, NPY(contentsOf: labels), labels: labels)
  }

  /// The design and the responses in libsvm's text. Errors call it `source`.
  package init(libSVM bytes: UnsafeBufferPointer<UInt8>, source: String) throws(DataError) {
    self = try LibSVMText(bytes, source: source).data
  }

  /// A design with an array of responses.
  package init(_ design: SparseMatrix, source: String, _ array: NPY, labels: String) throws(DataError) {
    guard array.shape.allSatisfy({ $0 == 1 || $0 == design.rowCount }), array.values.count == design.rowCount else {
      throw DataError(
        labels,
        "the array has the shape \(array.shape) where \(source) has \(counted(design.rowCount, "row")): give "
          + "one number for each")
    }
    try self.init(design, array.values, source: source, responseSource: labels, lines: nil)
  }

  init(
    _ design: SparseMatrix, _ responses: [Double], source: String, responseSource: String, lines: [Int]?
  ) throws(DataError) {
    (self.design, self.responses, self.lines) = (design, responses, lines)
    (self.source, self.responseSource) = (source, responseSource)
    guard design.rowCount >= 2 else { throw DataError(source, "there is only one row; a regression needs two or more") }
    guard design.columnCount <= Self.mostFeatures else {
      throw DataError(
        source,
        "the last feature is number \(design.columnCount), and more than \(Self.mostFeatures) are not taken: "
          + "number those that there are")
    }
    if let row = responses.firstIndex(where: { !(abs($0) <= Self.largest) }) {
      throw problem(withResponse: row, "is too far from 0; write the responses in other units")
    }
    if let value = design.values.first(where: { abs($0) > Self.largest }) {
      throw DataError(source, "the element \(value) is too far from 0; write its column in other units")
    }
  }

  /// Of each a position and a name are made, whether a row has it or not.
  private static let mostFeatures = 10_000_000

  /// Squares of larger numbers cannot be summed, as every likelihood does.
  private static let largest = 1e150

  /// What is wrong with a response.
  package func problem(withResponse row: Int, _ words: String) -> DataError {
    let place = lines == nil ? "row \(row + 1): " : ""
    return DataError(responseSource, line: lines?[row], place + "the response \(responses[row]) " + words)
  }
}

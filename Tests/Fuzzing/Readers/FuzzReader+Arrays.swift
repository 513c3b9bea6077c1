import PosteriorData
import PosteriorModels
import PosteriorSampling

// Arrays of numbers, of bytes, and constants beside a table.

extension FuzzReader {
  static let arrays = FuzzReader("npy", "NumPy's arrays, and tables of them", FuzzCorpora.arrays) {
    let array = try NPY(bytes: Array($0), source: "x.npy")
    try require(array.values.count <= $0.count / 4, "size")
    try require(count(array.shape, is: array.values.count), "shape")
    _ = try array.matrix()
    let table = try Table(array, source: "x.npy")
    for name in table.columnNames { _ = try table.column(name) }
  }

  static let sparseTexts = FuzzReader("svm", "sparse designs in libsvm's text", FuzzCorpora.sparseTexts) {
    let data = try SparseData(libSVM: $0, source: "x.svm")
    try require(data.design.values.count <= $0.count && data.design.rowCount <= $0.count, "size")
    try require(data.responses.count == data.design.rowCount, "responses")
  }

  static let sparseArchives = FuzzReader("npz", "sparse designs that scipy has saved", FuzzCorpora.sparseArchives) {
    let design = try SparseMatrix(npz: UnsafeRawBufferPointer($0), source: "x.npz")
    try require(design.values.count <= $0.count && design.rowCount <= $0.count, "size")
  }

  static let bytes = FuzzReader("idx", "images and labels in IDX files", FuzzCorpora.bytes) {
    let array = try IDX(file: Array($0), source: "x.idx")
    try require(array.bytes.count <= $0.count, "size")
    guard array.shape.count != 1 else {
      _ = try array.labels()
      return
    }
    for pooling in [0, 1, 2, .max] where pooling == 1 || array.shape.count == 3 {
      guard let images = try? array.images(pooling: pooling) else { continue }
      try require(images.elements.count <= $0.count, "images")
    }
  }

  static let constants = FuzzReader("constants", "a model's constants in JSON", FuzzCorpora.constants) {
    let constants = try ModelTable.constants(inJSON: String(decoding: $0, as: UTF8.self), "x.json")
    for constant in constants {
      try require(constant.numbers.count <= $0.count, "size")
      try require(count(constant.sizes, is: constant.numbers.count), "sizes")
    }
  }

  /// Whether so many elements fill an array.
  private static func count(_ extents: [Int], is count: Int) -> Bool {
    var product = 1
    for extent in extents {
      let (next, isTooLarge) = product.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !isTooLarge || extents.contains(0) else { return false }
      product = next
    }
    return extents.contains(0) ? count == 0 : product == count
  }
}

internal import Foundation

/// A folder in the format Zarr 2, as xarray reads it: a folder for each group, in it one for each array, whose chunks
/// are files of plain little-endian numbers.
struct ZarrStore {
  /// The names of the files that stand beside the groups.
  static let ownNames: Set<String> = [".zgroup", ".zattrs", ".zmetadata"]

  private let folder: String
  private let chunkSize: Int
  private let onBytes: (Int) throws -> Void
  /// What all files of JSON say, which stands once more in a file at the root.
  private var metadata: [String: JSONValue] = [:]

  /// Writes a store.
  ///
  /// - Parameters:
  ///   - dataset: The arrays.
  ///   - folder: A folder that is there, and empty.
  ///   - chunkSize: The bytes that a chunk has at the most.
  ///   - onBytes: Told of the bytes of elements that were written.
  static func write(
    _ dataset: ExportDataset, to folder: String, chunkSize: Int = ExportBlocks.size,
    onBytes: @escaping (Int) throws -> Void
  ) throws {
    var store = ZarrStore(folder: folder, chunkSize: chunkSize, onBytes: onBytes)
    for group in dataset.groups {
      try store.makeFolder(group.name)
      for array in group.arrays { try store.write(array, "\(group.name)/\(array.name)") }
      try store.writeGroup(group.name + "/", group.attributes)
    }
    try store.writeGroup("", dataset.attributes)
    let consolidated: JSONValue = .object([
      "zarr_consolidated_format": .integer(1), "metadata": .object(store.metadata),
    ])
    try store.write(consolidated.data(), ".zmetadata")
  }

  private init(folder: String, chunkSize: Int, onBytes: @escaping (Int) throws -> Void) {
    (self.folder, self.chunkSize, self.onBytes) = (folder, chunkSize, onBytes)
  }

  private mutating func writeGroup(_ prefix: String, _ attributes: [String: JSONValue]) throws {
    try write(.object(["zarr_format": .integer(2)]), prefix + ".zgroup")
    try write(.object(attributes), prefix + ".zattrs")
  }

  private mutating func write(_ array: ExportArray, _ path: String) throws {
    try makeFolder(path)
    let type = array.type
    let blocks = ExportBlocks(array, as: type, size: chunkSize)
    try write(
      .object([
        "zarr_format": .integer(2), "shape": .numbers(array.shape), "chunks": .numbers(blocks.chunk),
        "dtype": .text(type.name), "compressor": .none, "fill_value": .none, "filters": .none, "order": .text("C"),
        "dimension_separator": .text("."),
      ]), path + "/.zarray")
    let dimensions: JSONValue = .list(array.dimensions.map(JSONValue.text))
    try write(
      .object(array.attributes.merging(["_ARRAY_DIMENSIONS": dimensions]) { $1 }), path + "/.zattrs")
    for (rows, index) in blocks.blocks {
      let data = try array.bytes(ofRows: rows, as: type)
      let block = RowBlock(
        data: data, rowCount: rows.count, rowShape: array.rowShape,
        chunk: Array(blocks.chunk.suffix(array.rowShape.count)),
        chunkRowCount: blocks.chunk.dropLast(array.rowShape.count).reduce(1, *), elementSize: type.size)
      for (place, chunk) in block.chunks() {
        let key = (index + place).map(String.init).joined(separator: ".")
        try write(chunk, path + "/" + (key.isEmpty ? "0" : key))
      }
      try onBytes(data.count)
    }
  }

  private mutating func write(_ value: JSONValue, _ path: String) throws {
    metadata[path] = value
    try write(value.data(), path)
  }

  private func write(_ data: Data, _ path: String) throws(WriteError) {
    let file = try AppendingFile(folder + "/" + path)
    try file.append(data)
    try file.synchronize()
  }

  /// A name that is there already is that of another array, on a file system that does not tell them apart.
  private func makeFolder(_ path: String) throws(WriteError) {
    if mkdir(folder + "/" + path, 0o777) != 0 { throw .system(folder + "/" + path, isUnmade: true) }
  }
}

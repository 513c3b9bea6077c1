internal import Foundation

/// An archive that `numpy.load` reads: one .npy for each array, under its group's name, posterior/theta.npy.
enum NPZArchive {
  /// The name of the array that holds the attributes of all groups, a text of JSON.
  static let attributesName = "attributes"

  /// Writes an archive.
  ///
  /// - Parameters:
  ///   - dataset: The arrays.
  ///   - file: A new file.
  ///   - onBytes: Told of the bytes of elements that were written.
  static func write(_ dataset: ExportDataset, to file: AppendingFile, onBytes: (Int) throws -> Void) throws {
    var zip = ZipWriter(file)
    for group in dataset.groups {
      for array in group.arrays { try add(array, "\(group.name)/\(array.name)", to: &zip, onBytes: onBytes) }
    }
    let groups = dataset.groups.map { ($0.name, JSONValue.object($0.attributes)) }
    let attributes = dataset.attributes.merging(groups) { own, _ in own }
    let text = String(decoding: try JSONValue.object(attributes).data(), as: UTF8.self)
    try add(ExportArray(attributesName, [], [], .text([text])), attributesName, to: &zip, onBytes: onBytes)
    try zip.finish()
    try file.synchronize()
  }

  private static func add(
    _ array: ExportArray, _ name: String, to zip: inout ZipWriter, onBytes: (Int) throws -> Void
  ) throws {
    let type = array.type
    let header = Data(NPYHeader.bytes(type: type.name, shape: array.shape))
    try zip.add(name + ".npy", size: header.count + array.byteCount) { append in
      try append(header)
      for (rows, _) in ExportBlocks(array, as: type).blocks {
        let data = try array.bytes(ofRows: rows, as: type)
        try append(data)
        try onBytes(data.count)
      }
    }
  }
}

extension JSONValue {
  /// The bytes of a file; keys in alphabetical order.
  func data() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }
}

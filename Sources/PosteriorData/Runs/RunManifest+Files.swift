package import Foundation

extension RunManifest {
  /// A new run's manifest.
  package init(
    program: String, command: [String], model: String, modelText: String?, inputs: [Input], settings: [String: Setting]
  ) {
    self.program = program
    self.command = command
    directory = FileManager.default.currentDirectoryPath
    self.model = model
    self.modelText = modelText
    self.inputs = inputs
    self.settings = settings
    started = Date()
    warnings = []
  }

  /// Reads a manifest.
  ///
  /// - Throws: ``DataError`` where the file is no manifest, or one of a later version.
  package init(contentsOf path: String) throws(DataError) {
    try self.init(bytes(ofFile: path, kind: "a run's manifest"), source: path)
  }

  /// Reads a manifest from a file's bytes. Errors call them `source`.
  package init(_ data: Data, source: String) throws(DataError) {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    guard let manifest = try? decoder.decode(RunManifest.self, from: data) else {
      throw DataError(source, "this is not a run's manifest, or it is damaged")
    }
    guard manifest.format == 1 else {
      throw DataError(source, "the manifest has format \(manifest.format), which this version does not know")
    }
    self = manifest
  }

  /// The manifest as JSON.
  package func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }

  /// Refuses to go on where a file is not what it was when the run began.
  package func checkInputs() throws(DataError) {
    for input in inputs {
      let now = try Input(input.option, path: input.path)
      guard now != input else { continue }
      throw DataError(
        input.path,
        "the file of \(input.option) has changed since the run began (SHA-256 \(input.sha256) then, \(now.sha256) "
          + "now); put back what it was, or begin another run")
    }
  }
}

extension RunManifest.Input {
  /// A file as it is now. Of a packed set it is the manifest, which has the checksums of the rows.
  package init(_ option: String, path: String) throws(DataError) {
    let file = AtomicFile.isDirectory(path) ? path + "/" + StoredTable.manifestName : path
    let data = try inputFile(file, kind: "a file").contents()
    self.init(option: option, path: path, bytes: data.count, sha256: SHA256.hexadecimal(data))
  }
}

/// A setting's value: JSON's number, text, truth value, null, or a list of such.
package enum Setting: Codable, Sendable, Hashable {
  case integer(Int)
  case number(Double)
  case text(String)
  case flag(Bool)
  case list([Setting])
  case none

  /// Reads any of them.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .none
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let integer = try? container.decode(Int.self) {
      self = .integer(integer)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let list = try? container.decode([Setting].self) {
      self = .list(list)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  /// Writes the value itself.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .flag(let value): try container.encode(value)
    case .list(let values): try container.encode(values)
    case .none: try container.encodeNil()
    }
  }
}

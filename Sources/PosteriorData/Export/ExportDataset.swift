/// Arrays in groups, as ArviZ's InferenceData has them.
package struct ExportDataset: Sendable {
  /// What is known of the whole.
  package var attributes: [String: JSONValue]
  package var groups: [ExportGroup]

  /// The bytes of all arrays.
  var byteCount: Int { groups.reduce(0) { $0 + $1.arrays.reduce(0) { $0 + $1.byteCount } } }
}

/// The arrays of one kind: draws, data, …
package struct ExportGroup: Sendable {
  package let name: String
  package var attributes: [String: JSONValue]
  /// Coordinates of the dimensions, then variables.
  package let arrays: [ExportArray]

  /// The names that the groups of a run have.
  static let names: Set<String> = [
    "posterior", "sample_stats", "warmup_posterior", "warmup_sample_stats", "log_likelihood", "observed_data",
    "constant_data",
  ]

  /// A group of variables and the coordinates of their dimensions, all under names that are safe in paths.
  ///
  /// Of equal names, and names that a dimension has too, the later ones get an underscore at their end.
  package init(
    _ name: String, attributes: [String: JSONValue], coordinates: [ExportArray], variables: [ExportArray]
  ) {
    self.name = name
    self.attributes = attributes
    var names = ExportNames()
    var dimensions: [String: String] = [:]
    for dimension in (coordinates + variables).flatMap(\.dimensions) where dimensions[dimension] == nil {
      dimensions[dimension] = names.add(dimension)
    }
    func named(_ array: ExportArray, _ name: String) -> ExportArray {
      var array = array
      if name != array.name { array.attributes["name"] = .text(array.name) }
      array.name = name
      array.dimensions = array.dimensions.map { dimensions[$0] ?? $0 }
      return array
    }
    arrays =
      coordinates.map { named($0, dimensions[$0.name] ?? $0.name) } + variables.map { named($0, names.add($0.name)) }
  }
}

/// Names of arrays, each of which is a folder's or a file's name too.
struct ExportNames {
  private var taken: Set<String> = []
  /// The longest name, in bytes: file systems have 255.
  private static let longest = 200

  /// A name that is safe, and not taken yet.
  mutating func add(_ name: String) -> String {
    var name = Self.safe(name)
    while !taken.insert(name).inserted { name += "_" }
    return name
  }

  /// A name without what paths, stores and terminals take for something else: percent-encoded as in a URL. Of a long
  /// one its beginning stays, and its checksum.
  static func safe(_ name: String) -> String {
    if name.isEmpty { return "%" }
    // Two underscores at the beginning are the store's. Of one alone there are two when it gets another at its end.
    let (last, isReserved) = (name.unicodeScalars.count - 1, name.hasPrefix("__") || name == "_")
    var safe = ""
    for (place, scalar) in name.unicodeScalars.enumerated() {
      let isEdge = place == 0 || place == last
      let isUnsafe =
        "/\\%:*?\"<>|".unicodeScalars.contains(scalar) || scalar.isObeyed
        || (isEdge && (scalar == "." || scalar.properties.isWhitespace)) || (place == 0 && isReserved)
      safe += isUnsafe ? percentEncoded(scalar) : String(scalar)
    }
    guard safe.utf8.count > longest else { return safe }
    var short = ""
    for character in safe {
      if short.utf8.count + character.utf8.count > longest - 20 { break }
      short.append(character)
    }
    return short + "~" + SHA256.hexadecimal(.init(name.utf8)).prefix(16)
  }
}
